import { headerValues } from '../request/request-like.js';
import type { Evidence } from './evidence.js';
import { quotedList } from './quoted.js';
import type { Finding, ReasonGuide } from './reason-guide.js';

type CsrfReason = 'csrf_cross_site' | 'csrf_origin_missing' | 'csrf_origin_mismatch' | 'csrf_token';

/** Reasons in where a request with a cookie comes from. */
export const csrfGuides: Readonly<Record<CsrfReason, ReasonGuide>> = {
  csrf_cross_site: {
    summary: 'A page of another site made the browser send this request with its cookie.',
    likelyCause: 'An attack; or your own page lives on another site than this API.',
    fix: 'Serve the API from the site of your pages, or send an Authorization header instead of a cookie.',
    examine: examineOrigin,
  },
  csrf_origin_missing: {
    summary: 'The request hides which page it comes from.',
    likelyCause: 'It comes from no browser, or a proxy or a Referrer-Policy removed Origin and Referer.',
    fix: 'Let Origin and Sec-Fetch-Site through; programs that are no browsers send an Authorization header instead of a cookie.',
    examine: examineOrigin,
  },
  csrf_origin_mismatch: {
    summary: 'The request comes from a page whose origin is not listed.',
    likelyCause:
      'One of your pages has an origin that `csrf.origins` does not list: mind the scheme, the port and www.',
    fix: 'Add the origin to `csrf.origins`, if the page is yours.',
    examine: examineOrigin,
  },
  csrf_token: {
    summary: 'The request lacks the CSRF token of its session.',
    likelyCause: 'The page does not send the header, or holds the token of an earlier session.',
    fix: 'Send what stands in the CSRF cookie in its header, read anew for each request; the access token needs the claim `sid`.',
  },
};

function examineOrigin({ request, origins }: Evidence): Finding {
  const sent = (name: string): readonly string[] => (request === undefined ? [] : headerValues(request, name));
  return {
    expected: origins && `an origin of ${quotedList(origins)}`,
    found: `Origin ${quotedList(sent('origin'))}, Sec-Fetch-Site ${quotedList(sent('sec-fetch-site'))}`,
  };
}

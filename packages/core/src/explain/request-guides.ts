import { headerValues } from '../request/request-like.js';
import type { Evidence } from './evidence.js';
import type { Finding, ReasonGuide } from './reason-guide.js';

type RequestReason = 'token_missing' | 'credentials_repeated' | 'credentials_conflict';

/** Reasons in how a credential was sent. */
export const requestGuides: Readonly<Record<RequestReason, ReasonGuide>> = {
  token_missing: {
    summary: 'The request carries no access token.',
    likelyCause: 'The client has not signed in, or a proxy removed its Authorization header or cookie.',
    fix: 'Send `Authorization: Bearer <token>`; where tokens come in a cookie, name it in `from: [fromCookie(...)]`.',
    examine: examineAbsence,
  },
  credentials_repeated: {
    summary: 'The request carries its credential more than once.',
    likelyCause:
      'Two layers of the client, or a proxy, add the same header; or two cookies of one name are set, for two paths or domains.',
    fix: 'Send it once. Delete the cookie of the other path or domain; the prefix __Host- rules those out.',
    examine: ({ request }) => ({ expected: 'one credential', found: request && credentialsOf(request) }),
  },
  credentials_conflict: {
    summary: 'The request carries different tokens in different places.',
    likelyCause: 'An old cookie stands beside a newer Authorization header, or the other way round.',
    fix: 'Send the token in one place alone: delete the cookie, or omit the header.',
    examine: ({ request }) => ({ expected: 'one credential', found: request && credentialsOf(request) }),
  },
};

/** A scheme is told by its form alone: a header without one begins with the token itself. */
function examineAbsence({ request }: Evidence): Finding {
  const [sent] = request === undefined ? [] : headerValues(request, 'authorization');
  if (sent === undefined) return { found: request && credentialsOf(request) };
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(sent.trim()))
    return {
      found: 'an Authorization header that holds a token and no scheme',
      likelyCause: 'The client sends the token alone.',
      fix: 'Write the scheme before it: `Authorization: Bearer <token>`.',
    };
  return {
    found: 'an Authorization header of another scheme than Bearer',
    likelyCause: 'The client signs in by another scheme (Basic, DPoP, Token), or writes the word otherwise.',
    fix: 'Write `Authorization: Bearer <token>`.',
  };
}

function credentialsOf(request: NonNullable<Evidence['request']>): string {
  const count = (name: string): number => headerValues(request, name).length;
  return `${count('authorization')} Authorization header(s), ${count('cookie')} Cookie header(s)`;
}

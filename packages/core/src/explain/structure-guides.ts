import { InvalidTokenError } from '../errors/invalid-token-error.js';
import { headerValues } from '../request/request-like.js';
import type { Evidence } from './evidence.js';
import { quoted } from './quoted.js';
import type { Finding, ReasonGuide } from './reason-guide.js';

type StructureReason =
  'malformed' | 'opaque' | 'encrypted' | 'nested' | 'detached' | 'json_serialization' | 'unsupported_critical';

/** Reasons in the form of a token. */
export const structureGuides: Readonly<Record<StructureReason, ReasonGuide>> = {
  malformed: {
    summary: 'What was sent is not a well-formed JWT.',
    likelyCause:
      'The token was cut, or changed on its way: by copying, a cookie limit, or an encoding that is not base64url.',
    fix: 'Send the token exactly as the issuer answered it: `Authorization: Bearer <token>`.',
    examine: examineMalformed,
  },
  opaque: {
    summary: 'What was sent is an opaque text, not a JWT.',
    likelyCause:
      'The issuer gives opaque access tokens, or the client sent another thing: a refresh token, a session ID.',
    fix: 'Have the client ask for an access token for this API (the parameter `audience` or `resource`), so that the issuer makes a JWT.',
    examine: examineOpaque,
  },
  encrypted: {
    summary: 'The token is encrypted (JWE): five parts, not three.',
    likelyCause:
      'The issuer encrypts access tokens, or the client asked for none for this API and got one that only the issuer can read.',
    fix: 'Turn the encryption of access tokens off at the issuer, and have the client name this API as the audience.',
  },
  nested: {
    summary: 'The token holds another JWT (`cty: JWT`).',
    likelyCause: 'The issuer wraps a signed token in another one.',
    fix: 'Configure the issuer to answer one signed JWT.',
  },
  detached: {
    summary: 'The token has no payload between its dots.',
    likelyCause: 'It is a detached signature, or a proxy removed the payload.',
    fix: 'Send the whole token, three parts with two dots.',
  },
  json_serialization: {
    summary: 'The token is written as JSON, not in the compact form.',
    likelyCause: 'The client sent the whole answer of the token endpoint, or the issuer writes JSON serialisation.',
    fix: 'Send the member `access_token` of the answer alone.',
  },
  unsupported_critical: {
    summary: 'The header of the token demands an extension that nobody here understands (`crit` or `b64`).',
    likelyCause: 'The issuer uses an extension of JWS (RFC 7515, section 4.1.11).',
    fix: 'Configure the issuer to sign without critical extensions.',
  },
};

/** The first that fits; of what was sent only the form is told, never the text. */
function examineMalformed({ error, token, request, settings }: Evidence): Finding {
  const claim = error instanceof InvalidTokenError ? error.claim : undefined;
  if (claim !== undefined) return { found: `${quoted(claim)} has a wrong type or value`, ...wrongMember };
  const [sent = token] = request === undefined ? [] : headerValues(request, 'authorization');
  if (sent === undefined) return {};
  if (typeof sent !== 'string') return { expected: 'a string', found: `a value of type ${typeof sent}` };
  const text = request === undefined ? sent : sent.replace(/^bearer */i, '');
  if (text.length > settings.maxTokenSize)
    return { expected: `at most ${settings.maxTokenSize} bytes`, found: `${text.length} bytes`, ...tooLong };
  return malformations.find(({ pattern }) => pattern.test(text))?.finding ?? {};
}

const wrongMember: Finding = {
  likelyCause: 'The issuer writes this claim or header parameter in a way that the standard does not know.',
  fix: 'Correct the claim at the issuer: times are numbers of seconds, `aud` is a text or a list of texts, IDs are texts.',
};

const tooLong: Finding = {
  likelyCause: 'The token lists too much: groups, roles or permissions.',
  fix: 'Have the issuer put less into it, or raise `maxTokenSize`.',
};

const malformations: readonly { readonly pattern: RegExp; readonly finding: Finding }[] = [
  {
    pattern: /^$/,
    finding: {
      found: 'no token after the scheme',
      likelyCause: 'The client has no token yet, and sends the header all the same.',
      fix: 'Send the header only once there is a token.',
    },
  },
  {
    pattern: /^bearer\b/i,
    finding: {
      found: 'the word Bearer, as part of the token',
      likelyCause: 'The client writes `Bearer ` before a text that begins with it already.',
      fix: 'Write `Bearer ` once; pass the token without it to verify().',
    },
  },
  {
    pattern: /^["']|["']$/,
    finding: {
      found: 'quotes around the token',
      likelyCause: 'The client stored the token as JSON, or copied it with its quotes.',
      fix: 'Remove the quotes: JSON.parse() what was stored by JSON.stringify().',
    },
  },
  {
    pattern: /\s/,
    finding: {
      found: 'white space within the token',
      likelyCause: 'The token was copied with a line break, or two values were joined.',
      fix: 'Remove the white space.',
    },
  },
  {
    pattern: /[+/=]/,
    finding: {
      found: 'characters of base64 (+ / =)',
      likelyCause: 'Somebody encoded the token anew, in base64 instead of base64url.',
      fix: 'Send the token as the issuer answered it.',
    },
  },
];

/** What JavaScript makes of a variable that holds no text. */
const emptyValues: ReadonlySet<unknown> = new Set(['undefined', 'null', 'NaN', 'true', 'false', '[object']);

function examineOpaque({ token }: Evidence): Finding {
  if (!emptyValues.has(token)) return {};
  return {
    found: 'the name of an empty value of JavaScript',
    likelyCause: 'The client puts a variable into the header that holds no token yet.',
    fix: 'Send the header only once there is a token.',
  };
}

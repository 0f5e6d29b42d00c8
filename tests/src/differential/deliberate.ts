import type { JsonPart } from './dissection.js';
import type { FalseAcceptance } from './peers/peer.js';
import { terms } from './terms.js';

const { nowSeconds, clockTolerance } = terms;
const malformed = ['malformed'] as const;

/** All that we refuse and jose accepts; the other peers accept most of it too, and what stands on their own lists. */
export const deliberateRefusals: readonly FalseAcceptance[] = [
  {
    name: 'oversized',
    because: 'Work on a token is bounded before anything of it is read; an access token of over 16 KiB does not travel in a header.',
    refusedAs: malformed,
    applies: ({ token }) => token.length > 16_384,
  },
  {
    name: 'another spelling of base64url',
    because: 'RFC 7515 §2 has one spelling of each segment; with several, one token passes under many names through caches and lists.',
    refusedAs: ['malformed', 'detached'],
    applies: ({ segments }) => !segments.every(isCanonical),
  },
  {
    name: 'byte order mark',
    because: 'RFC 8259 §8.1 forbids it, and parsers disagree on whether it belongs to the text.',
    refusedAs: malformed,
    applies: inEither(({ bytes }) => bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]))),
  },
  {
    name: 'duplicate members',
    because: 'RFC 7515 §4 and RFC 7519 §4 let us refuse them; a gateway that keeps the first would check another token than we do.',
    refusedAs: malformed,
    applies: inEither(({ names }) => names.some((own) => new Set(own).size < own.length)),
  },
  {
    name: 'nested too deeply',
    because: 'Whoever walks the claims later (JSON.stringify, structuredClone) would exhaust the stack on them.',
    refusedAs: malformed,
    applies: inEither(({ depth }) => depth > 32),
  },
  {
    name: 'lone surrogate',
    because: 'It is no Unicode text: encodeURIComponent and others throw on it in somebody’s handler.',
    refusedAs: malformed,
    applies: inEither(({ names, strings }) => !names.flat().concat(strings).every((text) => text.isWellFormed())),
  },
  {
    name: '__proto__',
    because: 'A copy of the claims by assignment would change a prototype.',
    refusedAs: malformed,
    applies: inEither(({ names }) => names.flat().includes('__proto__')),
  },
  {
    name: 'critical or b64',
    because: 'We understand no extension (RFC 7515 §4.1.11), and b64 has no place in a JWT (RFC 7797 §7), whatever its value.',
    refusedAs: ['unsupported_critical'],
    applies: ({ header: { members } }) => 'crit' in members || 'b64' in members,
  },
  {
    name: 'kid of another form',
    because: 'RFC 7515 §4.1.4 has a string; a longer one than 256 characters looks up nothing that exists.',
    refusedAs: malformed,
    applies: ({ header: { members } }) => 'kid' in members && !(isText(members['kid']) && members['kid'].length <= 256),
  },
  {
    name: 'nested JWT',
    because: 'A cty of JWT says that the payload is another token, which then nobody has verified (RFC 7519 §5.2).',
    refusedAs: ['nested'],
    applies: ({ header: { members } }) => typeof members['cty'] === 'string' && /^(application\/)?jwt$/i.test(members['cty']),
  },
  {
    name: 'typ of another kind',
    because: 'An ID token or a logout token of the same issuer must open no API (RFC 8725 §3.11). jose checks one typ, or none.',
    refusedAs: ['type_mismatch', 'malformed'],
    applies: ({ header: { members } }) =>
      'typ' in members && !(typeof members['typ'] === 'string' && /^(application\/)?(at\+)?jwt$/i.test(members['typ'])),
  },
  {
    name: 'claims of another kind',
    because: 'Many issuers write typ JWT into all their tokens; these claims give an ID, refresh or logout token away (RFC 8725 §3.12).',
    refusedAs: ['type_mismatch'],
    applies: ({ claims: { members } }) => isOfAnotherKind(members),
  },
  {
    name: 'one key, one algorithm',
    because: 'RFC 8725 §3.1: a key that two algorithms share lets a token choose between them. jose tells them apart by the JWK’s alg only.',
    refusedAs: ['key_not_found'],
    applies: ({ lane, header: { members } }) => members['alg'] !== lane.algorithm,
  },
  {
    name: 'a time that no clock shows',
    because: 'A NumericDate past what a Date holds, 1e400 among them, never expires, and throws a RangeError in somebody’s log line.',
    refusedAs: malformed,
    applies: ({ claims: { members } }) =>
      ['exp', 'nbf', 'iat'].some((name) => typeof members[name] === 'number' && Math.abs(members[name]) > 8.64e12),
  },
  {
    name: 'issued in the future',
    because: 'A clock that far off makes every other time of the token doubtful. jose looks at iat with maxTokenAge only.',
    refusedAs: ['issued_in_future'],
    applies: ({ claims: { members } }) => typeof members['iat'] === 'number' && members['iat'] > nowSeconds + clockTolerance,
  },
  {
    name: 'times that contradict each other',
    because: 'A token that expires before it is issued or valid, or is issued before 1970, comes from a broken issuer.',
    refusedAs: malformed,
    applies: ({ claims: { members } }) => timesContradict(members),
  },
  {
    name: 'registered claims of a wrong type',
    because: 'RFC 7519 §4.1 and RFC 9068 §2.2 have non-empty strings; coerced, 1 and "1" would be one user or one revoked token.',
    refusedAs: malformed,
    applies: ({ claims: { members } }) => registeredNames(members).some((name) => isWrong(members, name)),
  },
  {
    name: 'audiences that are no strings',
    because: 'RFC 7519 §4.1.3 has strings only; jose looks for a match and leaves the rest unread.',
    refusedAs: malformed,
    applies: ({ claims: { members } }) => Array.isArray(members['aud']) && !isTexts(members['aud']),
  },
  {
    name: 'scopes of a wrong type',
    because: 'RFC 6749 §3.3: what grants rights is read strictly or not at all; jose does not read it.',
    refusedAs: malformed,
    applies: ({ claims: { members } }) => !scopesAreReadable(members),
  },
  {
    name: 'bound to a key',
    because: 'RFC 7800: accepted without its proof, a bound token would be worth as much to a thief as to its owner.',
    refusedAs: ['proof_missing'],
    applies: ({ claims: { members } }) => 'cnf' in members,
  },
]; // prettier-ignore

function inEither(applies: (part: JsonPart) => boolean): FalseAcceptance['applies'] {
  return ({ header, claims }) => applies(header) || applies(claims);
}

/** No other character, no impossible length, and zeros in the bits that stand for no byte. */
function isCanonical(segment: string): boolean {
  return /^(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/.test(segment);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** `azp` names the client where `client_id` does not; else it is left unread. */
function registeredNames(members: JsonPart['members']): readonly string[] {
  return ['sub', 'jti', 'client_id', 'sid', ...(Object.hasOwn(members, 'client_id') ? [] : ['azp'])];
}

function isWrong(members: JsonPart['members'], name: string): boolean {
  return Object.hasOwn(members, name) && !isText(members[name]);
}

function isOfAnotherKind(members: JsonPart['members']): boolean {
  const { events, typ, token_use: use = 'access' } = members;
  return (
    ['at_hash', 'c_hash', 's_hash'].some((name) => name in members) ||
    (typeof events === 'object' && events !== null) ||
    /^(ID|Refresh|Offline|Logout)$/.test(typeof typ === 'string' ? typ : '') ||
    use !== 'access'
  );
}

function timesContradict({ exp, nbf, iat }: JsonPart['members']): boolean {
  const expires = exp as number;
  return (typeof iat === 'number' && (iat <= 0 || expires <= iat)) || (typeof nbf === 'number' && expires <= nbf);
}

/** Scopes stand in `scope`, a string, else in `scp`, a string or strings. */
function scopesAreReadable(members: JsonPart['members']): boolean {
  const { scope, scp } = members;
  const readable = (value: unknown): boolean => value === undefined || typeof value === 'string' || isTexts(value);
  return scope === undefined ? readable(scp) : typeof scope === 'string';
}

import { insertMember, withMember } from './members.js';
import type { Members } from './members.js';
import { memberMutations } from './member-mutations.js';
import type { Mutation } from './mutation.js';
import { oddValues } from './odd-values.js';
import type { Random } from './random.js';

/** Values of header parameters that a verifier might trip over, as JSON text (RFC 7515 §4, RFC 7797). */
const values: Readonly<Record<string, readonly string[]>> = {
  alg: [
    '"none"', '"None"', '"no\\u006ee"', '"HS256"', '"HS384"', '"HS512"', '"RS256"', '"RS384"', '"RS512"', '"PS256"', '"ES256"',
    '"ES384"', '"ES256K"', '"EdDSA"', '"Ed25519"', '"Ed448"', '"hs256"', '"HS256 "', '"HS256\\u0000"', '"\\u0048S256"', '"\\u0045dDSA"',
    '"RSA-OAEP"', '"dir"', '["HS256"]',
  ],
  typ: [
    '"JWT"', '"Jwt"', '"at+jwt"', '"application/AT+JWT"', '"application/jwt; charset=utf-8"', '"id+jwt"', '"logout+jwt"', '"secevent+jwt"',
    '"dpop+jwt"', '"statuslist+jwt"', '"JOSE"', '"application/application/jwt"', '"text/jwt"', '"jwt "', '""', 'null', '1', '["JWT"]',
  ],
  kid: ['"ES256-1"', '"EdDSA-1"', '"RS256-1"', '"unknown"', '"../../dev/null"', `"${'k'.repeat(256)}"`, `"${'k'.repeat(257)}"`, '"a\\nb"', '""', '1', 'null', '{}'],
  cty: ['"JWT"', '"jwt"', '"application/jwt"', '"json"', '1', 'null'],
  crit: ['[]', '["exp"]', '["b64"]', '["b64","b64"]', '["cnf"]', '"b64"', 'null', '[""]', '["__proto__"]'],
  b64: ['true', 'false', '"false"', 'null'],
  jwk: ['{"kty":"oct","k":"AA"}', 'null'],
  jku: ['"https://attacker.example/jwks.json"'],
  x5u: ['"https://attacker.example/cert.pem"'],
  x5c: ['["MIIB"]', '[]'],
  x5t: ['"AA"'],
  zip: ['"DEF"'],
  enc: ['"A256GCM"'],
  p2c: ['1e9'],
  iss: ['"https://attacker.example"'],
}; // prettier-ignore

/** Changes of the header. */
export const headerMutations: readonly Mutation<Members>[] = [
  ...memberMutations,
  ...Object.keys(values).map((name) => ({
    name: `header ${name}`,
    apply: ((members, random) =>
      withMember(members, name, random.pick(values[name] ?? oddValues))) satisfies Mutation<Members>['apply'],
  })),
  {
    name: 'header crit with b64',
    apply: (members, random) => insertMember(withMember(members, 'b64', 'true'), ['crit', '["b64"]'], random),
  },
  { name: 'a sibling algorithm', apply: siblingAlgorithm },
];

const siblings: Readonly<Record<string, readonly string[]>> = {
  '"EdDSA"': ['"Ed25519"'],
  '"RS256"': ['"RS384"', '"RS512"', '"PS256"'],
  '"HS256"': ['"HS384"', '"HS512"'],
  '"ES256"': ['"ES384"', '"ES256K"'],
  '"HS512"': ['"HS256"', '"HS384"'],
  '"RS512"': ['"RS256"', '"PS512"'],
  '"PS256"': ['"PS384"', '"RS256"'],
  '"ES384"': ['"ES256"', '"ES512"'],
  '"ES512"': ['"ES256"', '"ES384"'],
};

/** Another algorithm that the same key could serve, by which it then signs. */
function siblingAlgorithm(members: Members, random: Random): Members {
  const json = members.find(([name]) => name === 'alg')?.[1] ?? '';
  return withMember(members, 'alg', random.pick(siblings[json] ?? ['"none"']));
}

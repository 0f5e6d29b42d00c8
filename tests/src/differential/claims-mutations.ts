import { terms } from './terms.js';
import { withMember } from './members.js';
import type { Members } from './members.js';
import { memberMutations } from './member-mutations.js';
import type { Mutation } from './mutation.js';
import { oddValues } from './odd-values.js';

const { issuer, audience, nowSeconds, clockTolerance } = terms;

/** Instants around each boundary that a policy draws, and those that no clock ever shows. */
const times: readonly string[] = [
  ...[-clockTolerance, 0, clockTolerance].flatMap((offset) =>
    [-1, -0.5, -1e-6, 0, 1e-6, 0.5, 1].map((step) => String(nowSeconds + offset + step)),
  ),
  ...[
    '0',
    '-1',
    '1',
    '8640000000000',
    '8640000000000.5',
    '8640000000001',
    '-8640000000001',
    '1e400',
    '-1e400',
    '1e308',
    '9007199254740993',
  ],
  ...[
    `${nowSeconds}.0`,
    '1.795e9',
    '1795000300000',
    `"${nowSeconds + 300}"`,
    'null',
    'true',
    `[${nowSeconds + 300}]`,
    '{}',
    '""',
  ],
];

const listed = JSON.stringify(audience);

/** Values of claims that a verifier might trip over, as JSON text. */
const values: Readonly<Record<string, readonly string[]>> = {
  exp: times,
  nbf: times,
  iat: times,
  iss: [`"${issuer}/"`, `"${issuer.toUpperCase()}"`, `["${issuer}"]`, '"https://attacker.example"', '""', 'null', `"https:\\/\\/auth.example.com"`],
  aud: [
    `[${listed}]`, `[${listed},${listed}]`, `[${listed},1]`, `[${listed},null]`, `[[${listed}]]`, `{"0":${listed}}`, '[]', '""', '"*"', 'null',
    `"${audience}/"`, `"${audience}.evil"`, `"${audience} other"`, '"https:\\/\\/api.example.com"', '"https://billing.example.com"', '["a","b"]', 'true',
  ],
  sub: ['"bob"', ...oddValues],
  jti: ['"1"', ...oddValues],
  client_id: ['"web"', ...oddValues],
  azp: ['"web"', ...oddValues],
  sid: ['"s"', ...oddValues],
  scope: ['"a  b"', '" a "', '"a\\tb"', ...oddValues],
  scp: ['"a b"', '["a","b"]', ...oddValues],
  roles: ['["a"]', '"a b"', ...oddValues],
  typ: ['"Bearer"', '"ID"', '"Refresh"', '"Offline"', '"Logout"', '"JWT"', '1'],
  token_use: ['"access"', '"id"', '"refresh"', 'null', '""'],
  events: ['{"http://schemas.openid.net/event/backchannel-logout":{}}', '[]', '"none"', 'null', '1'],
  at_hash: ['"x"', 'null'],
  c_hash: ['"x"'],
  s_hash: ['""'],
  nonce: ['"n"', '1'],
  cnf: ['{"jkt":"x"}', '{}', 'null', '"x"', '{"x5t#S256":"x"}', '[]', 'false'],
}; // prettier-ignore

/** Changes of the claims. */
export const claimsMutations: readonly Mutation<Members>[] = [
  ...memberMutations,
  ...Object.entries(values).map(([name, candidates]) => ({
    name: `claim ${name}`,
    apply: ((members, random) =>
      withMember(members, name, random.pick(candidates))) satisfies Mutation<Members>['apply'],
  })),
];

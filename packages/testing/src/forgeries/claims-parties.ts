import { claimValues, withClaims } from './claim-variants.js';
import { variantsOf } from './forge.js';
import { defineForgery } from './forgery.js';
import type { Forgery, ForgeryTarget } from './forgery.js';

/** Parties: tokens that name another issuer, another audience, or nobody. */
export const partyForgeries: readonly Forgery[] = Object.freeze(
  [
    {
      id: 'C-21',
      title: 'iss that a URL parser would take for ours',
      forge: (target: ForgeryTarget) => claimValues(target, 'iss', spellingsOf(target.issuer)),
    },
    {
      id: 'C-22',
      title: 'iss that contains ours',
      forge: (target: ForgeryTarget) => {
        const { issuer } = target;
        return claimValues(target, 'iss', [
          `${issuer}.evil.example`,
          `${issuer}@evil.example`,
          `https://evil.example/${issuer}`,
          `evil ${issuer}`,
          issuer.slice(0, -1),
          `${issuer}x`,
        ]);
      },
    },
    {
      id: 'C-23',
      title: 'iss that is no string',
      forge: (target: ForgeryTarget) =>
        claimValues(target, 'iss', [
          [target.issuer],
          [target.issuer, 'https://evil.example'],
          {},
          null,
          '',
          1,
          true,
          undefined,
        ]),
    },
    {
      id: 'C-25',
      title: 'iss with characters that look alike',
      forge: (target: ForgeryTarget) =>
        claimValues(target, 'iss', [
          target.issuer.replace('i', '\u0456').replace('7', '\uff17'),
          target.issuer.replace('.', '\u3002'),
          `${target.issuer}\u200b`,
        ]),
    },
    {
      id: 'C-26',
      title: 'no aud',
      forge: (target: ForgeryTarget) => claimValues(target, 'aud', [undefined, [], '', ['']]),
    },
    {
      id: 'C-30',
      title: 'aud that is no string or list of strings',
      forge: (target: ForgeryTarget) =>
        claimValues(target, 'aud', [
          [null, target.audience],
          [1, target.audience],
          [target.audience, {}],
          [[target.audience]],
          { 0: target.audience },
          null,
          1,
          true,
        ]),
    },
    {
      id: 'C-31',
      title: 'aud that is almost ours',
      forge: (target: ForgeryTarget) => claimValues(target, 'aud', wrongAudiences(target.audience)),
    },
    {
      id: 'C-33',
      title: 'an ID token: aud is the client',
      forge: (target: ForgeryTarget) =>
        variantsOf(['client-1', ['client-1']], (aud) => withClaims(target, { aud, nonce: 'n-0', azp: 'client-1' })),
    },
    {
      id: 'C-35',
      title: 'client_id that is no string',
      forge: (target: ForgeryTarget) => claimValues(target, 'client_id', [1, null, '', [], ['client-1'], {}]),
    },
    {
      id: 'C-37',
      title: 'sub of 100 KB, or no string',
      forge: (target: ForgeryTarget) => claimValues(target, 'sub', ['x'.repeat(100_000), 1, null, [], {}, true, '']),
    },
    {
      id: 'C-39',
      title: 'jti that is no string',
      forge: (target: ForgeryTarget) => claimValues(target, 'jti', [null, 1, '', [], {}, true]),
    },
  ].map(defineForgery),
);

function spellingsOf(issuer: string): readonly string[] {
  const { protocol, host, pathname } = new URL(issuer);
  const path = pathname === '/' ? '' : pathname;
  return [
    `${issuer}/`,
    issuer.replace(/^http/, 'HTTP'),
    issuer.toUpperCase(),
    protocol === 'https:' ? `${protocol}//${host}:443${path}` : `${issuer}#`,
    `${protocol}//user@${host}${path}`,
    `${protocol}//${host}/%2e${path}`,
    `${protocol}//${host}/.${path}`,
    `${issuer}?`,
    `${issuer}\0`,
    `${issuer} `,
    ` ${issuer}`,
    `${issuer}\n`,
  ];
}

function wrongAudiences(audience: string): readonly unknown[] {
  const near = [
    `${audience}/`,
    audience.toUpperCase(),
    `${audience}x`,
    `x${audience}`,
    audience.slice(0, -1),
    ` ${audience}`,
    `${audience}\0`,
  ];
  const lists = [
    `other ${audience}`,
    `${audience} other`,
    `${audience},other`,
    '*',
    '["*"]',
    JSON.stringify([audience]),
  ];
  return [...near, ...lists, ['*'], ['other'], [`${audience} other`], 'https://other.example'];
}

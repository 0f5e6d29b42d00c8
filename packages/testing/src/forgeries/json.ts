import { forge, goodTexts, named, variants, variantsOf } from './forge.js';
import { defineForgery } from './forgery.js';
import type { ForgedToken, Forgery, ForgeryTarget } from './forgery.js';

const bom = Buffer.from([0xef, 0xbb, 0xbf]);

/** Structure of the JSON inside: everything is signed by the right key, so that a lax parser lets it through. */
export const jsonForgeries: readonly Forgery[] = Object.freeze(
  [
    {
      id: 'S-17',
      title: 'a header that is not JSON',
      forge: (target: ForgeryTarget) => {
        const { header } = goodTexts(target);
        return variantsOf(
          [
            'not json',
            header.replace('}', ',}'),
            `${header}//`,
            `/**/${header}`,
            header.replaceAll('"', "'"),
            `${header}x`,
            header.slice(0, -1),
            `${header}${header}`,
            '',
          ],
          (text) => forge(target, { header: text }),
        );
      },
    },
    {
      id: 'S-18',
      title: 'a header or claims that are JSON but no object',
      forge: (target: ForgeryTarget) => [
        ...named(
          'header',
          variantsOf(['[]', 'null', '"x"', '1', 'true', '[{"alg":"ES256"}]'], (text) =>
            forge(target, { header: text }),
          ),
        ),
        ...named(
          'claims',
          variantsOf(['[]', 'null', '"x"', '1', 'true'], (text) => forge(target, { claims: text })),
        ),
      ],
    },
    {
      id: 'S-19',
      title: 'a byte order mark',
      forge: (target: ForgeryTarget) => {
        const { header, claims } = goodTexts(target);
        return variants({
          header: forge(target, { header: Buffer.concat([bom, Buffer.from(header)]) }),
          claims: forge(target, { claims: Buffer.concat([bom, Buffer.from(claims)]) }),
        });
      },
    },
    {
      id: 'S-21',
      title: 'alg twice',
      forge: (target: ForgeryTarget) =>
        onHeader(target, [
          '"alg":"none","alg":"ES256"',
          '"alg":"ES256","alg":"none"',
          '"alg":"ES256","alg":"ES256"',
          '"alg":"ES256","al\\u0067":"ES256"',
        ]),
    },
    {
      id: 'S-22',
      title: 'kid twice',
      forge: (target: ForgeryTarget) => {
        const { kid } = target.keyFor('ES256');
        return onHeader(target, [
          `"alg":"ES256","kid":"x","kid":"${kid}"`,
          `"alg":"ES256","kid":"${kid}","kid":"${kid}"`,
        ]);
      },
    },
    {
      id: 'S-23',
      title: 'a claim twice',
      forge: (target: ForgeryTarget) =>
        appended(target, [
          '"sub":"admin"',
          '"exp":9999999999',
          `"aud":"${target.audience}"`,
          '"s\\u0075b":"admin"',
          '"a":{"b":1,"b":2}',
          '"a":[{"b":1,"b":1}]',
        ]),
    },
    { id: 'S-25', title: 'invalid UTF-8', forge: invalidUtf8 },
    {
      id: 'S-26',
      title: 'UTF-16',
      forge: (target: ForgeryTarget) => {
        const { header, claims } = goodTexts(target);
        return variants({
          header: forge(target, { header: Buffer.from(header, 'utf16le') }),
          claims: forge(target, { claims: Buffer.from(claims, 'utf16le') }),
          'claims with its mark': forge(target, { claims: Buffer.from(`\ufeff${claims}`, 'utf16le') }),
        });
      },
    },
    {
      id: 'S-27',
      title: 'half a surrogate pair',
      forge: (target: ForgeryTarget) => {
        const { claims } = target.contentFor();
        return ['sub', 'jti', 'scope', 'other'].flatMap((name) =>
          named(
            name,
            variantsOf(['\ud800', 'x\udc00', '\udc00\ud800'], (text) =>
              forge(target, { claims: { ...claims, [name]: text } }),
            ),
          ),
        );
      },
    },
    {
      id: 'S-29',
      title: 'bytes after the claims',
      forge: (target: ForgeryTarget) => {
        const { claims } = goodTexts(target);
        return variantsOf(['x', '{}', '\0', '}', ',', '[]'], (text) => forge(target, { claims: claims + text }));
      },
    },
    {
      id: 'S-30',
      title: 'number literals that JSON does not have',
      forge: (target: ForgeryTarget) =>
        appended(target, [
          '"n":NaN',
          '"n":Infinity',
          '"n":-Infinity',
          '"n":0x10',
          '"n":01',
          '"n":+1',
          '"n":.5',
          '"n":1_000',
        ]),
    },
    {
      id: 'S-31',
      title: 'claims nested too deeply',
      forge: (target: ForgeryTarget) =>
        [100, 5_000, 100_000].flatMap((depth) => [
          { variant: `${depth} lists`, token: append(target, `"n":${'['.repeat(depth)}${']'.repeat(depth)}`) },
          { variant: `${depth} objects`, token: append(target, `"n":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`) },
        ]),
    },
    {
      id: 'S-34',
      title: 'a member named __proto__',
      forge: (target: ForgeryTarget) => [
        ...appended(target, [
          '"__proto__":{"isAdmin":true}',
          '"__proto__":null',
          '"a":{"__proto__":{"isAdmin":true}}',
          '"__prot\\u006f__":{}',
        ]),
        ...onHeader(target, [`"alg":"ES256","kid":"${target.keyFor('ES256').kid}","__proto__":{"alg":"none"}`]),
      ],
    },
    {
      id: 'S-41',
      title: 'an unencoded payload (b64)',
      forge: (target: ForgeryTarget) => {
        const { header } = target.contentFor({ algorithm: 'ES256' });
        return variantsOf(
          [{ b64: false }, { b64: 'false' }, { b64: true }, { crit: ['b64'] }, { b64: false, crit: ['b64'] }],
          (more) => forge(target, { header: { ...header, ...more } }),
        );
      },
    },
  ].map(defineForgery),
);

function onHeader(target: ForgeryTarget, members: readonly string[]): readonly ForgedToken[] {
  return variantsOf(members, (text) => forge(target, { header: `{${text}}` }));
}

function appended(target: ForgeryTarget, members: readonly string[]): readonly ForgedToken[] {
  return variantsOf(members, (member) => append(target, member));
}

/** Good claims with one more member, as text. */
function append(target: ForgeryTarget, member: string): string {
  return forge(target, { claims: goodTexts(target).claims.replace(/\}$/, `,${member}}`) });
}

function invalidUtf8(target: ForgeryTarget): readonly ForgedToken[] {
  const { header, claims } = goodTexts(target);
  const broken = (text: string, bytes: readonly number[]): Buffer =>
    Buffer.concat([Buffer.from(text.replace(/\}$/, ',"x":"')), Buffer.from(bytes), Buffer.from('"}')]);
  const sequences = {
    'ff fe': [0xff, 0xfe],
    'overlong c0 af': [0xc0, 0xaf],
    'a surrogate ed a0 80': [0xed, 0xa0, 0x80],
    'cut off e2 82': [0xe2, 0x82],
  };
  return Object.entries(sequences).flatMap(([name, bytes]) =>
    variants({
      [`${name} in the header`]: forge(target, { header: broken(header, bytes) }),
      [`${name} in the claims`]: forge(target, { claims: broken(claims, bytes) }),
    }),
  );
}

import { encodeSegment, signCompact } from '../tokens/sign-compact.js';
import { forge, forgeSegments, goodSegments, named, segmentsOf, variants, variantsOf } from './forge.js';
import { defineForgery } from './forgery.js';
import type { ForgedToken, Forgery, ForgeryTarget } from './forgery.js';
import { seededMutations } from './seeded-mutations.js';
import { trailingBitTwins } from './trailing-bit-twins.js';

const good = (target: ForgeryTarget): string => target.tokenFor({ algorithm: 'ES256' });

/** Structure and encoding: what is no compact JWS in canonical base64url (RFC 7515 §7.1). */
export const structureForgeries: readonly Forgery[] = Object.freeze(
  [
    {
      id: 'S-01',
      title: 'two segments',
      forge: (target: ForgeryTarget) => {
        const [header, claims, signature] = segmentsOf(good(target));
        return variants({ 'header.claims': `${header}.${claims}`, 'claims.signature': `${claims}.${signature}` });
      },
    },
    {
      id: 'S-02',
      title: 'four segments',
      forge: (target: ForgeryTarget) =>
        variants({ 'token.': `${good(target)}.`, '.token': `.${good(target)}`, 'token.x': `${good(target)}.x` }),
    },
    {
      id: 'S-03',
      title: 'five segments',
      forge: (target: ForgeryTarget) =>
        variants({ 'token.x.x': `${good(target)}.x.x`, 'token..': `${good(target)}..`, '....': '....' }),
    },
    {
      id: 'S-05',
      title: 'a flood of dots',
      forge: (target: ForgeryTarget) =>
        variants({
          '10,000 dots': '.'.repeat(10_000),
          '1,000,000 dots': '.'.repeat(1_000_000),
          'a token and 10,000 dots': good(target) + '.'.repeat(10_000),
        }),
    },
    { id: 'S-06', title: 'an empty segment', forge: emptySegments },
    { id: 'S-07', title: '= padding', forge: padded },
    {
      id: 'S-09',
      title: 'white space around the token',
      forge: (target: ForgeryTarget) =>
        ['\n', '\t', ' ', '\r\n', '\v', '\f'].flatMap((space) => [
          ...named(
            'after it',
            variantsOf([space], () => good(target) + space),
          ),
          ...named(
            'before it',
            variantsOf([space], () => space + good(target)),
          ),
        ]),
    },
    {
      id: 'S-10',
      title: 'white space inside a segment, signed as it stands',
      forge: (target: ForgeryTarget) => inserted(target, [' ', '\n', '\t', '\r\n']),
    },
    { id: 'S-11', title: 'the + and / alphabet', forge: otherAlphabet },
    {
      id: 'S-13',
      title: 'characters beyond ASCII, signed as they stand',
      forge: (target: ForgeryTarget) => inserted(target, ['\u200b', '\ufeff', '\u00a0', '\u00ff', '\u0141']),
    },
    {
      id: 'S-14',
      title: 'a signature with other unused trailing bits',
      forge: (target: ForgeryTarget) =>
        (['ES256', 'RS256', 'PS256', 'EdDSA'] as const).flatMap((algorithm) =>
          signatureTwins(target.tokenFor({ algorithm }), algorithm),
        ),
    },
    {
      id: 'S-14',
      title: 'an HMAC with other unused trailing bits',
      verifier: 'secret' as const,
      forge: (target: ForgeryTarget) => signatureTwins(target.tokenFor({ algorithm: 'HS256' }), 'HS256'),
    },
    { id: 'S-15', title: 'a header or payload with non-zero trailing bits, signed as it stands', forge: segmentTwins },
    {
      id: 'S-33',
      title: 'a token over 16 KiB',
      forge: (target: ForgeryTarget) => {
        const { header, claims } = target.contentFor({ algorithm: 'ES256' });
        const filler = 'x'.repeat(17 * 1024);
        return variants({
          header: forge(target, { header: { ...header, filler } }),
          claims: forge(target, { claims: { ...claims, filler } }),
          signature: `${good(target)}${'A'.repeat(17 * 1024)}`,
        });
      },
    },
    { id: 'S-37', title: 'flattened JSON serialisation', forge: flattened },
    {
      id: 'S-38',
      title: 'general JSON serialisation',
      forge: (target: ForgeryTarget) => {
        const [header, payload, signature] = segmentsOf(good(target));
        return variants({
          'one signature': JSON.stringify({ payload, signatures: [{ protected: header, signature }] }),
          'no signature': JSON.stringify({ payload, signatures: [] }),
        });
      },
    },
    { id: 'S-39', title: 'a polyglot of JSON and compact serialisation', forge: polyglots },
    {
      id: 'S-42',
      title: 'a detached payload',
      forge: (target: ForgeryTarget) => {
        const [header, , signature] = segmentsOf(good(target));
        return variants({ 'header..signature': `${header}..${signature}` });
      },
    },
    {
      id: 'S-43',
      title: 'a JWT inside a JWT',
      forge: (target: ForgeryTarget) => {
        const { header } = target.contentFor({ algorithm: 'ES256' });
        return variants({
          'cty JWT': forge(target, { header: { ...header, cty: 'JWT' }, claims: good(target) }),
          'no cty': forge(target, { claims: good(target) }),
          'cty JWT and an object of claims': forge(target, { header: { ...header, cty: 'application/jwt' } }),
        });
      },
    },
    {
      id: 'S-45',
      title: 'a wrapped token',
      forge: (target: ForgeryTarget) =>
        variants({
          quotes: `"${good(target)}"`,
          'a second scheme': `Bearer ${good(target)}`,
          'the scheme JWT': `JWT ${good(target)}`,
        }),
    },
    {
      id: 'S-47',
      title: '10,000 seeded mutations of a good token',
      forge: (target: ForgeryTarget) =>
        seededMutations(good(target), 47, 10_000).map((token, index) => ({ variant: `mutation ${index}`, token })),
    },
  ].map(defineForgery),
);

function emptySegments(target: ForgeryTarget): readonly ForgedToken[] {
  const { header, claims } = goodSegments(target);
  const [, , signature] = segmentsOf(good(target));
  return variants({
    'no header': `.${claims}.${signature}`,
    'no header, signed': forgeSegments(target, '', claims),
    'no claims, signed': forgeSegments(target, header, ''),
    'no signature': `${header}.${claims}.`,
    'nothing but dots': '..',
    nothing: '',
  });
}

function padded(target: ForgeryTarget): readonly ForgedToken[] {
  const { header, claims } = goodSegments(target);
  const [, , signature] = segmentsOf(good(target));
  return ['=', '=='].flatMap((padding) =>
    variants({
      [`header${padding}`]: `${header}${padding}.${claims}.${signature}`,
      [`header${padding}, signed`]: forgeSegments(target, header + padding, claims),
      [`claims${padding}, signed`]: forgeSegments(target, header, claims + padding),
      [`signature${padding}`]: good(target) + padding,
    }),
  );
}

/** The text in the middle of each segment; header and claims are signed with it inside. */
function inserted(target: ForgeryTarget, texts: readonly string[]): readonly ForgedToken[] {
  const { header, claims } = goodSegments(target);
  const insert = (segment: string, text: string): string => segment.slice(0, 8) + text + segment.slice(8);
  return texts.flatMap((text) => {
    const [, , signature] = segmentsOf(good(target));
    const name = JSON.stringify(text);
    return variants({
      [`${name} in the header`]: forgeSegments(target, insert(header, text), claims),
      [`${name} in the claims`]: forgeSegments(target, header, insert(claims, text)),
      [`${name} in the signature`]: `${segmentsOf(good(target)).slice(0, 2).join('.')}.${insert(signature, text)}`,
    });
  });
}

/** `~` and `?` encode to what holds `-` and `_` in one of three alignments at least. */
function otherAlphabet(target: ForgeryTarget): readonly ForgedToken[] {
  const { header, claims } = target.contentFor({ algorithm: 'ES256' });
  const marks = '~~~~~~??????';
  const other = (segment: string): string => segment.replaceAll('-', '+').replaceAll('_', '/');
  let token = good(target);
  while (other(segmentsOf(token)[2]) === segmentsOf(token)[2]) token = good(target);
  const [h, c, signature] = segmentsOf(token);
  return variants({
    header: forgeSegments(target, other(encodeSegment({ ...header, marks })), encodeSegment(claims)),
    claims: forgeSegments(target, encodeSegment(header), other(encodeSegment({ ...claims, marks }))),
    signature: `${h}.${c}.${other(signature)}`,
  });
}

function signatureTwins(token: string, algorithm: string): readonly ForgedToken[] {
  const [header, claims, signature] = segmentsOf(token);
  return trailingBitTwins(signature).map((twin, index) => ({
    variant: `${algorithm}, twin ${index + 1}`,
    token: `${header}.${claims}.${twin}`,
  }));
}

function segmentTwins(target: ForgeryTarget): readonly ForgedToken[] {
  const { header, claims } = target.contentFor({ algorithm: 'ES256' });
  // A member of 0 to 2 characters brings the length to where spare bits exist.
  const uneven = (object: object, x = ''): string => {
    const segment = encodeSegment({ ...object, x });
    return segment.length % 4 === 0 ? uneven(object, `${x}x`) : segment;
  };
  const [h, c] = [uneven(header), uneven(claims)];
  return [
    ...trailingBitTwins(h).map((twin, index) => ({
      variant: `header, twin ${index + 1}`,
      token: forgeSegments(target, twin, c),
    })),
    ...trailingBitTwins(c).map((twin, index) => ({
      variant: `claims, twin ${index + 1}`,
      token: forgeSegments(target, h, twin),
    })),
  ];
}

function flattened(target: ForgeryTarget): readonly ForgedToken[] {
  const [header, payload, signature] = segmentsOf(good(target));
  const json = { protected: header, payload, signature };
  return variants({
    object: JSON.stringify(json),
    'in base64url': encodeSegment(JSON.stringify(json)),
    'in a list': JSON.stringify([json]),
  });
}

/** Read as JSON it is a good token; split at its dots it would have other claims. */
function polyglots(target: ForgeryTarget): readonly ForgedToken[] {
  const [header, payload, signature] = segmentsOf(good(target));
  const evil = encodeSegment({ ...target.contentFor().claims, sub: 'admin' });
  return variants({
    'JSON with a compact name': `{"${header}.${evil}.":"","protected":"${header}","payload":"${payload}","signature":"${signature}"}`,
    'JSON with a compact value': `{"x":"${header}.${evil}.x","protected":"${header}","payload":"${payload}","signature":"${signature}"}`,
    'compact with a JSON header': signCompact({
      header: JSON.stringify({ protected: header, payload, signature }),
      claims: { sub: 'admin' },
      algorithm: 'ES256',
      key: target.keyFor('ES256').privateKey,
    }),
  });
}

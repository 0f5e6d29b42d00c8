import type { ForgedToken } from '@jwt-guard/testing';

/** The order of P-256. */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The other ES256 signature that holds, which everyone can make without the key: s becomes n − s. */
export function ecdsaTwinOf(token: string): string {
  const [header = '', claims = '', signature = ''] = token.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  const s = BigInt(`0x${bytes.toString('hex', 32)}`);
  const twin = Buffer.from((order - s).toString(16).padStart(64, '0'), 'hex');
  return [header, claims, Buffer.concat([bytes.subarray(0, 32), twin]).toString('base64url')].join('.');
}

/** Other texts that a generous reader takes for a token: padded, spaced, with other trailing bits, otherwise signed. */
export function twinsOf(token: string): readonly ForgedToken[] {
  return [
    { variant: 'n − s', token: ecdsaTwinOf(token) },
    ...[0, 1, 2].flatMap((index) => segmentTwins(token, index)),
    ...['\n', ' ', '\t', '\r\n'].flatMap((space) => [
      { variant: `${JSON.stringify(space)} before`, token: space + token },
      { variant: `${JSON.stringify(space)} behind`, token: token + space },
    ]),
  ];
}

function segmentTwins(token: string, index: number): readonly ForgedToken[] {
  const segments = token.split('.');
  const segment = segments[index] ?? '';
  const half = Math.floor(segment.length / 2);
  const texts = {
    'one =': `${segment}=`,
    'two =': `${segment}==`,
    'a space inside': `${segment.slice(0, half)} ${segment.slice(half)}`,
    'a line break inside': `${segment.slice(0, half)}\n${segment.slice(half)}`,
    'other trailing bits': otherTrailingBits(segment),
  };
  return Object.entries(texts)
    .filter(([, text]) => text !== segment)
    .map(([what, text]) => ({ variant: `segment ${index}: ${what}`, token: segments.with(index, text).join('.') }));
}

/** The last character carries 2 or 4 bits that mean nothing, unless the bytes are a multiple of three. */
function otherTrailingBits(segment: string): string {
  if (segment.length % 4 === 0) return segment;
  return segment.slice(0, -1) + alphabet.charAt(alphabet.indexOf(segment.slice(-1)) ^ 1);
}

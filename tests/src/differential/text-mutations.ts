import type { Mutation } from './mutation.js';
import type { Random } from './random.js';

/** Changes of the bytes of a JSON text, whatever it says. */
export const textMutations: readonly Mutation<Buffer>[] = [
  { name: 'a byte order mark', apply: (text) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), text]) },
  {
    name: 'white space outside',
    apply: (text, random) => Buffer.from(`${space(random)}${text.toString()}${space(random)}`),
  },
  { name: 'white space inside', apply: (text, random) => Buffer.from(spaced(text.toString(), random)) },
  { name: 'escapes', apply: (text, random) => Buffer.from(escaped(text.toString(), random)) },
  {
    name: 'trailing bytes',
    apply: (text, random) => append(text, random.pick(['x', ',', '}', '{}', '\0', 'null', '/**/', '//'])),
  },
  { name: 'a trailing comma', apply: (text) => append(text.subarray(0, -1), ',}') },
  { name: 'a comment', apply: (text) => Buffer.concat([Buffer.from('{/**/'), text.subarray(1)]) },
  { name: 'single quotes', apply: (text) => Buffer.from(text.toString().replaceAll('"', "'")) },
  {
    name: 'no JSON number',
    apply: (text, random) =>
      Buffer.from(
        text.toString().replace(/\d+/, random.pick(['NaN', 'Infinity', '-Infinity', '0x10', '01', '.5', '1.'])),
      ),
  },
  {
    name: 'no object',
    apply: (_text, random) =>
      Buffer.from(
        random.pick(['[]', 'null', '"x"', '1', 'true', '', ' ', '[{}]', '"aa.bb.cc"', 'eyJhbGciOiJub25lIn0.e30.']),
      ),
  },
  { name: 'invalid UTF-8', apply: (text, random) => inserted(text, Buffer.from(random.pick(invalidUtf8)), random) },
  { name: 'UTF-16', apply: (text) => Buffer.from(text.toString(), 'utf16le') },
  { name: 'a flipped bit', apply: flippedBit },
  { name: 'another byte', apply: (text, random) => withByte(text, random.below(text.length), random.below(128)) },
  { name: 'an inserted byte', apply: (text, random) => inserted(text, Buffer.from([random.below(128)]), random) },
  { name: 'a missing byte', apply: (text, random) => without(text, random.below(text.length), 1) },
  {
    name: 'a missing stretch',
    apply: (text, random) => without(text, random.below(text.length), random.below(text.length)),
  },
  {
    name: 'a repeated stretch',
    apply: (text, random) => inserted(text, text.subarray(random.below(text.length)), random),
  },
  { name: 'cut short', apply: (text, random) => text.subarray(0, random.below(text.length + 1)) },
];

const invalidUtf8 = [[0xff, 0xfe], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0x80]]; // prettier-ignore

function space(random: Random): string {
  return random.pick(['', ' ', '\t', '\r\n', '  ', '\u000b', '\u00a0', '\ufeff']);
}

function spaced(text: string, random: Random): string {
  return text.replace(/[{}[\]:,]/g, (structure) => (random.chance(0.5) ? `${structure} ` : `\n${structure}`));
}

/** Writes some characters of strings as escapes, which changes nothing of their value. */
function escaped(text: string, random: Random): string {
  return text.replace(/(?<=\w)[a-z](?=\w)/g, (letter) =>
    random.chance(0.3) ? `\\u00${letter.charCodeAt(0).toString(16)}` : letter,
  );
}

function append(text: Buffer, tail: string): Buffer {
  return Buffer.concat([text, Buffer.from(tail)]);
}

function inserted(text: Buffer, bytes: Buffer, random: Random): Buffer {
  const at = random.below(text.length + 1);
  return Buffer.concat([text.subarray(0, at), bytes, text.subarray(at)]);
}

function without(text: Buffer, at: number, length: number): Buffer {
  return Buffer.concat([text.subarray(0, at), text.subarray(at + length)]);
}

function flippedBit(text: Buffer, random: Random): Buffer {
  const at = random.below(text.length);
  return withByte(text, at, (text[at] ?? 0) ^ (1 << random.below(8)));
}

function withByte(text: Buffer, at: number, byte: number): Buffer {
  const changed = Buffer.from(text);
  if (at < changed.length) changed[at] = byte;
  return changed;
}

import { parseJsonObject } from '../../src/token/strict-json.js';

const parse = (text: string | Uint8Array): unknown => parseJsonObject(Buffer.from(text as string));

describe('parseJsonObject', () => {
  it.each(['{', '[]', '{"a":1,"a":2}', '['.repeat(33)])(
    'A4 · captures no stack for %j, and leaves those of others alone',
    (text) => {
      const limit = Error.stackTraceLimit;
      let stack: string | undefined;
      try {
        parse(text);
      } catch (error) {
        ({ stack } = error as Error);
      }
      expect(stack).toMatch(/^SyntaxError: [^\n]+$/);
      expect(Error.stackTraceLimit).toBe(limit);
    },
  );

  it('parses an object of any values', () => {
    const text = '{"a":1,"b":[true,null,{"a":"x:y\\"{","c":{}}],"":-0.5e1}';
    expect(parse(text)).toEqual(JSON.parse(text));
  });

  it('reads a view into a larger buffer', () => {
    const bytes = Buffer.from('xx{"a":1}yy').subarray(2, 9);
    expect(parseJsonObject(bytes)).toEqual({ a: 1 });
  });

  it('freezes the object at every depth', () => {
    const object = parse('{"a":{"b":[{"c":1}]}}') as { a: { b: [object] } };
    for (const part of [object, object.a, object.a.b, object.a.b[0]]) expect(Object.isFrozen(part)).toBe(true);
  });

  it.each([
    ['S-17', 'no JSON', 'alg'],
    ['S-17', 'a trailing comma', '{"a":1,}'],
    ['S-17', 'a comment', '{"a":1/*x*/}'],
    ['S-17', 'single quotes', "{'a':1}"],
    ['S-17', 'an unfinished text', '{"a":"'],
    ['S-17', 'an unfinished escape', '{"a":"\\'],
    ['S-17', 'a control character in a text', '{"a":"\n"}'],
    ['S-17', 'nothing', ''],
    ['S-29', 'trailing bytes', '{"a":1}x'],
    ['S-29', 'two objects', '{"a":1}{"b":2}'],
    ['S-30', 'NaN', '{"exp":NaN}'],
    ['S-30', 'Infinity', '{"exp":Infinity}'],
    ['S-30', '-Infinity', '{"exp":-Infinity}'],
  ])('J3 · %s · rejects %s', (_id, _name, text) => {
    expect(() => parse(text)).toThrow(new SyntaxError('not JSON'));
  });

  it.each(['[]', 'null', '"x"', '1', 'true'])('J3 · S-18 · rejects %s, which is no object', (text) => {
    expect(() => parse(text)).toThrow(new SyntaxError('not a JSON object'));
  });

  it('J3 · S-19 · rejects a byte order mark', () => {
    expect(() => parse('\ufeff{"a":1}')).toThrow(new SyntaxError('not JSON'));
  });

  it.each([
    ['S-21', '{"alg":"none","alg":"RS256"}'],
    ['S-21', '{"alg":"RS256","alg":"none"}'],
    ['S-22', '{"kid":"a","kid":"b"}'],
    ['S-23', '{"sub":"a","exp":1,"sub":"a"}'],
    ['S-23', '{"a":[{"b":{"c":1,"c":2}}]}'],
    ['S-23', '{"sub":"a","\\u0073ub":"b"}'],
    ['S-23', '{"":1,"":2}'],
  ])('J3 · %s · rejects the duplicate member in %s', (_id, text) => {
    expect(() => parse(text)).toThrow(new SyntaxError('duplicate member names'));
  });

  it('J3 · accepts one name at two depths, and names that differ by case', () => {
    expect(parse('{"a":{"a":1},"A":[{"a":2},{"a":3}]}')).toEqual({ a: { a: 1 }, A: [{ a: 2 }, { a: 3 }] });
  });

  it.each([
    ['S-25', 'invalid bytes', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
    ['S-25', 'an overlong encoding', Buffer.from([0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d])],
    ['S-25', 'a surrogate in bytes', Buffer.from([0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d])],
  ])('J3 · %s · rejects %s', (_id, _name, bytes) => {
    expect(() => parse(bytes)).toThrow(new SyntaxError('not valid UTF-8'));
  });

  it.each([
    ['little-endian', Buffer.from('{"a":1}', 'utf16le')],
    ['big-endian', Buffer.from('{"a":1}', 'utf16le').swap16()],
    ['marked', Buffer.from('\ufeff{"a":1}', 'utf16le')],
  ])('J3 · S-26 · rejects UTF-16 (%s)', (_name, bytes) => {
    expect(() => parse(bytes)).toThrow(SyntaxError);
  });

  it.each(['{"sub":"\\ud800"}', '{"a":["\\udc00\\ud800"]}', '{"\\udfff":1}'])(
    'J3 · S-27 · rejects the lone surrogate in %s',
    (text) => {
      expect(() => parse(text)).toThrow(new SyntaxError('a lone surrogate'));
    },
  );

  it('J3 · accepts escapes and whole surrogate pairs', () => {
    expect(parse('{"a":"\\ud83d\\ude00\\n","b":"😀é"}')).toEqual({ a: '😀\n', b: '😀é' });
  });

  it('J3 · S-31 · accepts 32 levels and rejects 33', () => {
    const nested = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
    expect(() => parse(nested(32))).not.toThrow();
    expect(() => parse(nested(33))).toThrow(new SyntaxError('nested too deeply'));
  });

  it('J3 · S-31 · counts depth, not the number of objects and lists', () => {
    expect(() => parse(`{"a":[${'[],{},'.repeat(100)}1]}`)).not.toThrow();
  });

  it.each([5_000, 100_000])('J3 · S-31 · rejects lists nested %i deep without recursion', (depth) => {
    expect(() => parse(`{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`)).toThrow(new SyntaxError('nested too deeply'));
  });

  it.each(['{"__proto__":{"isAdmin":true}}', '{"a":[{"\\u005f_proto__":1}]}'])(
    'J15 · S-34 · rejects the member in %s',
    (text) => {
      expect(() => parse(text)).toThrow(new SyntaxError('a member named __proto__'));
      expect(({} as { isAdmin?: unknown }).isAdmin).toBeUndefined();
    },
  );

  it('J15 · S-35 · keeps members named like inherited ones as plain members', () => {
    const names = ['constructor', 'prototype', 'hasOwnProperty', 'toString', 'toJSON', 'then', 'valueOf'];
    const object = parse(JSON.stringify(Object.fromEntries(names.map((name) => [name, 'x'])))) as object;
    expect(Object.keys(object)).toEqual(names);
    expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
  });

  it('leaves the stack traces of everybody else as they were, whatever it reads', () => {
    const before = Error.stackTraceLimit;
    Error.stackTraceLimit = 7;
    parse('{}');
    expect(() => parse('{')).toThrow(SyntaxError);
    expect(Error.stackTraceLimit).toBe(7);
    Error.stackTraceLimit = before;
  });

  it('quotes nothing of the text in its errors', () => {
    try {
      parse('{"password":hunter2}');
    } catch (error) {
      expect(String(error)).toBe('SyntaxError: not JSON');
      expect((error as Error).cause).toBeUndefined();
    }
    expect.assertions(2);
  });
});

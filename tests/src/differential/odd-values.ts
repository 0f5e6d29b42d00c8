/** JSON values, as text, that no well-meaning issuer would put where something else is expected. */
export const oddValues: readonly string[] = [
  'null', 'true', 'false', '0', '-0', '1', '-1', '0.5', '1e400', '-1e400', '1e308', '9007199254740993', '1E+2', '""', '"1"',
  '" "', '[]', '{}', '[1]', '[null]', '[""]', '["a",1]', '[["a"]]', '{"a":1}', '{"length":1,"0":"a"}', '"\\ud800"', '"\\u0000"',
  '"\\udc00\\ud800"', '"\\ud83d\\ude00"', '"__proto__"', '"constructor"', '"toString"',
  '{"a":1,"a":1}', '{"a":1,"\\u0061":2}', '[{"b":{"c":0,"c":0}}]', '{"__proto__":null}', '{"\\u005f_proto__":{"admin":true}}',
  '"\u{1f511}"', '"\\\\\\""', '":{[,"', // what a scanner of characters could take for structure
]; // prettier-ignore

/** A value that nests this deep. */
export function nestedValue(depth: number, kind: 'array' | 'object'): string {
  return kind === 'array' ? '['.repeat(depth) + ']'.repeat(depth) : `${'{"a":'.repeat(depth)}0${'}'.repeat(depth)}`;
}

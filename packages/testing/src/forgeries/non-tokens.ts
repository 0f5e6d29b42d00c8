/** S-46: what is no string at all, for verifiers that are called from JavaScript. Each must be refused as any bad token is. */
export const nonTokens: readonly { readonly variant: string; readonly value: unknown }[] = Object.freeze([
  { variant: 'undefined', value: undefined },
  { variant: 'null', value: null },
  { variant: 'a number', value: 1 },
  { variant: 'a boolean', value: true },
  { variant: 'a list', value: ['a.b.c'] },
  { variant: 'an object', value: { token: 'a.b.c' } },
  { variant: 'a Buffer', value: Buffer.from('a.b.c') },
  { variant: 'a String object', value: Object('a.b.c') as unknown },
  { variant: 'a symbol', value: Symbol('a.b.c') },
  {
    variant: 'an object that reads as a token',
    value: { toString: () => 'a.b.c', length: 5, split: () => ['a', 'b', 'c'] },
  },
  { variant: 'a function', value: Function.prototype },
]);

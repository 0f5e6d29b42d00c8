/** Values that a store must keep apart and give back as they are: they break keys, quotes, prototypes and separators. */
export const hostileTexts: readonly string[] = [
  '__proto__',
  'constructor',
  ' ',
  'line\r\nbreak',
  'nul\0byte',
  '"quoted" \'twice\' \\ `back`',
  '{hash}tag',
  'a:b|c,d;e/f',
  '*',
  'é',
  'e\u0301',
  '😀𝔘',
  'x'.repeat(2048),
  `${'x'.repeat(2047)}y`,
];

/** Pairs that are the same text once they are joined by a careless separator. */
export const joinedTwins: readonly (readonly [readonly [string, string], readonly [string, string]])[] = [
  ':',
  '|',
  '\n',
  '\0',
  ' ',
  ',',
  '',
  '/',
].map((separator) => [
  [`left${separator}middle`, 'right'],
  ['left', `middle${separator}right`],
]);

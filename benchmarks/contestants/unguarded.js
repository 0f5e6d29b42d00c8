/** What a guarded server is held against. */
export const unguarded = {
  name: 'no guard',
  file: 'unguarded',
  express: () => undefined,
  nest: () => ({}),
  hono: () => undefined,
};

/** What both sides are told. */
export const terms = {
  issuer: 'https://auth.example.com',
  audience: 'https://api.example.com',
  clockTolerance: 10,
  nowSeconds: 1_795_000_000,
} as const;

const files = [
  ...['jwt-guard', 'fast-jwt', 'jose', 'jsonwebtoken', 'aws-jwt-verify', 'hono'],
  ...['express-oauth2-jwt-bearer', 'express-jwt', 'passport-jwt'],
];

/**
 * All contestants, ours first. Each has a `name`, the `packages` that it stands on, its `algorithms`, where it has its keys
 * (`keysBy`), what it cannot check (`unchecked`), and of these what it can:
 * `verifier(setting)`, a function from a token to claims that throws or rejects;
 * `express(app, setting)`, which guards what follows, and may answer a function that is called after the routes;
 * `nest(setting)`, the `imports` and `providers` that guard a Nest application; `hono(app, setting)`, which guards what follows.
 * Where it takes tokens from a cookie, `carriedIn` says so.
 */
export const contestants = [];
// One after another: jwks-rsa requires jose, which Node refuses while somebody else is loading it.
for (const file of files) contestants.push(...(await contestantsOf(file)));

/** Those that hold verified tokens: measured where the same token comes again, and not among the cold ones. */
export const cached = contestants.filter(({ name }) => name.endsWith(', cache'));

/**
 * Those of one file. A server imports no other: what a process has loaded can slow it down.
 *
 * @returns the contestants with their `file`
 */
export async function contestantsOf(file) {
  return Object.values(await import(`./${file}.js`)).map((contestant) => ({ ...contestant, file }));
}

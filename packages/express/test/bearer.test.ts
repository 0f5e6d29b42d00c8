import { expectAnswer, expectRefusal } from './support/expect-refusal.js';
import { guardedApp } from './support/guarded-app.js';
import { sendRaw } from './support/raw-http.js';

/** `t` stands for a good token, `u` for another good one. */
type Values = (t: string, u: string) => readonly string[];

const authorization = (...values: readonly string[]): readonly string[] =>
  values.map((value) => `Authorization: ${value}`);

describe('a Bearer token in the Authorization header', () => {
  it.each<[string, string, Values]>([
    ['B1', 'by the book', (t) => [`Bearer ${t}`]],
    ['T-03', 'with the scheme in lower case', (t) => [`bearer ${t}`]],
    ['T-03', 'with the scheme in upper case', (t) => [`BEARER ${t}`]],
    ['T-03', 'with the scheme in mixed case', (t) => [`bEaReR ${t}`]],
    ['T-04', 'after two spaces', (t) => [`Bearer  ${t}`]],
    ['T-04', 'amid white space around the value, which is no part of it', (t) => [`  Bearer ${t}  \t`]],
  ])('B1, B11 · %s · is accepted %s', async (_id, _title, values) => {
    const { app, issuer, rejected } = guardedApp();
    const answer = await sendRaw(app, { headers: authorization(...values(issuer.tokenFor({ subject: 'alice' }), '')) });
    expect(answer).toMatchObject({ status: 200, body: '{"subject":"alice","source":"header"}' });
    expect(rejected).toEqual([]);
  });

  it.each<[string, string, Values]>([
    ['B5', 'no header', () => []],
    ['B5', 'an empty header', () => ['']],
    ['T-02', 'Basic', () => ['Basic dXNlcjpwYXNzd29yZA==']],
    ['T-02', 'Digest', () => ['Digest username="alice", realm="api", nonce="n"']],
    ['T-02', 'Negotiate', () => ['Negotiate YIIB']],
    ['T-07', 'a colon after the scheme', (t) => [`Bearer: ${t}`]],
    ['T-07', 'an equals sign after the scheme', (t) => [`Bearer=${t}`]],
    ['T-07', 'a token without a scheme', (t) => [t]],
    ['T-07', 'the scheme Token', (t) => [`Token ${t}`]],
    ['T-07', 'the scheme JWT', (t) => [`JWT ${t}`]],
  ])('B1, B4, B5 · %s · counts as absent, and the challenge is bare: %s', async (_id, _title, values) => {
    const guarded = guardedApp();
    await expectRefusal(guarded, { headers: authorization(...values(guarded.issuer.tokenFor(), '')) }, 'missing_token');
  });

  it.each<[string, string, Values]>([
    ['B1', 'an empty Bearer', () => ['Bearer ']],
    ['T-04', 'a tab for the space', (t) => [`Bearer\t${t}`]],
    ['T-04', 'a tab after the space', (t) => [`Bearer \t${t}`]],
    ['T-04', 'a no-break space', (t) => [`Bearer\u00a0${t}`]],
    ['T-06', 'trailing data', (t) => [`Bearer ${t} extra`]],
    ['T-08', 'quotation marks', (t) => [`Bearer "${t}"`]],
    ['T-08', 'a semicolon', (t) => [`Bearer ${t};`]],
    ['T-08', 'a percent sign', (t) => [`Bearer ${t}%00`]],
    ['T-08', 'the byte 0xFF', (t) => [`Bearer ${t}\u00ff`]],
    ['T-08', 'padding', (t) => [`Bearer ${t}=`]],
  ])('B1, B6, B11 · %s · is 401 invalid_token with %s', async (_id, _title, values) => {
    const guarded = guardedApp();
    await expectRefusal(guarded, { headers: authorization(...values(guarded.issuer.tokenFor(), '')) }, 'invalid_token');
  });

  it.each<[string, string, Values]>([
    ['T-06', 'two tokens after a comma', (t, u) => [`Bearer ${t}, Bearer ${u}`]],
    ['T-06', 'the same token after a comma', (t) => [`Bearer ${t}, Bearer ${t}`]],
    ['T-06', 'a comma at the end', (t) => [`Bearer ${t},`]],
    ['T-06', 'a comma before the token', (t) => [`Bearer ,${t}`]],
    ['B2', 'the header twice', (t, u) => [`Bearer ${t}`, `Bearer ${u}`]],
    ['B2', 'the header twice with one token', (t) => [`Bearer ${t}`, `Bearer ${t}`]],
    ['B2', 'the header twice, once for another scheme', (t) => ['Basic dTpw', `Bearer ${t}`]],
    ['T-11', 'Bearer and DPoP', (t, u) => [`Bearer ${t}`, `DPoP ${u}`]],
    ['T-11', 'DPoP and Bearer', (t, u) => [`DPoP ${t}`, `Bearer ${u}`]],
    ['T-11', 'another scheme joined with Bearer', (t) => [`Basic dTpw, Bearer ${t}`]],
  ])('B2, B6 · %s · is 400 invalid_request for %s', async (_id, _title, values) => {
    const guarded = guardedApp();
    const headers = authorization(...values(guarded.issuer.tokenFor(), guarded.issuer.tokenFor()));
    await expectRefusal(guarded, { headers }, 'invalid_request');
  });

  it('B2 · T-10 · is 400 for two headers that Node joined', async () => {
    const { app, issuer, handled } = guardedApp();
    const headers = authorization(`Bearer ${issuer.tokenFor()}`, `Bearer ${issuer.tokenFor()}`);
    const answer = await sendRaw(app, { headers }, { joinDuplicateHeaders: true });
    expectAnswer(answer, 'invalid_request');
    expect(handled()).toBe(0);
  });
});

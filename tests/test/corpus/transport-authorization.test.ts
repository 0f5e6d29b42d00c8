import { apiOn } from '../../src/wiring/api-on.js';
import { frameworks } from '../../src/wiring/api.js';
import { expectRefusal } from '../../src/wiring/expect-refusal.js';
import { sendRaw } from '../../src/wiring/raw-http.js';
import { startListener } from '../../src/wiring/start-app.js';

describe.each(frameworks)('the Authorization header, on %s', (framework) => {
  const on = apiOn(framework);
  const token = (): string => on.api.issuer.tokenFor();

  it('B1 · T-02 · counts as absent with the scheme Basic, Digest or Negotiate', async () => {
    for (const value of ['Basic dXNlcjpwYXNz', 'Digest username="u"', `Negotiate ${token()}`])
      await expectRefusal(on.api, { headers: [`Authorization: ${value}`] }, 'missing_token');
  });

  it('B1, B11 · T-03 · carries a token by the scheme bearer in any letter case', async () => {
    for (const scheme of ['bearer', 'BEARER', 'bEaReR']) {
      const headers = [`Authorization: ${scheme} ${on.api.issuer.tokenFor({ subject: 'alice' })}`];
      const answer = await sendRaw(on.api.url, { target: '/protected', headers });
      expect(answer).toMatchObject({ status: 200, body: '{"subject":"alice","source":"header"}' });
    }
  });

  it('B11 · T-04 · may have several spaces after the scheme', async () => {
    const headers = [`Authorization: Bearer   ${token()}`];
    expect(await sendRaw(on.api.url, { target: '/protected', headers })).toMatchObject({ status: 200 });
  });

  it('B11 · T-04 · is no token behind a tab or a no-break space', async () => {
    for (const space of ['\t', ' \t', '\xa0'])
      await expectRefusal(on.api, { headers: [`Authorization: Bearer${space}${token()}`] }, 'invalid_token');
  });

  it('B1 · T-06 · is no token with anything behind it', async () => {
    for (const trailing of [' extra', ' realm="x"', `\t${token()}`, ` Bearer ${token()}`])
      await expectRefusal(on.api, { headers: [`Authorization: Bearer ${token()}${trailing}`] }, 'invalid_token');
  });

  it('B2 · T-06 · is ambiguous with a comma in it', async () => {
    for (const trailing of [`, Bearer ${token()}`, ',', `,${token()}`])
      await expectRefusal(on.api, { headers: [`Authorization: Bearer ${token()}${trailing}`] }, 'invalid_request');
  });

  it('B1 · T-07 · counts as absent with what only resembles the scheme', async () => {
    for (const value of [`Bearer: ${token()}`, `Bearer=${token()}`, token(), `Token ${token()}`, `JWT ${token()}`])
      await expectRefusal(on.api, { headers: [`Authorization: ${value}`] }, 'missing_token');
  });

  it('B1 · T-08 · is no token with other characters in it', async () => {
    for (const character of ['"', ';', '%', '\xff', '\\', '{'])
      await expectRefusal(on.api, { headers: [`Authorization: Bearer ${token()}${character}`] }, 'invalid_token');
  });

  it('B2 · T-10 · is ambiguous when sent twice, whether or not Node joins the two', async () => {
    const joining = await startListener(on.api.listener, { joinDuplicateHeaders: true });
    for (const { url } of [on.api, joining]) {
      const one = token();
      for (const another of [one, token(), 'x'])
        await expectRefusal(
          { ...on.api, url },
          { headers: [`Authorization: Bearer ${one}`, `authorization: Bearer ${another}`] },
          'invalid_request',
        );
    }
    await joining.close();
  });

  it('B2 · T-11 · is ambiguous with Bearer and DPoP together, in either order, in one line or two', async () => {
    for (const [one, another] of [
      ['Bearer', 'DPoP'],
      ['DPoP', 'Bearer'],
    ]) {
      const values = [`${one} ${token()}`, `${another} ${token()}`];
      await expectRefusal(on.api, { headers: values.map((value) => `Authorization: ${value}`) }, 'invalid_request');
      await expectRefusal(on.api, { headers: [`Authorization: ${values.join(', ')}`] }, 'invalid_request');
    }
  });

  it('B11 · T-19 · is refused with 15 KB of garbage by the guard, with 17 KB by Node', async () => {
    const [header, ...others] = [15_000, 17_000].map((length) => `Authorization: Bearer ${'a'.repeat(length)}`);
    await expectRefusal(on.api, { headers: [header ?? ''] }, 'invalid_token');
    const calls = on.api.calls();
    expect(await sendRaw(on.api.url, { target: '/protected', headers: others })).toMatchObject({ status: 431 });
    expect(on.api.calls()).toBe(calls);
  });
});

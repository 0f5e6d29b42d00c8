import { apiOn } from '../../src/wiring/api-on.js';
import { frameworks } from '../../src/wiring/api.js';
import { expectGoodAfter } from '../../src/wiring/expect-refusal.js';
import { sendRaw } from '../../src/wiring/raw-http.js';

const breaks = ['\r', '\n', '\0', '\r\n ', '\r\n\t', '\n '];

describe.each(frameworks)('a header that is no good HTTP, on %s', (framework) => {
  const on = apiOn(framework);

  const expectNobodyIn = async (header: string): Promise<void> => {
    const calls = on.api.calls();
    const answer = await sendRaw(on.api.url, { target: '/protected', headers: [header] });
    // 401 where the parser forgives: then what it made of the header is no token, or no header of ours.
    expect([400, 401]).toContain(answer.status);
    expect(on.api.calls()).toBe(calls);
    await expectGoodAfter(on.api);
  };

  it('T-20 · carries no token with a bare CR, a bare LF, a NUL or a folded line in it', async () => {
    const token = on.api.issuer.tokenFor();
    for (const inserted of breaks)
      await expectNobodyIn(`Authorization: Bearer ${token.slice(0, 40)}${inserted}${token.slice(40)}`);
  });

  it('T-20 · smuggles in no Authorization header behind such a character', async () => {
    for (const inserted of breaks.filter((text) => text !== '\n'))
      await expectNobodyIn(`X-Any: x${inserted}Authorization: Bearer ${on.api.issuer.tokenFor()}`);
  });

  it('T-20 · carries no token with a space before its colon', async () => {
    await expectNobodyIn(`Authorization : Bearer ${on.api.issuer.tokenFor()}`);
  });
});

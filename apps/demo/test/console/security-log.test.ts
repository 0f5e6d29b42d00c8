import type { RunningDemo } from '../support/running-demo.js';
import { runDemo } from '../support/running-demo.js';

let demo: RunningDemo;
beforeEach(async () => {
  demo = await runDemo();
});
afterEach(() => demo.close());

describe('the security log', () => {
  it('B8 · holds one line for each refusal, with its reason and never the token', async () => {
    const token = await demo.tokenOf('bob');
    const forged = `${token.slice(0, token.lastIndexOf('.'))}.${'A'.repeat(86)}`;
    const cookie = await demo.cookieOf('bob');
    await send('/express/profile', {});
    await send('/nest/profile', { Authorization: `Bearer ${forged}` });
    await send('/express/reports', { Authorization: `Bearer ${token}` });
    await send('/nest/billing', { Authorization: `Bearer ${token}` });
    await send('/nest/reports', { Cookie: cookie, 'Sec-Fetch-Site': 'cross-site' }, 'POST');

    expect(eventsNamed('rejected').map(({ code, reason }) => ({ code, reason }))).toEqual([
      expect.objectContaining({ code: 'missing_token' }),
      { code: 'invalid_token', reason: 'signature_mismatch' },
      expect.objectContaining({ code: 'insufficient_scope' }),
      { code: 'invalid_token', reason: 'audience_mismatch' },
      expect.objectContaining({ reason: 'csrf_cross_site' }),
    ]);
    const log = demo.lines.join('\n');
    for (const secret of [...parts(token), ...parts(forged), ...parts(cookie.slice(cookie.indexOf('=') + 1))])
      expect(log).not.toContain(secret);
  });

  it('tells that keys were fetched, once for both APIs', async () => {
    const headers = { Authorization: `Bearer ${await demo.tokenOf('alice')}` };
    for (const api of ['/express', '/nest', '/express']) await send(`${api}/profile`, headers);
    expect(eventsNamed('keysFetched')).toHaveLength(1);
    expect(eventsNamed('rejected')).toEqual([]);
  });

  async function send(path: string, headers: Record<string, string>, method = 'GET'): Promise<void> {
    await (await fetch(demo.origin + path, { method, headers })).text();
  }

  /** The lines of one kind, each of which must be JSON by itself. */
  function eventsNamed(name: string): Record<string, unknown>[] {
    return demo.lines
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ event, msg }) => event === name && typeof msg === 'string');
  }

  /** The header of a token is no secret and stands in each; its claims and its signature are. */
  function parts(token: string): string[] {
    return [token, ...token.split('.').slice(1)];
  }
});

import { ask, logIn, profileStatuses } from '../support/client.js';
import type { RunningDemo } from '../support/running-demo.js';
import { runDemo } from '../support/running-demo.js';

let demo: RunningDemo;
beforeAll(async () => {
  demo = await runDemo();
});
afterAll(() => demo.close());

const kids = async (): Promise<unknown[]> => {
  const { keys } = (await (await fetch(`${demo.origin}/.well-known/jwks.json`)).json()) as { keys: { kid: string }[] };
  return keys.map(({ kid }) => kid);
};

it('T4 · root publishes a successor, which does not sign yet, and all tokens go on', async () => {
  const root = await logIn(demo, 'root');
  const [active] = await kids();
  const answer = await ask(`${demo.origin}/admin/rotate-keys`, root, 'POST');
  expect(answer.status).toBe(202);
  const { kid, signs_from: signsFrom } = (await answer.json()) as { kid: string; signs_from: string };
  expect(Date.parse(signsFrom)).toBeGreaterThan(Date.now());
  expect(await kids()).toEqual([active, kid]);
  expect(await profileStatuses(demo, root)).toEqual([200, 200]);
  expect(await profileStatuses(demo, await logIn(demo, 'alice'))).toEqual([200, 200]);
});

it('T4 · the second request finds the first successor', async () => {
  const root = await logIn(demo, 'root');
  const before = await kids();
  await ask(`${demo.origin}/admin/rotate-keys`, root, 'POST');
  expect(await kids()).toEqual(before);
});

it('B6 · alice lacks the scope', async () => {
  const answer = await ask(`${demo.origin}/admin/rotate-keys`, await logIn(demo, 'alice'), 'POST');
  expect(answer.status).toBe(403);
  expect(answer.headers.get('www-authenticate')).toContain('scope="keys:rotate"');
});

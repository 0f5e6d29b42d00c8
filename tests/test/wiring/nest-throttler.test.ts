import { join } from 'node:path';
import { createLocalIssuer } from '@jwt-guard/testing';
import { startServer } from '../../src/tarballs/start-server.js';
import { sendRaw } from '../../src/wiring/raw-http.js';
import type { RawAnswer } from '../../src/wiring/raw-http.js';
import { nestPlatforms } from '../../src/wiring/start-app.js';
import type { NestPlatform } from '../../src/wiring/start-app.js';

const sources = join(import.meta.dirname, '..', '..', 'src', 'wiring');
const { issuer, audience, jwks, tokenFor } = createLocalIssuer();
const trusted = JSON.stringify({ issuer, audience, jwks });
const good = (subject: string): string => `Bearer ${tokenFor({ subject })}`;
const bad = 'Bearer x';

async function answersOf(
  platform: NestPlatform,
  first: 'limit' | 'guard',
  sent: readonly string[],
): Promise<readonly RawAnswer[]> {
  const env = { PLATFORM: platform, FIRST: first, TRUSTED: trusted };
  const app = await startServer('throttled-app.js', { cwd: sources, env });
  const answers: RawAnswer[] = [];
  for (const value of sent) answers.push(await sendRaw(app.url, { headers: [`Authorization: ${value}`] }));
  await app.stop();
  return answers;
}

const statusesOf = (answers: readonly RawAnswer[]): readonly number[] => answers.map(({ status }) => status);

describe.each(nestPlatforms)('the global guards of @nestjs/throttler and of this library, on %s', (platform) => {
  it('run in the order of their imports: the limit first, refused requests count too, by address', async () => {
    const answers = await answersOf(platform, 'limit', [bad, bad, good('alice'), good('alice'), good('bob'), bad]);
    expect(statusesOf(answers)).toEqual([401, 401, 200, 429, 429, 429]);
    for (const { status, headers } of answers) expect('www-authenticate' in headers).toBe(status === 401);
  });

  it('run in the order of their imports: the guard first, the limit counts good requests, by user', async () => {
    const alice = Array.from({ length: 4 }, () => good('alice'));
    const answers = await answersOf(platform, 'guard', [bad, bad, bad, bad, ...alice, bad, good('bob')]);
    expect(statusesOf(answers)).toEqual([401, 401, 401, 401, 200, 200, 200, 429, 401, 200]);
    for (const { status, headers } of answers) {
      expect('www-authenticate' in headers).toBe(status === 401);
      expect('x-ratelimit-remaining' in headers).toBe(status === 200);
    }
  });
});

import { findRedisServer } from './find-redis-server.js';

let told = false;

/**
 * Whether tests on a real Redis can run. Where they cannot, it prints one line, so that nobody takes a skip for a pass:
 *
 * ```ts
 * const describeRedis = redisServerAvailable() ? describe : describe.skip;
 * ```
 *
 * @throws Error in CI (the variable `CI` is set, and not to `false`), where such tests must not be skipped
 */
export function redisServerAvailable(): boolean {
  if (findRedisServer() !== undefined) return true;
  if (!['', 'false', '0'].includes(process.env['CI'] ?? '')) {
    throw new Error('No redis-server or valkey-server is on the PATH, and in CI the tests that need one must run.');
  }

  if (!told) process.stderr.write('SKIPPED: tests on a real Redis; no redis-server or valkey-server is on the PATH.\n');
  told = true;
  return false;
}

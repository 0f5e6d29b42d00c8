import { createHash } from 'node:crypto';
import { isJwtGuardError } from '@jwt-guard/core';
import { pino } from 'pino';
import { whatToTry } from './console/what-to-try.js';
import { startDemo } from './demo.js';
import type { DemoStores } from './stores/demo-stores.js';
import { openMemoryStores } from './stores/memory-stores.js';
import { openRedisStores } from './stores/redis-stores.js';

/** Known to everybody: this is a demo. A real service takes it from its secret manager. */
const demoEncryptionKey = createHash('sha256').update('jwt-guard demo').digest('base64url');

const { PORT = '3000', ISSUER: issuer } = process.env;
const logger = pino();
const demo = await startDemo({ port: Number(PORT), logger, stores: await openStores(), issuer });
console.log(issuer === undefined ? whatToTry(demo.origin) : `${demo.origin} accepts the tokens of ${issuer}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void demo.close();
  });
}

async function openStores(): Promise<DemoStores> {
  const { REDIS_URL: url, ENCRYPTION_KEY: encryptionKey = demoEncryptionKey } = process.env;
  if (url === undefined) return openMemoryStores();
  try {
    return await openRedisStores({ url, encryptionKey, logger });
  } catch (error) {
    if (!isJwtGuardError(error)) throw error;
    console.error(`No Redis answers at REDIS_URL. Start one, or leave REDIS_URL out to keep everything in memory.`);
    process.exit(1);
  }
}

import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { findRedisServer, redisServerAvailable, startRedisServer } from '@jwt-guard/testing/redis';

const { PATH, CI } = process.env;
let folder = '';

const put = (name: string, value: string | undefined): void => {
  if (value === undefined) Reflect.deleteProperty(process.env, name);
  else process.env[name] = value;
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jwt-guard-path-'));
  put('PATH', folder);
});

afterEach(async () => {
  put('PATH', PATH);
  put('CI', CI);
  await rm(folder, { recursive: true });
});

async function addProgram(name: string, mode = 0o755): Promise<string> {
  await writeFile(join(folder, name), '#!/bin/sh\nexit 1\n');
  await chmod(join(folder, name), mode);
  return join(folder, name);
}

describe('findRedisServer', () => {
  it('finds redis-server, else valkey-server, on the PATH', async () => {
    expect(findRedisServer()).toBeUndefined();
    const valkey = await addProgram('valkey-server');
    put('PATH', ['', join(folder, 'none'), folder].join(delimiter));
    expect(findRedisServer()).toBe(valkey);
    const redis = await addProgram('redis-server');
    expect(findRedisServer()).toBe(redis);
  });

  it('takes no folder and no file that cannot be run', async () => {
    await mkdir(join(folder, 'redis-server'));
    await addProgram('valkey-server', 0o644);
    expect(findRedisServer()).toBeUndefined();
    put('PATH', undefined);
    expect(findRedisServer()).toBeUndefined();
  });
});

describe('redisServerAvailable', () => {
  it('says in one line that tests are skipped, once', () => {
    put('CI', undefined);
    const written = writtenDuring(() => {
      expect([redisServerAvailable(), redisServerAvailable()]).toEqual([false, false]);
    });
    expect(written).toEqual([expect.stringMatching(/^SKIPPED: tests on a real Redis.*\n$/)]);
  });

  it('throws in CI', () => {
    put('CI', 'true');
    expect(() => redisServerAvailable()).toThrow('in CI');
  });

  it('knows when there is one', async () => {
    put('CI', 'true');
    await addProgram('redis-server');
    expect(redisServerAvailable()).toBe(true);
  });
});

describe('startRedisServer', () => {
  it('rejects when there is no server, and when it ends at once', async () => {
    await expect(startRedisServer()).rejects.toThrow('on the PATH');
    await addProgram('redis-server');
    await expect(startRedisServer()).rejects.toThrow('does not start');
  });
});

/** What a function writes to the standard error, which is kept from there. */
function writtenDuring(run: () => void): string[] {
  const written: string[] = [];
  const write = process.stderr.write.bind(process.stderr);
  process.stderr.write = (text: string | Uint8Array) => written.push(String(text)) > 0;
  try {
    run();
  } finally {
    process.stderr.write = write;
  }
  return written;
}

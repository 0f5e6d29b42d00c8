import { inspect } from 'node:util';

import { Cluster, Redis } from 'ioredis';
import { createClient, createClientPool } from 'redis';

import { redisCommands } from '@jwt-guard/redis/refresh';
import type { RedisCommands } from '@jwt-guard/redis/refresh';
import { redisServerAvailable, startRedisServer } from '@jwt-guard/testing/redis';
import type { RedisServer } from '@jwt-guard/testing/redis';

import { redisScript } from '../../src/commands/redis-script.js';
import { clusterClients, singleClients } from '../support/clients.js';
import type { ClientKind, TestClient } from '../support/clients.js';
import { startCluster } from '../support/start-cluster.js';
import type { TestCluster } from '../support/start-cluster.js';

const describeRedis = redisServerAvailable() ? describe : describe.skip;

describe('what is no client', () => {
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a URL', 'redis://localhost'],
    ['options', { host: 'localhost' }],
    ['null', null],
  ])('is refused: %s', (_what, client) => {
    expect(() => redisCommands(client as never)).toThrow(/^client: pass a client of ioredis or of node-redis/);
  });

  it('is refused: a pool of node-redis, which loses the order', () => {
    expect(() => redisCommands(createClientPool() as never)).toThrow(/^client: a pool /);
  });

  it('is refused: a legacy client of node-redis', () => {
    expect(() => redisCommands(createClient().legacy() as never)).toThrow(/^client: a legacy\(\) client /);
  });
});

describe('what sends commands itself', () => {
  it('is taken as it is', () => {
    const own = { sendCommand: () => Promise.resolve(null) };
    expect(redisCommands(own)).toBe(own);
  });
});

/** Those that speak the older protocol are met as well. */
const protocols: readonly ClientKind[] = [
  ...singleClients,
  {
    name: 'ioredis with RESP2',
    open: (port) => {
      const client = new Redis(port, { protocol: 2 });
      return Promise.resolve({
        client,
        close: () => {
          client.disconnect();
        },
      });
    },
  },
  {
    name: 'node-redis with RESP2',
    open: async (port) => {
      const client = createClient({ RESP: 2, socket: { host: '127.0.0.1', port } });
      await client.connect();
      return {
        client,
        close: () => {
          client.destroy();
        },
      };
    },
  },
];

describeRedis.each(protocols)('commands by $name', (kind) => {
  let server: RedisServer;
  let opened: TestClient;
  beforeAll(async () => {
    server = await startRedisServer();
    opened = await kind.open(server.port);
  });
  afterAll(async () => {
    opened.close();
    await server.stop();
  });

  it.each<[string[], unknown, string[]?]>([
    [['SET', 'text', 'é\u2028'], 'OK'],
    [['GET', 'text'], 'é\u2028'],
    [['GET', 'none'], null],
    [['INCR', 'number'], 1],
    [['HSET', 'hash', 'b', '1', '1', 'x', '__proto__', 'y'], 3],
    [
      ['HGETALL', 'hash'],
      ['b', '1', '1', 'x', '__proto__', 'y'],
    ],
    [['ZADD', 'zset', '1.5', 'm', 'inf', 'n'], 2],
    [
      ['ZRANGE', 'zset', '0', '-1', 'WITHSCORES'],
      ['m', '1.5', 'n', 'inf'],
    ],
    [['ZSCORE', 'zset', 'm'], '1.5'],
    [
      ['ZSCAN', 'zset', '0'],
      ['0', ['m', '1.5', 'n', 'inf']],
    ],
    [['XADD', 'stream', '1-1', 'f', 'v'], '1-1'],
    [['XREAD', 'STREAMS', 'stream', '0'], [['stream', [['1-1', ['f', 'v']]]]]],
    [['XREAD', 'STREAMS', 'stream', '9'], null],
    [['XRANGE', 'stream', '-', '+'], [['1-1', ['f', 'v']]]],
    [
      ['CONFIG', 'GET', 'maxmemory-policy'],
      ['maxmemory-policy', 'noeviction'],
    ],
    [
      ['EVAL', "return { 1, 'a', false, { true } }", '1', 'k'],
      [1, 'a', null, [1]],
    ],
  ])('%j answers what RESP2 would', async (command, expected) => {
    const reply = await redisCommands(opened.client).sendCommand(command[1] ?? '', command);
    // Hash fields come in an order of their own.
    if (command[0] === 'HGETALL') expect((reply as string[]).toSorted()).toEqual((expected as string[]).toSorted());
    else expect(reply).toEqual(expected);
  });

  it('answers errors of the server as they are', async () => {
    const failure = redisCommands(opened.client).sendCommand('text', ['HGETALL', 'text']);
    await expect(failure).rejects.toMatchObject({ message: expect.stringMatching(/^WRONGTYPE/) as string });
  });

  it('B8 · puts nothing of a command into an error', async () => {
    await expect(errorOf(redisCommands(opened.client))).resolves.not.toContain('alice');
  });
});

/** All that a log would show of an error of the server. */
async function errorOf(commands: RedisCommands): Promise<string> {
  await commands.sendCommand('words', ['SET', 'words', '1']);
  return commands.sendCommand('words', ['HSET', 'words', 'subject', 'alice']).then(
    () => 'alice: no error',
    (error: unknown) => inspect(error, { depth: Infinity, showHidden: true }),
  );
}

describeRedis('a key prefix of an ioredis client', () => {
  it('stands before each key once', async () => {
    const server = await startRedisServer();
    const client = new Redis(server.port, { keyPrefix: 'app:' });
    const commands = redisCommands(client);
    await commands.sendCommand('k', ['SET', 'k', '1']);
    await commands.sendCommand('k', ['EVAL', "redis.call('SET', KEYS[1] .. ':2', '1')", '1', 'k']);
    const keys = (await server.command(['KEYS', '*'])) as string[];
    client.disconnect();
    await server.stop();
    expect(keys.toSorted()).toEqual(['app:k', 'app:k:2']);
  });
});

describeRedis('commands on a Cluster', () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await startCluster();
  }, 20_000);
  afterAll(() => cluster.stop());

  it.each(clusterClients)('go to the node of the key, also where they name none, by $name', async (kind) => {
    const { client, close } = await kind.open(cluster.port);
    const commands = redisCommands(client);
    const ports = new Set<string>();
    for (const key of ['a', 'b', 'c', 'd']) {
      await commands.sendCommand(key, ['SET', key, '1']);
      const [, port] = (await commands.sendCommand(key, ['CONFIG', 'GET', 'port'])) as [string, string];
      const owner = cluster.nodes.find((node) => String(node.port) === port);
      await expect(owner?.command(['GET', key])).resolves.toBe('1');
      ports.add(port);
    }
    close();
    expect(ports.size).toBeGreaterThan(1);
  });

  it.each(clusterClients)('B8 · put nothing of themselves into an error, by $name', async (kind) => {
    const { client, close } = await kind.open(cluster.port);
    const shown = await errorOf(redisCommands(client));
    close();
    expect(shown).not.toContain('alice');
  });

  it('stay in order, and find their nodes, by an ioredis Cluster that is not connected yet or pipelines by itself', async () => {
    const nodes = [{ host: '127.0.0.1', port: cluster.port }];
    const client = new Cluster(nodes, { enableAutoPipelining: true });
    const commands = redisCommands(client);
    const round = (key: string): Promise<unknown[]> =>
      Promise.all([
        commands.sendCommand(key, ['SET', key, '1']),
        commands.sendCommand(key, ['EVAL', "return redis.call('INCR', KEYS[1])", '1', key]),
        commands.sendCommand(key, ['GET', key]),
      ]);
    const early = await Promise.all(['a', 'b', 'c', 'd'].map(round));
    const late = await Promise.all(['a', 'b', 'c', 'd'].map(round));
    client.disconnect();
    expect([...early, ...late]).toEqual(Array.from({ length: 8 }, () => ['OK', 2, '2']));
  });

  it.each(clusterClients)('stay in order when they are sent in one turn, by $name', async (kind) => {
    const { client, close } = await kind.open(cluster.port);
    const commands = redisCommands(client);
    const key = `order:${kind.name}`;
    const sent = Array.from({ length: 20 }, (_, index) => {
      const { source, sha } = redisScript(`return ${index}`);
      return [
        commands.sendCommand(key, ['SCRIPT', 'LOAD', source]),
        commands.sendCommand(key, ['EVALSHA', sha, '1', key]),
        commands.sendCommand(key, ['SCRIPT', 'FLUSH']),
        commands.sendCommand(key, ['EVALSHA', sha, '1', key]).catch(() => 'unknown'),
      ];
    });
    const replies = await Promise.all(sent.map((round) => Promise.all(round)));
    close();
    expect(replies.map(([, known, , flushed]) => [known, flushed])).toEqual(
      Array.from({ length: 20 }, (_, index) => [index, 'unknown']),
    );
  });

  it.each(clusterClients)('follow a slot that has moved, by $name', async (kind) => {
    const { client, close } = await kind.open(cluster.port);
    const commands = redisCommands(client);
    const key = `moves:${kind.name}`;
    const slot = String(await cluster.nodes[0]?.command(['CLUSTER', 'KEYSLOT', key]));
    const [, port] = (await commands.sendCommand(key, ['CONFIG', 'GET', 'port'])) as [string, string];
    const target = cluster.nodes.find((node) => String(node.port) !== port);
    const id = String(await target?.command(['CLUSTER', 'MYID']));
    for (const node of [target, ...cluster.nodes]) await node?.command(['CLUSTER', 'SETSLOT', slot, 'NODE', id]);

    await expect(commands.sendCommand(key, ['SET', key, '1'])).resolves.toBe('OK');
    await expect(target?.command(['GET', key])).resolves.toBe('1');
    await expect(commands.sendCommand(key, ['CONFIG', 'GET', 'port'])).resolves.toEqual(['port', String(target?.port)]);
    close();
  });

  it.each(clusterClients)('name no other node when the slot has moved, by $name', async (kind) => {
    const { client, close } = await kind.open(cluster.port);
    const commands = redisCommands(client);
    const key = `keyless:${kind.name}`;
    const slot = String(await cluster.nodes[0]?.command(['CLUSTER', 'KEYSLOT', key]));
    const [, port] = (await commands.sendCommand(key, ['CONFIG', 'GET', 'port'])) as [string, string];
    const target = cluster.nodes.find((node) => String(node.port) !== port);
    const id = String(await target?.command(['CLUSTER', 'MYID']));
    for (const node of [target, ...cluster.nodes]) await node?.command(['CLUSTER', 'SETSLOT', slot, 'NODE', id]);

    await expect(commands.sendCommand(key, ['WAIT', '0', '0'])).rejects.toMatchObject({
      message: expect.stringMatching(/^MOVED/) as string,
    });
    close();
  });
});

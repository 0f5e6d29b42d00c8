import { createRedisConnection } from '../../src/commands/redis-connection.js';
import { redisScript } from '../../src/commands/redis-script.js';

const unavailable = { name: 'StoreUnavailableError', code: 'store_unavailable', status: 503 };
const script = redisScript('return 1');

/** Answers commands by their names; records them. */
function fakeClient(replies: Readonly<Record<string, unknown[] | undefined>>): {
  readonly sent: string[];
  readonly sendCommand: (key: string, command: readonly string[]) => Promise<unknown>;
} {
  const sent: string[] = [];
  return {
    sent,
    sendCommand: (_key, [name = '']) => {
      sent.push(name);
      const reply = replies[name]?.shift() ?? 'OK';
      return reply instanceof Error ? Promise.reject(reply) : Promise.resolve(reply);
    },
  };
}

describe('what a server cannot do', () => {
  it.each([
    "READONLY You can't write against a read only replica.",
    'LOADING Redis is loading the dataset in memory',
    'CLUSTERDOWN The cluster is down',
    'MOVED 1 127.0.0.1:7000',
    'NOAUTH Authentication required.',
    'NOPERM this user has no permissions',
    "OOM command not allowed when used memory > 'maxmemory'.",
    'MISCONF Errors writing to the AOF file',
    'NOREPLICAS Not enough good replicas to write.',
    'WRONGTYPE Operation against a key holding the wrong kind of value',
    'connect ECONNREFUSED 127.0.0.1:6379',
  ])('L-11, L-13, L-14 · makes the store unavailable: %s', async (message) => {
    const cause = new Error(message);
    const client = fakeClient({ GET: [cause], EVALSHA: [cause, cause] });
    const connection = createRedisConnection({ client });
    await expect(connection.send('k', ['GET', 'k'])).rejects.toMatchObject({ ...unavailable, cause });
    await expect(connection.runScript(script, 'k', [])).rejects.toMatchObject({ ...unavailable, cause });
    await expect(connection.writeScript(script, 'k', [])).rejects.toMatchObject({ ...unavailable, cause });
  });

  it('L-11 · makes the store unavailable when the client throws at once, or no Error', async () => {
    const client = {
      sendCommand: (): Promise<unknown> => {
        throw new Error('The client is closed');
      },
    };
    await expect(createRedisConnection({ client }).send('k', ['GET', 'k'])).rejects.toMatchObject(unavailable);
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- somebody's client may
    const strange = { sendCommand: (): Promise<unknown> => Promise.reject(undefined) };
    await expect(createRedisConnection({ client: strange }).runScript(script, 'k', [])).rejects.toMatchObject(
      unavailable,
    );
  });
});

describe('a script', () => {
  it('is sent as a whole where the server does not know it', async () => {
    const client = fakeClient({ EVALSHA: [new Error('NOSCRIPT No matching script.')], EVAL: [7] });
    await expect(createRedisConnection({ client }).runScript(script, 'k', [])).resolves.toBe(7);
    expect(client.sent).toEqual(['EVALSHA', 'EVAL']);
  });
});

describe('a write that replicas must have', () => {
  const here = 'id=3 addr=127.0.0.1:5000 laddr=127.0.0.1:6379 fd=8 name= age=1';
  const later = 'id=3 addr=127.0.0.1:5000 laddr=127.0.0.1:6379 fd=8 name= age=9';

  it('T14 · counts when so many have it', async () => {
    const client = fakeClient({ CLIENT: [here, later], EVALSHA: ['done'], WAIT: [2] });
    const connection = createRedisConnection({ client, replicas: 2 });
    await expect(connection.writeScript(script, 'k', [])).resolves.toBe('done');
    expect(client.sent).toEqual(['CLIENT', 'EVALSHA', 'WAIT', 'CLIENT']);
  });

  it('T14 · does not count when fewer have it', async () => {
    const client = fakeClient({ CLIENT: [here, later], WAIT: [1] });
    await expect(createRedisConnection({ client, replicas: 2 }).write('k', ['SET', 'k', '1'])).rejects.toMatchObject(
      unavailable,
    );
  });

  it.each([
    ['another connection', 'id=4 addr=127.0.0.1:5001 laddr=127.0.0.1:6379'],
    ['the same number on another server', 'id=3 addr=127.0.0.1:5001 laddr=127.0.0.1:6380'],
    ['nothing that is known', 'OK'],
  ])('T14 · does not count when %s has answered for it', async (_what, other) => {
    const client = fakeClient({ CLIENT: [here, other], WAIT: [9] });
    await expect(createRedisConnection({ client, replicas: 1 }).write('k', ['SET', 'k', '1'])).rejects.toMatchObject(
      unavailable,
    );
  });

  it('T14 · is confirmed again when the script had to be sent as a whole', async () => {
    const client = fakeClient({
      CLIENT: [here, here, here, here],
      EVALSHA: [new Error('NOSCRIPT No matching script.')],
      EVAL: ['done'],
      WAIT: [9, 0],
    });
    await expect(createRedisConnection({ client, replicas: 1 }).writeScript(script, 'k', [])).rejects.toMatchObject(
      unavailable,
    );
  });
});

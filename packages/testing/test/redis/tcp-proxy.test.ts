import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

import { startProxy } from '@jwt-guard/testing/redis';
import type { TcpProxy } from '@jwt-guard/testing/redis';

import { pollUntil } from '../../src/redis/poll-until.js';

const servers: Server[] = [];
const proxies: TcpProxy[] = [];
const sockets: Socket[] = [];

/** Answers what it is told, with its name. */
async function startEcho(name: string): Promise<{ readonly port: number; readonly heard: string[] }> {
  const heard: string[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      heard.push(String(bytes));
      socket.write(`${name}:${String(bytes)}`);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  return { port: (server.address() as AddressInfo).port, heard };
}

async function open(target: { readonly port: number }): Promise<{ readonly proxy: TcpProxy; readonly client: Socket }> {
  const proxy = await startProxy(target);
  proxies.push(proxy);
  return { proxy, client: await dial(proxy) };
}

async function dial(proxy: TcpProxy): Promise<Socket> {
  const client = connect(proxy.port, proxy.host);
  client.on('error', () => undefined);
  sockets.push(client);
  await once(client, 'connect');
  return client;
}

async function ask(client: Socket, text: string): Promise<string> {
  client.write(text);
  const [bytes] = (await once(client, 'data')) as [Buffer];
  return String(bytes);
}

async function hearing(heard: readonly string[], count: number): Promise<void> {
  await pollUntil('the server to hear', () => Promise.resolve(heard.length >= count || undefined), 4000);
}

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(proxies.splice(0).map((proxy) => proxy.close()));
  for (const server of servers.splice(0)) server.close();
});

describe('startProxy', () => {
  it('passes bytes both ways', async () => {
    const { client, proxy } = await open(await startEcho('a'));
    expect(await ask(client, 'one')).toBe('a:one');
    expect(proxy.connections).toBe(1);
  });

  it('cuts connections, and takes new ones', async () => {
    const { client, proxy } = await open(await startEcho('a'));
    await ask(client, 'one');
    const closed = once(client, 'close');
    proxy.cut();
    await closed;
    expect(proxy.connections).toBe(0);
    expect(await ask(await dial(proxy), 'two')).toBe('a:two');
  });

  it('refuses connections on its port until it resumes', async () => {
    const { client, proxy } = await open(await startEcho('a'));
    const closed = once(client, 'close');
    await proxy.refuse();
    await closed;
    await proxy.refuse();
    const [error] = (await once(connect(proxy.port, proxy.host), 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
    await proxy.resume();
    expect(await ask(await dial(proxy), 'two')).toBe('a:two');
  });

  it.each([
    { held: 'both', heard: [] },
    { held: 'requests', heard: [] },
    { held: 'replies', heard: ['one'] },
  ] as const)('holds $held back, and delivers it when it resumes', async ({ held, heard }) => {
    const echo = await startEcho('a');
    const { client, proxy } = await open(echo);
    proxy.hang(held);
    const replies: string[] = [];
    client.on('data', (bytes) => replies.push(String(bytes)));
    client.write('one');
    if (heard.length > 0) await hearing(echo.heard, 1);
    else await delay(20);
    expect([echo.heard, replies]).toEqual([heard, []]);
    const reply = once(client, 'data');
    await proxy.resume();
    await reply;
    expect([echo.heard, replies]).toEqual([['one'], ['a:one']]);
  });

  it('loses what it holds back when it cuts', async () => {
    const echo = await startEcho('a');
    const { client, proxy } = await open(echo);
    proxy.hang('requests');
    client.write('one');
    await delay(20);
    proxy.cut();
    await proxy.resume();
    expect(await ask(await dial(proxy), 'two')).toBe('a:two');
    expect(echo.heard).toEqual(['two']);
  });

  it('delays bytes and keeps their order', async () => {
    const echo = await startEcho('a');
    const { client, proxy } = await open(echo);
    proxy.delay(40);
    const reply = ask(client, 'one');
    expect(await Promise.race([reply, delay(10)])).toBeUndefined();
    expect(await reply).toBe('a:one');
    const next = ask(client, 'two');
    await delay(10);
    proxy.delay(0);
    client.write('three');
    await next;
    await hearing(echo.heard, 3);
    expect(echo.heard).toEqual(['one', 'two', 'three']);
  });

  it('leads new connections elsewhere, and leaves old ones', async () => {
    const { client, proxy } = await open(await startEcho('a'));
    expect(await ask(client, 'one')).toBe('a:one');
    proxy.retarget(await startEcho('b'));
    expect(await ask(client, 'two')).toBe('a:two');
    expect(await ask(await dial(proxy), 'three')).toBe('b:three');
  });

  it('breaks the connection of a client whose server is gone', async () => {
    const echo = await startEcho('a');
    const { client } = await open(echo);
    await ask(client, 'one');
    const closed = once(client, 'close');
    for (const socket of sockets) if (socket !== client) socket.destroy();
    await closed;
    const { client: late } = await open({ port: 1 });
    await once(late, 'close');
  });
});

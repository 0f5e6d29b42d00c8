import { Writable } from 'node:stream';
import { pino } from 'pino';
import { startDemo } from '../../src/demo.js';
import type { DemoStores } from '../../src/stores/demo-stores.js';
import { openMemoryStores } from '../../src/stores/memory-stores.js';

/** The demo on a free port, and what it logs. */
export interface RunningDemo {
  readonly origin: string;
  /** What was logged, one text a line. */
  readonly lines: readonly string[];
  /** Logs in and answers the token. */
  tokenOf(username: string): Promise<string>;
  /** Logs in and answers the cookie, as a browser would send it back. */
  cookieOf(username: string): Promise<string>;
  logIn(body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
  close(): Promise<void>;
}

/** Starts the demo, with a real logger that writes into `lines`. */
export async function runDemo(stores: DemoStores = openMemoryStores(), issuer?: string): Promise<RunningDemo> {
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(...chunk.toString().split('\n').filter(Boolean));
      done();
    },
  });
  const demo = await startDemo({ port: 0, logger: pino(destination), stores, issuer });
  const { origin } = demo;

  const logIn: RunningDemo['logIn'] = (body, headers = {}) =>
    fetch(`${origin}/auth/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  return {
    origin,
    lines,
    logIn,
    close: () => demo.close(),
    async tokenOf(username) {
      const answer = await logIn({ username, password: 'demo', mode: 'bearer' });
      return ((await answer.json()) as { access_token: string }).access_token;
    },
    async cookieOf(username) {
      const answer = await logIn({ username, password: 'demo', mode: 'cookie' });
      return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    },
  };
}

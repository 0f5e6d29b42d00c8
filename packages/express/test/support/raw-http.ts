import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener, ServerOptions } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A request, byte for byte: each header is a whole line, each character one byte. */
export interface RawRequest {
  readonly method?: string;
  readonly target?: string;
  readonly headers?: readonly string[];
  readonly body?: string;
}

export interface RawAnswer {
  readonly status: number;
  /** By lower-case name; a header that stands there twice is joined by a line break. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends a request as no HTTP client would. */
export async function sendRaw(
  app: RequestListener,
  request: RawRequest,
  options: ServerOptions = {},
): Promise<RawAnswer> {
  const server = createServer(options, app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return parse(await exchange((server.address() as AddressInfo).port, compose(request)));
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function compose({ method = 'GET', target = '/', headers = [], body = '' }: RawRequest): string {
  const length = body === '' ? [] : [`Content-Length: ${body.length}`];
  const lines = [`${method} ${target} HTTP/1.1`, 'Host: api.test', 'Connection: close', ...length, ...headers];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

async function exchange(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  // A server that has refused a request may reset the connection while the rest of it is on its way.
  socket.on('error', () => undefined);
  socket.write(request, 'latin1');
  await new Promise((resolve) => socket.once('close', resolve));
  return Buffer.concat(chunks).toString('latin1');
}

function parse(answer: string): RawAnswer {
  const [head = '', body = ''] = answer.split('\r\n\r\n', 2);
  const [statusLine = '', ...lines] = head.split('\r\n');
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const name = line.slice(0, line.indexOf(':')).toLowerCase();
    const value = line.slice(line.indexOf(':') + 1).trim();
    headers[name] = headers[name] === undefined ? value : `${headers[name]}\n${value}`;
  }
  return { status: Number(statusLine.split(' ')[1]), headers, body };
}

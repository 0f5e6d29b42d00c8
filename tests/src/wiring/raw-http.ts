import { connect } from 'node:net';

/** A request, byte for byte: each header is a whole line, each character one byte. */
export interface RawRequest {
  readonly method?: string;
  readonly target?: string;
  readonly headers?: readonly string[];
  /** Sent with its length, unless a header says how it ends. */
  readonly body?: string;
}

export interface RawAnswer {
  readonly status: number;
  /** By lower-case name; a header that stands there twice is joined by a line break. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends a request as no HTTP client would, on a connection of its own. */
export async function sendRaw(url: string, request: RawRequest): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  // A server that has refused a request may reset the connection while the rest of it is on its way.
  socket.on('error', () => undefined);
  socket.write(compose(request), 'latin1');
  await new Promise((resolve) => socket.once('close', resolve));
  return parse(Buffer.concat(chunks).toString('latin1'));
}

function compose({ method = 'GET', target = '/', headers = [], body = '' }: RawRequest): string {
  const length =
    body === '' || headers.includes('Transfer-Encoding: chunked') ? [] : [`Content-Length: ${body.length}`];
  const lines = [`${method} ${target} HTTP/1.1`, 'Host: api.test', 'Connection: close', ...length, ...headers];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

function parse(answer: string): RawAnswer {
  const end = answer.indexOf('\r\n\r\n');
  const [statusLine = '', ...lines] = answer.slice(0, end).split('\r\n');
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const name = line.slice(0, line.indexOf(':')).toLowerCase();
    const value = line.slice(line.indexOf(':') + 1).trim();
    headers[name] = headers[name] === undefined ? value : `${headers[name]}\n${value}`;
  }
  return { status: Number(statusLine.split(' ')[1]), headers, body: answer.slice(end + 4) };
}

import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on the loopback. */
export interface TestServer {
  readonly url: string;
  close(): Promise<void>;
}

export async function listen(listener: RequestListener): Promise<TestServer> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: urlOf(server), close: () => closed(server) };
}

export function urlOf(server: Pick<Server, 'address'>): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** An answer, read. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly cookies: readonly string[];
}

export async function send(url: string, init: RequestInit = {}): Promise<Answered> {
  const response = await fetch(url, { method: 'POST', redirect: 'manual', ...init });
  const text = await response.text();
  const json = response.headers.get('content-type')?.startsWith('application/json') === true;
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: json ? (JSON.parse(text) as Record<string, unknown>) : {},
    cookies: response.headers.getSetCookie(),
  };
}

/** Sends a form. */
export function postForm(
  url: string,
  fields: Readonly<Record<string, string>> | string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answered> {
  const body = new URLSearchParams(fields).toString();
  return send(url, { body, headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers } });
}

/** What a browser sends back of what was set: names and values alone. */
export function cookieHeader(setCookies: readonly string[]): string {
  return setCookies.map((cookie) => cookie.split(';', 1)[0] ?? '').join('; ');
}

/** The value of a cookie that was set. */
export function cookieValue(setCookies: readonly string[], name: string): string | undefined {
  return setCookies
    .find((cookie) => cookie.startsWith(`${name}=`))
    ?.split(';', 1)[0]
    ?.slice(name.length + 1);
}

import { setTimeout as afterMs } from 'node:timers';
import type { Fault, FaultedExchange } from './fault.js';

const spoils = ['keys', 'metadata'] as const;
/** Longer than the five seconds for which a verifier waits. */
const usualDelayMs = 8_000;

/** The right answer, too late. @param delayMs - until its headers, in milliseconds; 8,000 */
export const slowHeaders = (delayMs: number = usualDelayMs): Fault => ({
  name: 'slow headers',
  meaning: 'The right answer comes, but its headers only after a while.',
  spoils,
  answer: ({ response, serve, withhold }) => {
    withhold();
    const timer = afterMs(serve, delayMs).unref();
    response.on('close', () => {
      clearTimeout(timer);
    });
  },
});

/** A body that trickles. @param pauseMs - between two bytes, in milliseconds; 250 */
export const slowBody = (pauseMs = 250): Fault => ({
  name: 'slow body',
  meaning: 'The headers come at once, the body byte by byte.',
  spoils,
  answer: (exchange) => {
    const { response, withhold } = exchange;
    withhold();
    const bytes = [...bytesOf(exchange)];
    startJson(response);
    const timer = setInterval(() => {
      const byte = bytes.shift();
      if (byte === undefined) response.end();
      else response.write(Buffer.of(byte));
    }, pauseMs).unref();
    response.on('close', () => {
      clearInterval(timer);
    });
  },
});

/** A connection that is taken and never answered. */
export const hanging = (): Fault => ({
  name: 'hanging',
  meaning: 'The connection is taken, and no answer ever comes.',
  spoils,
  answer: ({ withhold }) => {
    withhold();
  },
});

/** A body that ends in the middle. */
export const truncated = (): Fault => ({
  name: 'truncated',
  meaning: 'The body ends in the middle, and the connection with it.',
  spoils,
  answer: (exchange) => {
    const { response } = exchange;
    const bytes = bytesOf(exchange);
    startJson(response, { 'content-length': String(bytes.length) });
    response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
  },
});

/** A connection that is reset before an answer. */
export const connectionReset = (): Fault => ({
  name: 'connection reset',
  meaning: 'The connection is reset before any answer.',
  spoils,
  answer: ({ request }) => {
    request.socket.resetAndDestroy();
  },
});

function startJson(response: FaultedExchange['response'], headers: Record<string, string> = {}): void {
  response.writeHead(200, { 'content-type': 'application/json', ...headers });
  response.flushHeaders();
}

function bytesOf({ asked, jwks, metadata }: FaultedExchange): Buffer {
  return Buffer.from(JSON.stringify(asked === 'keys' ? jwks : metadata));
}

import { isSecureUrl } from '../options/option-checks.js';
import { parseJsonObject } from '../token/strict-json.js';
import type { JsonObject } from '../token/strict-json.js';

/** The part of the global `fetch` that is used; a port, for proxies and tests. */
export type Fetch = (
  url: string,
  init: { readonly redirect: 'manual'; readonly headers: Record<string, string>; readonly signal: AbortSignal },
) => Promise<Response>;

/** How documents are fetched. */
export interface FetchDocumentOptions {
  readonly fetch: Fetch;
  /** For headers and body together, in milliseconds. */
  readonly timeoutMs: number;
  /** Ends the fetch early, when the verifier is closed. */
  readonly signal: AbortSignal;
}

const maxBytes = 128 * 1024;
const jsonMediaType = /^application\/(?:[\w.-]+\+)?json[ \t]*(?:;|$)/i;

/**
 * Fetches a JSON document: `https:` (or the loopback), no redirects, within the time limit, at most 128 KiB after
 * decompression, a JSON content type, one strict JSON object.
 *
 * @throws {Error} Whatever went wrong; the message names the URL and no content.
 */
export async function fetchDocument(
  url: string,
  { fetch, timeoutMs, signal }: FetchDocumentOptions,
): Promise<JsonObject> {
  if (!isSecureUrl(new URL(url))) throw new Error(`${url}: only https: URLs are fetched (http: on the loopback)`);
  const limits = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  return parseDocument(url, await beforeAbort(fetchBody(url, fetch, limits), limits));
}

/** Ends the wait at the limit even where a `fetch` of the user's own ignores the signal. */
function beforeAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
    work.then(resolve, reject);
  });
}

async function fetchBody(url: string, fetch: Fetch, signal: AbortSignal): Promise<Buffer> {
  const headers = { accept: 'application/json, application/jwk-set+json' };
  const response = await fetch(url, { redirect: 'manual', headers, signal });
  const complaint = complaintAbout(response);
  if (complaint === undefined) return readBody(url, response);
  await response.body?.cancel();
  throw new Error(`${url}: ${complaint}`);
}

function complaintAbout(response: Response): string | undefined {
  if (response.status !== 200) return `answered ${response.status}`;
  const contentType = response.headers.get('content-type') ?? '';
  return jsonMediaType.test(contentType) ? undefined : 'answered something other than JSON';
}

/** Reads while counting: a body that lies about its length, or inflates without end, is cut off at the limit. */
async function readBody(url: string, response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new Error(`${url}: answered more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parseDocument(url: string, bytes: Buffer): JsonObject {
  try {
    return parseJsonObject(bytes);
  } catch (cause) {
    throw new Error(`${url}: answered malformed JSON`, { cause });
  }
}

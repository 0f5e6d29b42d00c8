import { isSecureUrl } from '../options/option-checks.js';
import { withinLimits } from '../ports/within-limits.js';
import { parseJsonObject } from '../token/strict-json.js';
import type { JsonObject } from '../token/strict-json.js';
import { maxAgeMs, retryAfterMs } from './document-headers.js';

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
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Of the version at hand: the server may answer that it is still the newest. */
  readonly etag?: string | undefined;
}

/** A document as it came, and what its headers say of it. */
export interface FetchedDocument {
  /** Absent where the version at hand is still the newest (304). */
  readonly body?: JsonObject;
  readonly etag?: string | undefined;
  /** For how many milliseconds it is fresh, by `Cache-Control`. */
  readonly maxAgeMs?: number | undefined;
}

/** A server answered by something other than the document. The message names the URL and no content. */
export class RefusedFetchError extends Error {
  override readonly name = 'RefusedFetchError';
  /** For how many milliseconds the server asks to be left alone, where it does. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, askedForMs?: number) {
    super(message);
    this.retryAfterMs = askedForMs;
  }
}

const maxBytes = 128 * 1024;
/** A validator longer than this is not worth sending back. */
const maxEtagLength = 512;
const jsonMediaType = /^application\/(?:[\w.-]+\+)?json[ \t]*(?:;|$)/i;

/**
 * Fetches a JSON document: `https:` (or the loopback), no redirects, within the time limit, at most 128 KiB after
 * decompression, a JSON content type, one strict JSON object. With an `etag`, 304 is an answer too.
 *
 * @throws {Error} Whatever went wrong; the message names the URL and no content.
 */
export async function fetchDocument(url: string, options: FetchDocumentOptions): Promise<FetchedDocument> {
  if (!isSecureUrl(new URL(url))) throw new Error(`${url}: only https: URLs are fetched (http: on the loopback)`);
  const { bytes, ...headers } = await withinLimits(options, (signal) => fetchBody(url, options, signal));
  return bytes === undefined ? headers : { ...headers, body: parseDocument(url, bytes) };
}

interface FetchedBytes extends Omit<FetchedDocument, 'body'> {
  readonly bytes?: Buffer;
}

async function fetchBody(
  url: string,
  { fetch, etag, clock }: FetchDocumentOptions,
  signal: AbortSignal,
): Promise<FetchedBytes> {
  const headers = {
    accept: 'application/json, application/jwk-set+json',
    ...(etag !== undefined && { 'if-none-match': etag }),
  };
  const response = await fetch(url, { redirect: 'manual', headers, signal });
  const freshness = { etag: etagOf(response), maxAgeMs: maxAgeMs(response.headers) };
  const isUnchanged = response.status === 304 && etag !== undefined;
  const complaint = isUnchanged ? undefined : complaintAbout(response);
  if (complaint === undefined && !isUnchanged) return { ...freshness, bytes: await readBody(url, response) };
  await response.body?.cancel();
  if (complaint === undefined) return { ...freshness, etag: freshness.etag ?? etag };
  throw new RefusedFetchError(`${url}: ${complaint}`, retryAfterMs(response.headers, clock()));
}

function complaintAbout(response: Response): string | undefined {
  if (response.status !== 200) return `answered ${response.status}`;
  const contentType = response.headers.get('content-type') ?? '';
  return jsonMediaType.test(contentType) ? undefined : 'answered something other than JSON';
}

function etagOf({ headers }: Response): string | undefined {
  const etag = headers.get('etag');
  return etag === null || etag === '' || etag.length > maxEtagLength ? undefined : etag;
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

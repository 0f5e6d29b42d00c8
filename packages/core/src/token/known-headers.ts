import type { JoseHeader } from './jose-header.js';

/** Headers of tokens that verified, by their text: the tokens of an issuer have the same few, one for each key. */
export interface KnownHeaders {
  get(text: string): JoseHeader | undefined;
  /** Only of a token whose signature held: nobody else can fill this, or push others out. */
  add(text: string, header: JoseHeader): void;
}

const maxEntries = 1_000;

/** Makes room for a thousand headers; then it begins anew. */
export function createKnownHeaders(): KnownHeaders {
  const headers = new Map<string, JoseHeader>();
  return Object.freeze<KnownHeaders>({
    get: (text) => headers.get(text),
    add: (text, header) => {
      if (headers.get(text) === header) return;
      if (headers.size >= maxEntries) headers.clear();
      // A text of its own: the slice of a token keeps the whole token in memory.
      headers.set(Buffer.from(text).toString(), header);
    },
  });
}

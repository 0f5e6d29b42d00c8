/** What is read of a request. Node's `IncomingMessage` fits, and so do the requests of all frameworks built on it. */
export interface RequestLike {
  readonly method?: string | undefined;
  /** Names and values in turn, as they were received: the only place where Node shows a header that was sent twice. */
  readonly rawHeaders: readonly string[];
  /** What cookie-parser made of signed cookies, where it ran before. */
  readonly signedCookies?: unknown;
}

/** All values of a header, one for each time it was sent. */
export function headerValues({ rawHeaders }: RequestLike, name: string): readonly string[] {
  const values: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    if (isNamed(rawHeaders[index], name)) values.push(rawHeaders[index + 1] ?? '');
  }
  return values;
}

function isNamed(header: string | undefined, name: string): boolean {
  return header?.length === name.length && header.toLowerCase() === name;
}

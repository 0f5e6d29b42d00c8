/** A browser, as far as cookies go, on a page of one origin. */
export interface Browser {
  /** As in the page: for a path, with the cookies that there are. */
  readonly fetch: (path: string, init?: RequestInit) => Promise<Response>;
  /** Sends JSON, or nothing. */
  readonly post: (path: string, body?: object) => Promise<Response>;
  cookie(name: string): string | undefined;
  /** Forgets a cookie, as when its time has come. */
  forget(name: string): void;
  /** Another one with the same cookies: a second tab that is late, a backup, a thief. */
  copy(): Browser;
}

/** Opens a browser at an application. */
export function openBrowser(url: string, origin: string, cookies: ReadonlyMap<string, string> = new Map()): Browser {
  const jar = new Map(cookies);

  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('Origin', origin);
    if (jar.size > 0) headers.set('Cookie', [...jar].map((cookie) => cookie.join('=')).join('; '));
    const answer = await fetch(url + path, { ...init, headers });
    for (const cookie of answer.headers.getSetCookie()) keep(cookie);
    return answer;
  }

  function keep(cookie: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    if (value === '' || /; Max-Age=0(;|$)/i.test(cookie)) jar.delete(name);
    else jar.set(name, value);
  }

  return {
    fetch: ask,
    post: (path, body) =>
      ask(path, {
        method: 'POST',
        ...(body && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
      }),
    cookie: (name) => jar.get(name),
    forget: (name) => void jar.delete(name),
    copy: () => openBrowser(url, origin, jar),
  };
}

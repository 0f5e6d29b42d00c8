import type { RunningDemo } from './running-demo.js';

/** Somebody who has logged in with tokens in hand. */
export interface Client {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** Logs in, as one more device. */
export async function logIn(demo: RunningDemo, username: string): Promise<Client> {
  return tokensOf(await demo.logIn({ username, password: 'demo', mode: 'bearer' }));
}

/** Logs in with cookies, and answers them as a browser sends them back. */
export async function logInByCookie(demo: RunningDemo, username: string): Promise<string> {
  return cookiesOf(await demo.logIn({ username, password: 'demo', mode: 'cookie' }));
}

/** Refreshes by the body. */
export function refresh(demo: RunningDemo, refreshToken: unknown): Promise<Response> {
  return fetch(`${demo.origin}/auth/refresh`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ refresh_token: refreshToken }),
  });
}

/** The tokens in an answer. */
export async function tokensOf(answer: Response): Promise<Client> {
  const { access_token: accessToken, refresh_token: refreshToken } = (await answer.json()) as Record<string, string>;
  return { accessToken: String(accessToken), refreshToken: String(refreshToken) };
}

/** The cookies that an answer sets. */
export function cookiesOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

/** Asks with an access token. */
export function ask(url: string, { accessToken }: Pick<Client, 'accessToken'>, method = 'GET'): Promise<Response> {
  return fetch(url, { method, headers: { Authorization: `Bearer ${accessToken}` } });
}

/** The statuses that both APIs answer to an access token. */
export async function profileStatuses(demo: RunningDemo, client: Pick<Client, 'accessToken'>): Promise<number[]> {
  const answers = ['/express', '/nest'].map((api) => ask(`${demo.origin}${api}/profile`, client));
  return (await Promise.all(answers)).map(({ status }) => status);
}

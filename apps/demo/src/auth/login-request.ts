/** The body of a login. */
export interface LoginRequest {
  readonly username: string;
  readonly password: string;
  /** `bearer`: the token stands in the answer · `cookie`: in a cookie that scripts cannot read. */
  readonly mode: 'bearer' | 'cookie';
}

/** Reads the body of a login; undefined when it is none. */
export function readLoginRequest(body: unknown): LoginRequest | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { username, password, mode } = body as Partial<Record<keyof LoginRequest, unknown>>;
  if (typeof username !== 'string' || typeof password !== 'string') return undefined;
  return mode === 'bearer' || mode === 'cookie' ? { username, password, mode } : undefined;
}

import type { IssuerSecrets } from './issuer-secrets.js';
import { startWorker } from './worker-process.js';

/** What a login or a refresh answered. */
export interface Tokens {
  readonly refreshToken: string;
  readonly accessToken: string;
  /** Of the access token. */
  readonly jti: string;
  readonly sessionId: string;
}

/** An answer, or the code and the reason of an error. */
export type Outcome<Answer> = { readonly answer: Answer } | { readonly code: string; readonly reason: string };

/** What a process says of an access token: `accepted`, or the reason why not. */
export interface Verdicts {
  /** By a look into Redis. */
  readonly lookup: string;
  /** By the replica in memory. */
  readonly replica: string;
}

/** A process of an issuer and an API, which shares its sessions with others. */
export interface ServiceWorker {
  login(user: { readonly subject: string; readonly device: string }): Promise<Outcome<Tokens>>;
  refresh(refreshToken: string): Promise<Outcome<Tokens>>;
  refreshAtOnce(request: { readonly refreshToken: string; readonly times: number }): Promise<Outcome<Tokens>[]>;
  /** Refreshes as if the grace window were over. */
  refreshAfterGrace(refreshToken: string): Promise<Outcome<Tokens>>;
  /** Where a user is logged in. */
  devices(subject: string): Promise<string[]>;
  endSession(sessionId: string): Promise<Outcome<null>>;
  endAllSessions(subject: string): Promise<Outcome<null>>;
  revokeToken(jti: string): Promise<Outcome<null>>;
  verdicts(accessToken: string): Promise<Verdicts>;
  stop(): Promise<void>;
}

/** What a process is started with. */
export interface ServiceSettings extends IssuerSecrets {
  /** The Redis client that it uses. */
  readonly kind: 'ioredis' | 'redis';
  /** Of Redis. */
  readonly port: number;
  /** Of the replica, in seconds; default 10. */
  readonly lagBudget?: number;
}

/** Starts one. */
export async function startServiceWorker(settings: ServiceSettings): Promise<ServiceWorker> {
  const { call, stop } = await startWorker('service-process.js', settings);
  return {
    login: (user) => call('login', user) as Promise<Outcome<Tokens>>,
    refresh: (token) => call('refresh', token) as Promise<Outcome<Tokens>>,
    refreshAtOnce: (request) => call('refreshAtOnce', request) as Promise<Outcome<Tokens>[]>,
    refreshAfterGrace: (token) => call('refreshAfterGrace', token) as Promise<Outcome<Tokens>>,
    devices: (subject) => call('devices', subject) as Promise<string[]>,
    endSession: (id) => call('endSession', id) as Promise<Outcome<null>>,
    endAllSessions: (subject) => call('endAllSessions', subject) as Promise<Outcome<null>>,
    revokeToken: (jti) => call('revokeToken', jti) as Promise<Outcome<null>>,
    verdicts: (token) => call('verdicts', token) as Promise<Verdicts>,
    stop,
  };
}

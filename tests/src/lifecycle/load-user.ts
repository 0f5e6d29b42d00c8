import { randomInt } from 'node:crypto';

import type { LoadCount, LoadRecord } from './load-record.js';
import type { Outcome, ServiceWorker, Tokens } from './service-worker.js';

/** A user who does something, turn after turn, now here and now there, and notices what must not happen. */
export interface LoadUser {
  turn(): Promise<void>;
  /** Ends what was begun and looks at everything once more; answers whether all of it was answered. */
  settle(): Promise<boolean>;
}

/** What a user needs. */
export interface LoadUserOptions {
  readonly subject: string;
  readonly workers: readonly ServiceWorker[];
  readonly record: LoadRecord;
  /** How old what a replica says may be, in milliseconds. */
  readonly replicaLagMs: number;
}

interface Session {
  readonly tokens: Tokens;
  /** All access tokens of the session. */
  readonly issued: readonly string[];
}
interface Revoked {
  readonly accessToken: string;
  readonly acknowledgedMs: number;
}
/** A revocation that goes on until it is acknowledged. */
interface Ending {
  readonly revoke: (worker: ServiceWorker) => Promise<Outcome<null>>;
  readonly accessTokens: readonly string[];
  readonly refreshToken?: string;
}

/** Makes a user who is not logged in yet. */
export function createLoadUser({ subject, workers, record, replicaLagMs }: LoadUserOptions): LoadUser {
  const revoked: Revoked[] = [];
  let session: Session | undefined;
  let ending: Ending | undefined;
  /** The access token of the session, unless it was revoked by itself. */
  let live: string | undefined;

  async function turn(): Promise<void> {
    if (ending !== undefined) return end(ending);
    if (session === undefined) return login();
    const dice = randomInt(100);
    if (dice < 45) return refresh(session);
    if (dice < 70) return checkLive();
    if (dice < 85) return checkRevoked(revoked[randomInt(Math.max(1, revoked.length))]);
    if (dice < 90) return revokeToken(session.tokens);
    return logout(session);
  }

  async function settle(): Promise<boolean> {
    if (ending !== undefined) await end(ending);
    if (ending !== undefined) return false;
    await (session === undefined ? login() : refresh(session));
    const before = record.counts.unavailable;
    await checkLive();
    await Promise.all(revoked.map(checkRevoked));
    return live !== undefined && record.counts.unavailable === before;
  }

  async function login(): Promise<void> {
    const tokens = answerOf('logins', await anyWorker().login({ subject, device: 'browser' }), 'a login');
    if (tokens !== undefined) begin(tokens, []);
  }

  async function refresh({ tokens, issued }: Session): Promise<void> {
    const next = answerOf('refreshes', await anyWorker().refresh(tokens.refreshToken), 'a good refresh token');
    if (next !== undefined) begin(next, issued);
  }

  function begin(tokens: Tokens, issued: readonly string[]): void {
    session = { tokens, issued: [...issued, tokens.accessToken].slice(-5) };
    live = tokens.accessToken;
  }

  async function checkLive(): Promise<void> {
    if (live === undefined) return;
    const { lookup, replica } = await anyWorker().verdicts(live);
    for (const verdict of [lookup, replica]) expectOneOf('checks', verdict, 'accepted');
  }

  async function checkRevoked(token: Revoked | undefined): Promise<void> {
    if (token === undefined) return;
    const knownToReplicas = performance.now() - token.acknowledgedMs > replicaLagMs;
    const { lookup, replica } = await anyWorker().verdicts(token.accessToken);
    expectOneOf('checksOfRevoked', lookup, 'revoked');
    if (knownToReplicas) expectOneOf('checksOfRevoked', replica, 'revoked');
  }

  async function revokeToken({ accessToken, jti }: Tokens): Promise<void> {
    live = undefined;
    await end({ revoke: (worker) => worker.revokeToken(jti), accessTokens: [accessToken] });
  }

  /** Half of the time a refresh races with it: what that gets is refused as well. */
  async function logout({ tokens, issued }: Session): Promise<void> {
    session = live = undefined;
    const everywhere = randomInt(2) === 0;
    const revoke = (worker: ServiceWorker): Promise<Outcome<null>> =>
      everywhere ? worker.endAllSessions(subject) : worker.endSession(tokens.sessionId);
    const racing = randomInt(2) === 0 ? anyWorker().refresh(tokens.refreshToken) : undefined;
    const accessTokens = [...issued];
    await end({ revoke, accessTokens, refreshToken: tokens.refreshToken });
    const outcome = await racing;
    if (outcome === undefined || !('answer' in outcome)) return;
    accessTokens.push(outcome.answer.accessToken);
    if (ending === undefined)
      revoked.push({ accessToken: outcome.answer.accessToken, acknowledgedMs: performance.now() });
  }

  async function end(begun: Ending): Promise<void> {
    ending = begun;
    const outcome = await begun.revoke(anyWorker());
    if (answerOf('revocations', outcome, 'a revocation') === undefined) return;
    ending = undefined;
    const acknowledgedMs = performance.now();
    revoked.push(...begun.accessTokens.map((accessToken) => ({ accessToken, acknowledgedMs })));
    if (begun.refreshToken !== undefined) await refreshRevoked(begun.refreshToken);
  }

  async function refreshRevoked(refreshToken: string): Promise<void> {
    const outcome = await anyWorker().refresh(refreshToken);
    if ('answer' in outcome) record.violate('A revoked session was refreshed.');
    else expectOneOf('refreshesOfRevoked', outcome.code, 'invalid_grant');
  }

  function answerOf<Answer>(name: LoadCount, outcome: Outcome<Answer>, what: string): Answer | undefined {
    if ('answer' in outcome) {
      record.count(name);
      return outcome.answer;
    }
    record.count('unavailable');
    if (outcome.code !== 'store_unavailable') {
      record.violate(`${what} was refused: ${outcome.code} (${outcome.reason})`);
      session = live = undefined;
    }
    return undefined;
  }

  /** Counts an answer; an outage is none. */
  function expectOneOf(name: LoadCount, answer: string, expected: string): void {
    record.count(answer === 'store_unavailable' ? 'unavailable' : name);
    if (answer !== 'store_unavailable' && answer !== expected) record.violate(`${name}: ${answer}, not ${expected}`);
  }

  const anyWorker = (): ServiceWorker => workers[randomInt(workers.length)] as ServiceWorker;
  return Object.freeze<LoadUser>({ turn, settle });
}

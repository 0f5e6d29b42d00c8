import {
  createIssuerRoutes,
  createKeyRing,
  createRefreshTokens,
  createSecretRing,
  createTokenIssuer,
  MemoryRefreshTokenStore,
} from '@jwt-guard/issuer';
import { instrumentIssuer } from '@jwt-guard/telemetry';
import { channel } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMetricProbe } from './support/metric-probe.js';
import type { MetricProbe } from './support/metric-probe.js';

const issuer = 'https://auth.example.com';
let probe: MetricProbe;
let stop: () => void;

beforeEach(() => {
  probe = createMetricProbe();
  stop = instrumentIssuer({ meter: probe.meter });
});
afterEach(() => {
  stop();
  return probe.close();
});

async function startSessions() {
  let nowMs = Date.now();
  const clock = (): number => nowMs;
  const keys = await createKeyRing({ clock });
  const tokens = createTokenIssuer({ issuer, audience: 'https://api.example.com', clientId: 'web', keys, clock });
  const store = new MemoryRefreshTokenStore({ clock });
  const sessions = createRefreshTokens({ issuer: tokens, store, secrets: await createSecretRing({ clock }) });
  const passMs = (milliseconds: number): void => void (nowMs += milliseconds);
  return { keys, tokens, sessions, passMs };
}

const publish = (name: string, message: unknown): void => {
  channel(`jwt-guard:${name}`).publish(message);
};

async function eventsOf(metric: string): Promise<unknown> {
  const points = await probe.points(metric);
  return Object.fromEntries(points.map(({ attributes, value }) => [String(attributes['event']), value]));
}

it('sessions are counted from the login to the theft of a refresh token', async () => {
  const { sessions, passMs } = await startSessions();
  const login = await sessions.start({ subject: 'alice' });
  const next = await sessions.rotate(login.refreshToken);
  await sessions.rotate(login.refreshToken);
  await sessions.rotate(next.refreshToken);
  passMs(3_600_000);
  await expect(sessions.rotate(login.refreshToken)).rejects.toMatchObject({ reason: 'reused' });

  expect(await eventsOf('jwt_guard.session_events')).toMatchObject({
    started: 1,
    lost_write: 0,
    rotated: 2,
    replayed_in_grace: 1,
    reuse_detected: 1,
    revoked: 1,
  });
  const points = await probe.points('jwt_guard.session_events');
  expect(new Set(points.map(({ attributes }) => attributes['issuer']))).toEqual(new Set([issuer]));
});

it('keys of a ring are counted by what became of them, and not those that a verifier tells of', async () => {
  const { keys } = await startSessions();
  await keys.rotateNow();
  publish('keyRemoved', { issuer, algorithm: 'ES256', kid: 'k1' });
  publish('keyRemoved', { ring: 'secrets', kid: 's1', algorithm: 'HS256', atMs: 0 });
  publish('keyRingFailed', { ring: 'keys', error: new Error('ECONNREFUSED') });

  const points = await probe.points('jwt_guard.signing_key_events');
  expect(points.filter(({ attributes }) => attributes['event'] === 'removed')).toEqual([
    { attributes: { event: 'removed', ring: 'secrets' }, value: 1 },
  ]);
  expect(points.map(({ attributes }) => attributes)).toContainEqual({ event: 'published', ring: 'keys' });
  expect(await probe.points('jwt_guard.key_ring_failures')).toEqual([{ attributes: { ring: 'keys' }, value: 1 }]);
});

it('requests that the endpoints refuse are counted by endpoint and reason', async () => {
  const { keys, tokens, sessions } = await startSessions();
  const server = createServer(createIssuerRoutes({ keys, tokens, sessions })).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/oauth/token`;
  const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'hostile', client_id: 'web' });
  const response = await fetch(url, { method: 'POST', body });
  server.closeAllConnections();
  server.close();

  expect(response.status).toBe(400);
  expect(await probe.points('jwt_guard.token_request_refusals')).toEqual([
    { attributes: { endpoint: 'token', reason: 'malformed' }, value: 1 },
  ]);
});

it('B8 · no user, client, session or token is named', async () => {
  const { sessions } = await startSessions();
  const login = await sessions.start({ subject: 'secret-subject', clientId: 'secret-client', device: 'secret-device' });
  const next = await sessions.rotate(login.refreshToken, { clientId: 'secret-client' });
  await sessions.revokeSession(next.session.id);
  const exported = JSON.stringify(await probe.collect());

  expect(exported).toContain('rotated');
  expect(exported).not.toContain('secret-');
  for (const text of [login.refreshToken, next.refreshToken, login.session.id]) expect(exported).not.toContain(text);
});

it('A2 · whatever is published on a channel has a bounded number of names, and does no harm', async () => {
  for (let index = 0; index < 200; index += 1) {
    publish('tokenRequestRefused', { endpoint: `e${index}`, code: 'c', reason: `r${index}` });
    publish('sessionStarted', { issuer: `https://i${index}.example`, subject: 's' });
    publish('keyRevoked', { ring: `ring${index}` });
  }
  publish('sessionStarted', { issuer: 7 });
  publish('sessionStarted', undefined);
  publish('rotated', 'text');

  expect((await probe.points('jwt_guard.token_request_refusals')).length).toBeLessThanOrEqual(101);
  expect(await probe.points('jwt_guard.session_events')).toHaveLength(52 * 6);
  expect(await probe.points('jwt_guard.signing_key_events')).toHaveLength(3);
});

it('counts no more after what it answered was called', async () => {
  publish('rotated', { issuer });
  stop();
  publish('rotated', { issuer });

  expect(await eventsOf('jwt_guard.session_events')).toMatchObject({ rotated: 1, started: 0 });
});

it('does no harm where no SDK is registered', () => {
  const stopNothing = instrumentIssuer();
  publish('rotated', { issuer });
  stopNothing();
});

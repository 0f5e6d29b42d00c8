import { eventChannel, isObject } from '@jwt-guard/core';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createBoundedNames } from './bounded-names.js';
import type { BoundedNames } from './bounded-names.js';
import { readInstrumentationOptions } from './instrumentation-options.js';
import type { InstrumentationOptions } from './instrumentation-options.js';
import { createCounter } from './instruments.js';
import { issuerMetrics } from './metric-catalogue.js';
import { createSessionCounter, sessionEvents } from './session-counter.js';
import { setAttributes } from './set-attributes.js';

/** A message of a channel, which anybody in the process may publish on. */
type Message = Readonly<Record<string, unknown>>;

/** A verifier tells of keys on `keyRemoved` too; a message of a ring names it. */
const ringEvents = {
  keyPublished: 'published',
  keyActivated: 'activated',
  keyRetired: 'retired',
  keyRemoved: 'removed',
  keyRevoked: 'revoked',
};
const maxReasons = 100;
const maxEndpoints = 20;

/**
 * Makes OpenTelemetry metrics of what `@jwt-guard/issuer` tells in this process: sessions, refused token requests, key
 * rings. It listens on `node:diagnostics_channel`, so that it needs no issuer at hand. Register the SDK before, and call it
 * once in a process: a second time counts everything twice.
 *
 * No attribute names a user, a client, a session or a key.
 *
 * @returns a function that ends it
 * @throws {InvalidOptionError} For an unknown option, or one that cannot be used.
 */
export function instrumentIssuer(options: InstrumentationOptions = {}): () => void {
  const { meter, maxIssuers } = readInstrumentationOptions(options);
  const issuerName = createBoundedNames(maxIssuers);
  const ringName = createBoundedNames(2);
  const endpointName = createBoundedNames(maxEndpoints);
  const reasonName = createBoundedNames(maxReasons);
  const countSession = createSessionCounter(meter);
  const refusals = createCounter(meter, issuerMetrics.tokenRequestRefusals);
  const keyEvents = createCounter(meter, issuerMetrics.signingKeyEvents);
  const ringFailures = createCounter(meter, issuerMetrics.keyRingFailures);

  const stops = [
    ...Object.entries(sessionEvents).map(([channel, event]) =>
      listen(channel, ({ issuer }) => {
        countSession(event, named(issuer, issuerName));
      }),
    ),
    ...Object.entries(ringEvents).map(([channel, event]) =>
      listen(channel, ({ ring }) => {
        if (ring !== undefined) keyEvents.add(1, setAttributes({}, { event, ring: named(ring, ringName) }));
      }),
    ),
    listen('keyRingFailed', ({ ring }) => {
      ringFailures.add(1, setAttributes({}, { ring: named(ring, ringName) }));
    }),
    listen('tokenRequestRefused', ({ endpoint, reason }) => {
      const attributes = { endpoint: named(endpoint, endpointName), reason: named(reason, reasonName) };
      refusals.add(1, setAttributes({}, attributes));
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function listen(name: string, count: (message: Message) => void): () => void {
  const subscriber = (message: unknown): void => {
    if (isObject(message)) count(message);
  };
  const { name: channelName } = eventChannel(name);
  subscribe(channelName, subscriber);
  return () => {
    unsubscribe(channelName, subscriber);
  };
}

function named(value: unknown, names: BoundedNames): string | undefined {
  return typeof value === 'string' ? names(value) : undefined;
}

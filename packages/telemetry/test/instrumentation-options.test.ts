import { createJwtVerifier } from '@jwt-guard/core';
import { instrumentIssuer, instrumentVerifier } from '@jwt-guard/telemetry';
import { createLocalIssuer } from '@jwt-guard/testing';

const { issuer, audience, jwks } = createLocalIssuer();
const verifier = createJwtVerifier({ issuer, audience, jwks });

it.each([
  ['an unknown option', { metre: undefined }, 'metre: unknown option; known are meter, maxIssuers, name'],
  ['what is no meter', { meter: {} }, 'meter: pass a Meter of @opentelemetry/api'],
  ['null', { meter: null }, 'meter: pass a Meter'],
  ['too many issuers', { maxIssuers: 1_001 }, 'maxIssuers: pass a number of issuers between 0 and 1000'],
  ['an empty name', { name: ' ' }, 'name: pass a name, or leave it out'],
])('instrumentVerifier refuses %s', (_what, options, message) => {
  expect(() => instrumentVerifier(verifier, options as object)).toThrow(
    expect.objectContaining({
      name: 'InvalidOptionError',
      message: expect.stringContaining(message) as string,
    }) as Error,
  );
});

it.each([
  ['the name of a verifier', { name: 'admin' }, 'name: unknown option; known are meter, maxIssuers'],
  ['no number of issuers', { maxIssuers: '5' }, 'maxIssuers: pass a number'],
])('instrumentIssuer refuses %s', (_what, options, message) => {
  expect(() => instrumentIssuer(options as object)).toThrow(message);
});

import * as core from '@jwt-guard/core/presets';
import { jwtGuard } from '../src/index.js';
import * as presets from '../src/presets.js';

describe('the presets of this package', () => {
  it('are those of the core', () => {
    expect({ ...presets }).toEqual({ ...core });
  });

  it('P5 · make a guard, of one issuer, of several, and of those that a function finds', () => {
    const clientId = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
    const one = jwtGuard(presets.auth0({ domain: 'example.eu.auth0.com', audience: 'https://api.example.com' }));
    const several = jwtGuard(presets.google({ clientId: '1234-abc.apps.googleusercontent.com' }));
    const found = jwtGuard(presets.entraId({ tenants: () => false, clientId }));
    const issuersOf = (guard: typeof one): string[] => [...guard.verifier.health().keys()];
    expect(issuersOf(one)).toEqual(['https://example.eu.auth0.com/']);
    expect(issuersOf(several)).toEqual(['https://accounts.google.com', 'accounts.google.com']);
    expect(issuersOf(found)).toEqual([]);
  });
});

import { firebase } from '../../src/presets/firebase.js';
import type { FirebaseOptions } from '../../src/presets/firebase.js';
import { errorWith, textWith } from '../support/expectations.js';
import { keysAt, presetUnderTest } from '../support/preset.js';
import type { Members } from '../support/preset.js';

const projectId = 'example-app';
const jwksUri = 'https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com';
const provider = presetUnderTest(firebase({ projectId }), keysAt(jwksUri));
const claims: Members = {
  iss: 'https://securetoken.google.com/example-app',
  aud: 'example-app',
  auth_time: 1_799_999_000,
  user_id: 'u1',
  sub: 'u1',
  roles: ['clerk'],
  firebase: { identities: {}, sign_in_provider: 'password' },
};

describe('firebase', () => {
  it('accepts an ID token, and fetches the keys at one URL', async () => {
    expect(await provider.verify({ claims, header: { typ: 'JWT' } })).toMatchObject({
      subject: 'u1',
      scopes: [],
      roles: ['clerk'],
    });
    expect(provider.asked).toEqual([jwksUri]);
  });

  it.each([
    [
      'P5',
      'a token of another project',
      { iss: 'https://securetoken.google.com/other', aud: 'other' },
      'issuer_not_trusted iss',
    ],
    ['P1, C-31', 'a token for another project', { aud: 'other' }, 'audience_mismatch aud'],
    ['P5', 'a session cookie', { iss: 'https://session.firebase.google.com/example-app' }, 'issuer_not_trusted iss'],
    [
      'P5',
      'a custom token',
      { iss: 'firebase-adminsdk@example-app.iam.gserviceaccount.com' },
      'issuer_not_trusted iss',
    ],
    ['P5', "Google's own ID token", { iss: 'https://accounts.google.com' }, 'issuer_not_trusted iss'],
    ['P3', 'an access token', { token_use: 'access' }, 'type_mismatch token_use'],
    ['P1', 'a token of nobody', { sub: undefined }, 'claim_missing sub'],
    ['P1', 'a token of no sign-in', { auth_time: undefined }, 'claim_missing auth_time'],
  ])('%s · refuses %s', async (_id, _name, change, verdict) => {
    expect(await provider.verdict({ claims: { ...claims, ...change } })).toBe(verdict);
  });

  it.each([['123456789012'], ['example_app'], ['https://example-app.firebaseapp.com'], [''], [undefined]])(
    'G-01 · names the project ID and its remedy: %j',
    (wrong) => {
      expect(() => firebase({ projectId: wrong } as FirebaseOptions)).toThrow(
        errorWith({ option: 'firebase.projectId', message: textWith("project's ID", 'not its number') }),
      );
    },
  );
});

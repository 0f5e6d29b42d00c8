import { defaultAcceptedTypes, mediaType, requireTokenKind } from '../../src/claims/token-kind.js';
import type { TokenKind } from '../../src/claims/token-kind.js';
import { refusal } from '../support/refusal.js';

const check =
  (typ: string | undefined, claims: object, acceptedTypes = defaultAcceptedTypes['access-token']) =>
  () => {
    requireKind({ typ, claims }, { tokenKind: 'access-token', acceptedTypes });
  };
const checkIdToken = (typ: string | undefined, claims: object) => () => {
  requireKind({ typ, claims }, { tokenKind: 'id-token', acceptedTypes: defaultAcceptedTypes['id-token'] });
};

function requireKind(
  { typ, claims }: { readonly typ: string | undefined; readonly claims: object },
  policy: { readonly tokenKind: TokenKind; readonly acceptedTypes: readonly string[] },
): void {
  requireTokenKind({ header: { alg: 'ES256', ...(typ !== undefined && { typ }) }, claims: { ...claims } }, policy);
}

describe('requireTokenKind of access tokens', () => {
  it.each([
    undefined,
    'JWT',
    'jwt',
    'application/jwt',
    'at+jwt',
    'AT+JWT',
    'at+JWT',
    'application/at+jwt',
    'Application/AT+jwt',
  ])('J13 · C-43 · accepts the type %s by default', (typ) => {
    expect(check(typ, {})).not.toThrow();
  });

  it.each([
    'logout+jwt',
    'secevent+jwt',
    'dpop+jwt',
    'statuslist+jwt',
    'refresh+jwt',
    'id_token+jwt',
    'JOSE',
    'oauth-authz-req+jwt',
  ])('P3 · C-45 · C-47 · C-49 · rejects the type %s by default', (typ) => {
    expect(check(typ, {})).toThrow(refusal('type_mismatch', 'typ'));
  });

  it.each([
    undefined,
    'JWT',
    '',
    ' at+jwt',
    'at+jwt ',
    'at+jwt;x=1',
    'foo/at+jwt',
    'at+jwt\0',
    'application/application/at+jwt',
  ])('J13 · C-42 · rejects the type %j where only at+jwt is accepted', (typ) => {
    expect(check(typ, {}, ['at+jwt'])).toThrow(refusal('type_mismatch', 'typ'));
  });

  it.each([
    ['C-50', { at_hash: 'x' }, 'at_hash'],
    ['C-50', { c_hash: 'x' }, 'c_hash'],
    ['C-50', { s_hash: 'x' }, 's_hash'],
    ['C-47', { events: { 'http://schemas.openid.net/event/backchannel-logout': {} } }, 'events'],
    ['C-63', { events: [] }, 'events'],
    ['C-50', { typ: 'ID' }, 'typ'],
    ['C-50', { typ: 'Refresh' }, 'typ'],
    ['C-50', { typ: 'Offline' }, 'typ'],
    ['C-50', { typ: 'Logout' }, 'typ'],
    ['C-50', { token_use: 'id' }, 'token_use'],
    ['C-50', { token_use: null }, 'token_use'],
    ['C-50', { token_use: ['access'] }, 'token_use'],
  ])('P3 · %s · recognises a token of another kind by %j', (_id, claims, claim) => {
    expect(check('JWT', claims)).toThrow(refusal('type_mismatch', claim));
  });

  it.each([{ nonce: 'n' }, { typ: 'Bearer' }, { token_use: 'access' }, { events: null }, { events: 'x' }])(
    'P3 · C-63 · takes %j for no sign of another kind',
    (claims) => {
      expect(check('JWT', claims)).not.toThrow();
    },
  );
});

describe('requireTokenKind of ID tokens', () => {
  it.each([{}, { at_hash: 'x', c_hash: 'x', s_hash: 'x' }, { token_use: 'id' }, { typ: 'ID' }, { nonce: 'n' }])(
    'P3 · takes %j for an ID token',
    (claims) => {
      expect(checkIdToken('JWT', claims)).not.toThrow();
      expect(checkIdToken(undefined, claims)).not.toThrow();
    },
  );

  it.each([
    ['C-47', { events: { 'http://schemas.openid.net/event/backchannel-logout': {} } }, 'events'],
    ['C-50', { typ: 'Bearer' }, 'typ'],
    ['C-50', { typ: 'Refresh' }, 'typ'],
    ['C-50', { typ: 'Offline' }, 'typ'],
    ['C-50', { typ: 'Logout' }, 'typ'],
    ['C-50', { token_use: 'access' }, 'token_use'],
    ['C-50', { token_use: null }, 'token_use'],
  ])('P3 · %s · recognises a token of another kind by %j', (_id, claims, claim) => {
    expect(checkIdToken('JWT', claims)).toThrow(refusal('type_mismatch', claim));
  });

  it.each(['at+jwt', 'logout+jwt', 'secevent+jwt', 'dpop+jwt'])('P3 · C-45 · rejects the type %s by default', (typ) => {
    expect(checkIdToken(typ, {})).toThrow(refusal('type_mismatch', 'typ'));
  });
});

describe('mediaType', () => {
  it('J13 · takes `application/` for implied only where no other slash follows', () => {
    expect(mediaType('application/AT+JWT')).toBe('at+jwt');
    expect(mediaType('application/a/b')).toBe('application/a/b');
  });

  it('J13 · A3 · takes linear time on a hostile type', () => {
    // Quadratic work on a million characters would not end within the runner's limit.
    for (const type of [`application/${'a'.repeat(1_000_000)}/`, 'application/'.repeat(100_000)]) {
      expect(mediaType(type)).toBe(type);
    }
  });
});

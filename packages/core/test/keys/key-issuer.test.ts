import { requireKeyIssuer } from '../../src/keys/key-issuer.js';

const issuer = 'https://login.example/t1/v2.0';
const check =
  (named: unknown, by = issuer) =>
  () => {
    requireKeyIssuer({ kty: 'RSA', issuer: named }, by);
  };

describe('requireKeyIssuer', () => {
  it.each([undefined, null, 7, ['https://other.example'], {}])(
    'P8 · takes a key whose issuer is %j for unmarked',
    (named) => {
      expect(check(named)).not.toThrow();
    },
  );

  it.each([
    [issuer, issuer],
    ['https://login.example/{tenantid}/v2.0', issuer],
    ['https://sts.example/{tenantid}/', 'https://sts.example/t1/'],
    ['https://login.example/{tenantid}', 'https://login.example/t1'],
  ])('P8 · takes a key of %s for one of %s', (named, by) => {
    expect(check(named, by)).not.toThrow();
  });

  it.each([
    ['https://login.example/t2/v2.0', issuer],
    ['https://login.example/t1/v2.0/', issuer],
    ['https://LOGIN.example/t1/v2.0', issuer],
    ['https://login.example/{tenantid}/', issuer],
    ['https://login.example/{tenantid}/v2.0', 'https://login.example/t1/extra/v2.0'],
    ['https://login.example/{tenantid}/v2.0', 'https://login.example//v2.0'],
    ['https://login.example/{tenantid}/v2.0', 'https://login.example.evil.example/t1/v2.0'],
    ['https://login.example/x{tenantid}/v2.0', 'https://login.example/xt1/v2.0'],
    ['https://login.example/{TenantId}/v2.0', issuer],
    ['https://login.example/{tenantid}/{tenantid}', issuer],
    ['https://{tenantid}/t1/v2.0', issuer],
    ['https://login.example/{tenantid}', issuer],
    ['https://login.example/t1', issuer],
    ['{tenantid}', 'issuer'],
    ['', issuer],
  ])('P8, M-01 · refuses a key of %s for %s', (named, by) => {
    expect(check(named, by)).toThrow('it is a key of another issuer');
  });
});

import { createRequestGuard, requireAudience } from '@jwt-guard/core';
import type { JsonObject } from '@jwt-guard/core';
import { errorWith, textWith } from '../support/expectations.js';
import { audience, bearer, tokenFor, verifierOptions } from '../support/tokens.js';

const billing = 'https://billing.example.com';
const refusalOf = (claims: JsonObject): unknown =>
  requireAudience(billing)({ rawClaims: claims, scopes: [], roles: [] });

describe('requireAudience', () => {
  it.each([[billing], [['https://api.example.com', billing]]])('is satisfied by aud %j', (aud) => {
    expect(refusalOf({ aud })).toBeUndefined();
  });

  it('is satisfied by one of several audiences', () => {
    expect(requireAudience('x', billing)({ rawClaims: { aud: billing }, scopes: [], roles: [] })).toBeUndefined();
  });

  it.each([
    `${billing}/`,
    'https://billing.example.com:443',
    'https://BILLING.example.com',
    'billing.example.com',
    ` ${billing}`,
    '',
  ])('J12 · compares exactly, without mercy for slashes or letter case: %j is another audience', (aud) => {
    expect(refusalOf({ aud })).toMatchObject({
      status: 401,
      code: 'invalid_token',
      reason: 'audience_mismatch',
      claim: 'aud',
    });
  });

  it('J12 · has no mercy for a slash in its own audience either', () => {
    expect(requireAudience(`${billing}/`)({ rawClaims: { aud: billing }, scopes: [], roles: [] })).toMatchObject({
      reason: 'audience_mismatch',
    });
  });

  it.each([[{}], [{ aud: [] }]])('refuses the claims %j for their missing audience', (claims) => {
    expect(refusalOf(claims)).toMatchObject({ reason: 'audience_missing' });
  });

  it('narrows and never widens: the audience of the verifier is required all the same', async () => {
    const guard = createRequestGuard(verifierOptions);
    const demands = { requirements: [requireAudience(billing)] };

    await expect(guard.authenticate(bearer(tokenFor({ aud: billing })), demands)).rejects.toEqual(
      errorWith({ reason: 'audience_mismatch', status: 401 }),
    );
    await expect(guard.authenticate(bearer(tokenFor()), demands)).rejects.toEqual(
      errorWith({ reason: 'audience_mismatch', status: 401 }),
    );
    await expect(guard.authenticate(bearer(tokenFor({ aud: [audience, billing] })), demands)).resolves.toBeDefined();
  });

  it.each([[[]], [['']], [[undefined]], [[['a']]]])('C-55 · refuses the list %j at creation', (audiences) => {
    expect(() => requireAudience(...(audiences as unknown as string[]))).toThrow(
      errorWith({ option: 'requireAudience', message: textWith('at least one audience') }),
    );
  });
});

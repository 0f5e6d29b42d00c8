import { entraId } from '../../src/presets/entra-id.js';
import { clientId, header, keysUri, login, otherId, tenantId, v1, v2 } from '../support/entra-id.js';
import { keysAt, presetUnderTest } from '../support/preset.js';

const other = { ...v2, iss: `${login}/${otherId}/v2.0`, tid: otherId };
const everyKeySet = { ...keysAt(keysUri[2]), ...keysAt(keysUri[1]) };

describe('entraId of tenants that a function knows', () => {
  it('P6, P8 · asks a function about the tenant in the issuer, once, and takes true alone for yes', async () => {
    const questions: string[] = [];
    const tenants = (id: string): Promise<boolean> => {
      questions.push(id);
      return Promise.resolve(id === tenantId || ('yes' as never));
    };
    const provider = presetUnderTest(entraId({ tenants, clientId, version: 'both' }), everyKeySet);
    for (const claims of [v2, v2, v1]) expect(await provider.verdict({ claims, header })).toBe('accepted');
    expect(await provider.verdict({ claims: other, header })).toBe('issuer_not_trusted iss');
    expect(questions).toEqual([tenantId, tenantId, otherId]);
    expect(provider.asked).toEqual([keysUri[2], keysUri[1]]);
  });

  it.each([
    `${login}/common/v2.0`,
    `${login}/{tenantid}/v2.0`,
    `${login}/${tenantId.toUpperCase().replace('1', 'A')}/v2.0`,
    `${login}/${tenantId}/v2.0/`,
    `${login}/${tenantId}`,
    `https://login.microsoftonline.com.evil.example/${tenantId}/v2.0`,
    `https://evil.example/${tenantId}/v2.0`,
    `http://login.microsoftonline.com/${tenantId}/v2.0`,
    `https://sts.windows.net/${tenantId}/`,
    'https://login.microsoftonline.com',
  ])('P5, M-09 · asks nobody about the issuer %s', async (iss) => {
    const questions: string[] = [];
    const tenants = (id: string): boolean => questions.push(id) > 0;
    const provider = presetUnderTest(entraId({ tenants, clientId }), everyKeySet);
    expect(await provider.verdict({ claims: { ...v2, iss }, header })).toBe('issuer_not_trusted iss');
    expect(questions).toEqual([]);
    expect(provider.asked).toEqual([]);
  });

  it('M-10 · answers a function that fails with 503, and one that says no with 401', async () => {
    const failing = presetUnderTest(
      entraId({ tenants: () => Promise.reject(new Error('down')), clientId }),
      everyKeySet,
    );
    const none = presetUnderTest(entraId({ tenants: () => false, clientId }), everyKeySet);
    expect(await failing.verdict({ claims: v2, header })).toBe('keys_unavailable');
    expect(await none.verdict({ claims: v2, header })).toBe('issuer_not_trusted iss');
  });
});

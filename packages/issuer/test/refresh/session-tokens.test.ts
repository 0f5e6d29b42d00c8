import { decodeJwt } from 'jose';

import { createWorld, refusal, told } from './world.js';

describe('what authorize answers', () => {
  it.each<[string, unknown]>([
    ['a text, in which a scope could be found by chance', { scopes: 'reports:read-all' }],
    ['null, which must not mean all', { scopes: null }],
    ['a list of something else', { scopes: [1] }],
    ['a name that is not known', { scope: ['reports:read'] }],
    ['claims that are none', { claims: 'admin' }],
    ['a list', []],
  ])('L-31 · gives no token when it is %s', async (_what, answer) => {
    const world = await createWorld();
    const { refreshToken } = await world.tokens.start({ subject: 'alice', scopes: ['reports:read'] });
    const careless = world.create({ authorize: () => answer as never });
    expect(await refusal(careless.rotate(refreshToken))).toMatchObject({
      code: expect.stringMatching(/^(?:invalid_option|token_not_issued)$/) as string,
    });
    expect(told(world)).not.toContain('sessionRevoked');
  });

  it('L-31 · takes all scopes away by an empty list', async () => {
    const { tokens } = await createWorld({ authorize: () => ({ scopes: [] }) });
    const { accessToken, scopes } = await tokens.start({ subject: 'alice', scopes: ['reports:read'] });
    expect(scopes).toEqual([]);
    expect(decodeJwt(accessToken.token)).not.toHaveProperty('scope');
  });
});

import { audienceRefusal, audiencesOf } from '../../src/claims/audience.js';
import { refusal } from '../support/refusal.js';

const api = 'https://api.example';

describe('audiencesOf', () => {
  it('J12 · answers a string and a list alike as a list, and undefined for none', () => {
    expect(audiencesOf({ aud: api })).toEqual([api]);
    expect(audiencesOf({ aud: [api, 'b'] })).toEqual([api, 'b']);
    expect(audiencesOf({})).toBeUndefined();
  });

  it.each([[[null, api]], [[1, api]], [[[api]]], [1], [null], [true], [{ [api]: true }]])(
    'J12 · C-30 · rejects the audience %j as malformed',
    (aud) => {
      expect(() => audiencesOf({ aud })).toThrow(refusal('malformed', 'aud'));
    },
  );
});

describe('audienceRefusal', () => {
  it('J12 · C-29 · accepts one of several audiences, and any of several aliases', () => {
    expect(audienceRefusal(audiencesOf({ aud: ['other', api] }), [api])).toBeUndefined();
    expect(audienceRefusal(audiencesOf({ aud: 'alias' }), [api, 'alias'])).toBeUndefined();
  });

  it.each([[{}], [{ aud: [] }]])('J12 · C-26 · tells that %j names no audience', (claims) => {
    expect(audienceRefusal(audiencesOf(claims), [api])).toMatchObject({ reason: 'audience_missing', claim: 'aud' });
  });

  it.each([
    `${api}/`,
    'https://API.example',
    'https://api',
    `${api}.evil.example`,
    `x${api}`,
    `${api} other`,
    `other,${api}`,
    '*',
    '',
  ])('J12 · C-31 · C-33 · tells that the audience %j is another one', (aud) => {
    expect(audienceRefusal(audiencesOf({ aud }), [api])).toMatchObject({ reason: 'audience_mismatch', claim: 'aud' });
    expect(audienceRefusal(audiencesOf({ aud: [aud] }), [api])).toMatchObject({ reason: 'audience_mismatch' });
  });
});

import { spellingDifference } from '../../src/explain/spelling-difference.js';

describe('spellingDifference', () => {
  it.each([
    ['https://a.example/', 'https://a.example', 'the slash at the end'],
    ['http://a.example', 'https://a.example', 'http: for https:'],
    ['https://A.example', 'https://a.example', 'the case of letters'],
    ['HTTP://a.example', 'http://a.example', 'the case of letters'],
    ['http://A.example/', 'https://a.example', 'the case of letters and http: for https: and the slash at the end'],
    ['https://b.example', 'https://a.example', undefined],
    ['https://a.example', 'https://a.example', undefined],
  ])('%s and %s: %s', (one, other, difference) => {
    expect(spellingDifference(one, other)).toBe(difference);
    expect(spellingDifference(other, one)).toBe(difference);
  });
});

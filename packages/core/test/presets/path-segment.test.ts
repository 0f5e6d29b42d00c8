import { pathSegment } from '../../src/presets/path-segment.js';
import { errorWith, textWith } from '../support/expectations.js';

describe('pathSegment', () => {
  it.each(['shop', 'client_01HABC', 'a.b', 'a-b~c', '..a'])('takes %s as it is', (name) => {
    expect(pathSegment(name, 'x.name', 'name it.')).toBe(name);
  });

  it.each(['', ' ', '.', '..', 'a/b', 'a b', 'a?b', 'a#b', 'a%2fb', 'a\n', 'ü', undefined, null, 7, ['a']])(
    'G-01 · refuses %j, which could change the URL around it',
    (value) => {
      expect(() => pathSegment(value, 'x.name', 'name it.')).toThrow(
        errorWith({ option: 'x.name', message: textWith('name it.') }),
      );
    },
  );
});

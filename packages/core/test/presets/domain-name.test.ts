import { domainName } from '../../src/presets/domain-name.js';
import { errorWith, textWith } from '../support/expectations.js';

const read = (value: unknown) => () => domainName(value, 'x.domain', 'example.eu.auth0.com');

describe('domainName', () => {
  it.each(['example.com', 'a.b', 'login.example.co.uk', 'xn--bcher-kva.example', `${'a.'.repeat(126)}b`])(
    'takes %s as it is',
    (domain) => {
      expect(read(domain)()).toBe(domain);
    },
  );

  it.each([
    'https://example.com',
    'example.com/',
    'example.com/path',
    'example.com:8443',
    'example.com.',
    '.example.com',
    'example..com',
    'Example.com',
    'user@example.com',
    'example.com#',
    'example.com?a',
    ' example.com',
    'example.com\n',
    'bücher.example',
    'localhost',
    '',
    undefined,
    null,
    ['example.com'],
    `${'a.'.repeat(127)}b`,
  ])('G-01 · refuses %j, with an example', (value) => {
    expect(read(value)).toThrow(
      errorWith({ option: 'x.domain', message: textWith('"example.eu.auth0.com"', 'no https://', 'no slash') }),
    );
  });
});

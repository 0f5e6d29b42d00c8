import { asResp2 } from '../../src/commands/resp2.js';

describe('a reply as RESP2 would give it', () => {
  it.each<[string, unknown, unknown]>([
    ['true', true, 1],
    ['false', false, 0],
    ['a big number', 10n, '10'],
    ['a double', 1.5, '1.5'],
    ['infinity', Infinity, 'inf'],
    ['negative infinity', -Infinity, '-inf'],
    ['bytes', Buffer.from('é'), 'é'],
    ['verbatim text', Object('text'), 'text'],
    ['a set', new Set(['a', 1]), ['a', 1]],
    ['a map', new Map([['a', true]]), ['a', 1]],
    ['an object', { a: null }, ['a', null]],
    ['nested lists', ['a', ['b', null, Buffer.from('c')]], ['a', ['b', null, 'c']]],
    ['nothing', undefined, null],
  ])('is plain: %s', (_what, reply, expected) => {
    expect(asResp2(reply, [])).toEqual(expected);
  });
});

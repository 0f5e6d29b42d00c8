import { createKnownHeaders } from '../../src/token/known-headers.js';

describe('createKnownHeaders', () => {
  it('knows a header by its whole text', () => {
    const known = createKnownHeaders();
    const header = { alg: 'ES256' };
    known.add('text', header);
    expect(known.get('text')).toBe(header);
    expect(known.get('tex')).toBeUndefined();
  });

  it('A2 · holds a thousand, then begins anew', () => {
    const known = createKnownHeaders();
    const headers = Array.from({ length: 1_001 }, (_, at) => ({ alg: 'ES256', kid: String(at) }));
    for (const header of headers.slice(0, 1_000)) known.add(header.kid, header);
    const [first, last] = [headers[0], headers[1_000]] as const;
    expect(headers.slice(0, 1_000).map(({ kid }) => known.get(kid))).toEqual(headers.slice(0, 1_000));
    known.add('0', first as never);
    expect(known.get('0')).toBe(first);
    known.add('1000', last as never);
    expect([known.get('0'), known.get('1000')]).toEqual([undefined, last]);
  });
});

import { headerValues } from '../../src/request/request-like.js';
import { requestWith } from '../support/tokens.js';

describe('headerValues', () => {
  it('answers each value of a header that was sent several times, in order', () => {
    const request = requestWith(['Origin', 'a'], ['Host', 'h'], ['origin', 'b']);

    expect(headerValues(request, 'origin')).toEqual(['a', 'b']);
  });

  it('compares names whatever their letter case', () => {
    expect(headerValues(requestWith(['AUTHORIZATION', 'x']), 'authorization')).toEqual(['x']);
  });

  it('takes no value for a name', () => {
    expect(headerValues(requestWith(['Host', 'authorization'], ['X', 'y']), 'authorization')).toEqual([]);
  });

  it('ignores a last name without a value', () => {
    expect(headerValues({ rawHeaders: ['Origin', 'a', 'Origin'] }, 'origin')).toEqual(['a']);
  });

  it('survives a list with holes, such as a framework may build by hand', () => {
    const rawHeaders = [undefined, 'x', 'origin', undefined] as unknown as string[];

    expect(headerValues({ rawHeaders }, 'origin')).toEqual(['']);
  });
});

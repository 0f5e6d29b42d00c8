import { createJwtVerifier } from '../../src/index.js';
import type { Explanation } from '../../src/index.js';
import { readExplainOption } from '../../src/explain/explain-option.js';
import { errorWith } from '../support/expectations.js';
import { verifierOptions } from '../support/tokens.js';

describe('the option explain', () => {
  it.each(['production', 'test'])('prints nothing of itself in %s', (environment) => {
    expect(readExplainOption(undefined, environment)).toEqual({ isAllowed: true, receiver: undefined });
  });

  it.each([
    [undefined, 'staging'],
    [undefined, 'development'],
    [true, 'production'],
  ])('prints by console.warn: %p in %p', (option, environment) => {
    const warn = import.meta.jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    readExplainOption(option, environment).receiver?.({ text: 'why' } as Explanation);

    expect(warn.mock.calls).toEqual([['why']]);
    warn.mockRestore();
  });

  it('takes false for nobody, and a function for itself', () => {
    const receive = (): void => undefined;
    expect(readExplainOption(false)).toEqual({ isAllowed: false, receiver: undefined });
    expect(readExplainOption(receive)).toEqual({ isAllowed: true, receiver: receive });
  });

  it('is refused when it is anything else', () => {
    expect(() => createJwtVerifier({ ...verifierOptions, explain: 'yes' as never })).toThrow(
      errorWith({ option: 'explain' }),
    );
  });
});

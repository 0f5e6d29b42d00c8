import { InvalidOptionError } from '../errors/invalid-option-error.js';
import type { Explanation } from './explanation.js';

/**
 * Who gets explanations of refusals, beside those who listen to the event `explained`: `true` prints them by
 * `console.warn`, a function receives them, `false` is nobody, not even a listener.
 */
export type ExplainOption = boolean | ((explanation: Explanation) => void);

/** Whether refusals may be explained at all, and who hears of them first. */
export interface ExplainSettings {
  readonly isAllowed: boolean;
  readonly receiver: ((explanation: Explanation) => void) | undefined;
}

/**
 * Reads the option. Where nothing was said, explanations are printed unless this is production or a test, by `NODE_ENV`.
 *
 * @throws {InvalidOptionError} For anything but a boolean and a function.
 */
export function readExplainOption(
  option: unknown,
  environment: string | undefined = process.env['NODE_ENV'],
): ExplainSettings {
  const isQuiet = environment === 'production' || environment === 'test';
  if (option === undefined) return { isAllowed: true, receiver: isQuiet ? undefined : print };
  if (typeof option === 'boolean') return { isAllowed: option, receiver: option ? print : undefined };
  if (typeof option === 'function') return { isAllowed: true, receiver: option as (explanation: Explanation) => void };
  throw new InvalidOptionError('explain', 'pass true, false, or a function that receives explanations.');
}

function print({ text }: Explanation): void {
  console.warn(text);
}

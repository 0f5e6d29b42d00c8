/** An option is wrong: thrown at creation, never at a request. The message names the option and the remedy. */
export class InvalidOptionError extends TypeError {
  override readonly name = 'InvalidOptionError';
  readonly code = 'invalid_option';
  /** The option at fault, as written by the caller: `audience`, `issuers[1].jwksUri`. */
  readonly option: string;

  constructor(option: string, remedy: string, cause?: unknown) {
    super(`${option}: ${remedy}`, cause === undefined ? undefined : { cause });
    this.option = option;
  }
}

import { InvalidOptionError } from '../errors/invalid-option-error.js';

const maxLength = 253;

/**
 * A domain as it stands in an issuer: lower case, at least two labels, without scheme, port, path or dot at the end.
 *
 * @param example - a domain of this provider, for the remedy
 * @throws {InvalidOptionError} Otherwise.
 */
export function domainName(value: unknown, option: string, example: string): string {
  const labels = typeof value === 'string' && value.length <= maxLength ? value.split('.') : [];
  if (labels.length < 2 || !labels.every((label) => /^[a-z0-9-]+$/.test(label)))
    throw new InvalidOptionError(
      option,
      `pass the domain alone, in lower case, such as "${example}": no https://, no slash.`,
    );
  return labels.join('.');
}

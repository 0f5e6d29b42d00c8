import { InvalidOptionError, nonEmptyString } from '@jwt-guard/core';

/**
 * Claims that are secrets by their name. A token is readable by everyone who holds it, and copied into logs and traces.
 * The default of `refusedClaims`.
 */
export const secretClaims: readonly string[] = Object.freeze([
  ...['password', 'passwd', 'pwd', 'passphrase', 'password_hash', 'pin', 'otp', 'totp_secret'],
  ...['secret', 'client_secret', 'private_key', 'api_key', 'encryption_key', 'credentials'],
  ...['access_token', 'refresh_token', 'id_token', 'session_token', 'recovery_code', 'recovery_codes'],
  ...['card', 'card_number', 'credit_card', 'credit_card_number', 'cvv', 'cvc', 'cvv2', 'iban', 'account_number'],
  ...['ssn', 'social_security_number', 'tax_id', 'passport_number', 'national_id'],
]);

/** Claims that tell who a person is (OIDC Core §5.1): for `refusedClaims: [...secretClaims, ...personalClaims]`. */
export const personalClaims: readonly string[] = Object.freeze([
  ...['email', 'e_mail', 'email_address', 'phone', 'phone_number', 'mobile', 'mobile_number', 'address'],
  ...[
    'birthdate',
    'birth_date',
    'birthday',
    'date_of_birth',
    'dob',
    'gender',
    'given_name',
    'family_name',
    'full_name',
  ],
]);

/** Whether a member may not stand in a token because of its name. */
export type IsRefusedClaim = (name: string) => boolean;

/**
 * Compares names in full, without regard to case, `_` and `-`: `apiKey` is `api_key`, `password_changed_at` is not `password`.
 *
 * @throws {InvalidOptionError} When the list is none of names.
 */
export function readRefusedClaims(names: unknown): IsRefusedClaim {
  const remedy = 'pass a list of claim names, such as [...secretClaims, ...personalClaims].';
  if (!Array.isArray(names)) throw new InvalidOptionError('refusedClaims', remedy);
  const refused = new Set(names.map((name) => folded(nonEmptyString(name, 'refusedClaims', remedy))));
  return (name) => refused.has(folded(name));
}

function folded(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, '');
}

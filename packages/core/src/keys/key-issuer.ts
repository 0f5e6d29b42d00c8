import { UnusableKeyError } from './verification-key.js';

/** Microsoft's placeholder for the tenant, in the sets that all tenants share. */
const anyTenant = '{tenantid}';

/**
 * Requires a key that names its issuer, by Microsoft's member `issuer`, to be a key of this one: the key of one tenant must
 * not sign for another. A key that names none is a key of whoever publishes it.
 *
 * @throws {UnusableKeyError} When the key names another issuer.
 */
export function requireKeyIssuer(jwk: Record<string, unknown>, issuer: string): void {
  const named = Object.hasOwn(jwk, 'issuer') ? jwk['issuer'] : undefined;
  if (typeof named === 'string' && !names(named, issuer)) throw new UnusableKeyError('it is a key of another issuer');
}

/** The same text, but that the placeholder stands for one whole segment of the path. */
function names(named: string, issuer: string): boolean {
  const segments = named.split('/');
  const found = issuer.split('/');
  const tenantAt = segments.indexOf(anyTenant, 3); // What is before the third slash is the origin.
  return (
    segments.length === found.length &&
    segments.every((segment, at) => (at === tenantAt ? found[at] !== '' : found[at] === segment))
  );
}

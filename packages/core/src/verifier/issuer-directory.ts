import type { IssuersFailedEvent } from '../events/events.js';
import { createResolvedIssuers } from './resolved-issuers.js';
import { createTrustedIssuers } from './trusted-issuer.js';
import type { TrustedIssuer, TrustedIssuerContext } from './trusted-issuer.js';
import type { IssuerResolver, ListedIssuer } from './verifier-options.js';

/** What issuers are found in. */
export interface DirectoryContext extends Omit<TrustedIssuerContext, 'path'> {
  /** Tells operators that the function which finds issuers has failed. */
  readonly reportIssuers: (failure: IssuersFailedEvent) => void;
}

/** Where a verifier finds the issuers that it trusts. */
export interface IssuerDirectory {
  /**
   * The issuer of exactly this name; undefined where it is none of ours. An issuer that is not known costs no network of ours.
   *
   * @throws {KeysUnavailableError} When nobody can tell.
   */
  find(issuer: string): TrustedIssuer | undefined | Promise<TrustedIssuer | undefined>;
  /** The issuers that are known without asking anybody. */
  known(): readonly TrustedIssuer[];
  /** Stops all work of their key sources. */
  close(): void;
}

/**
 * Makes the directory of a list of issuers, or of a function that finds them.
 *
 * @throws {InvalidOptionError} For a list with an entry that cannot be used.
 */
export function createIssuerDirectory(
  configured: readonly ListedIssuer[] | IssuerResolver,
  context: DirectoryContext,
): IssuerDirectory {
  if (typeof configured === 'function') return createResolvedIssuers(configured, context);
  const issuers = createTrustedIssuers(configured, context);
  const known = Object.freeze([...issuers.values()]);
  return Object.freeze<IssuerDirectory>({
    find: (issuer) => issuers.get(issuer),
    known: () => known,
    close: () => {
      for (const { keys } of known) keys.close?.();
    },
  });
}

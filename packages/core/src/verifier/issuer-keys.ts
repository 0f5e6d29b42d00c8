import { InvalidOptionError } from '../errors/invalid-option-error.js';
import { customKeys } from '../keys/custom-keys.js';
import type { Fetch } from '../keys/fetch-document.js';
import { loadJwkSet } from '../keys/jwk-set.js';
import { createJwksFetcher } from '../keys/jwks-fetcher.js';
import type { JwksFetcherOptions } from '../keys/jwks-fetcher.js';
import type { KeySource } from '../keys/key-source.js';
import { createRemoteJwks } from '../keys/remote-jwks.js';
import type { KeyFetchReport } from '../keys/key-refresh.js';
import { publicKeys, secrets } from '../keys/static-keys.js';
import { numberWithin, secureUrl } from '../options/option-checks.js';
import { isObject, optionPath } from '../options/own-options.js';
import type { Algorithm } from '../signature/algorithms.js';
import type { IssuerOptions } from './verifier-options.js';

/** What a key source is made in. */
export interface KeySourceContext {
  readonly issuer: string;
  /** Where the issuer's options stand, for error messages. */
  readonly path: string;
  readonly algorithms: readonly Algorithm[];
  readonly clock: () => number;
  readonly random: () => number;
  readonly fetch: Fetch;
  readonly report: (issuer: string, report: KeyFetchReport) => void;
}

const sourceNames = ['jwksUri', 'jwks', 'publicKey', 'secret', 'keys'] as const;
const hour = 3_600;

/**
 * Makes the one key source of an issuer: the one that its options name, else discovery.
 *
 * @throws {InvalidOptionError} For two sources, or one that cannot be used.
 */
export function createKeySource(options: IssuerOptions, context: KeySourceContext): KeySource {
  const source = nameOfSource(options, context.path);
  const option = optionPath(context.path, source ?? 'issuer');
  requireFetchedKeys(options, source, context.path);
  if (source === undefined)
    return remoteKeys(
      { issuer: secureUrl(context.issuer, option), sameOrigin: sameOrigin(options, context) },
      options,
      context,
    );
  if (options.publicKey !== undefined) return publicKeys(options.publicKey, { option, algorithms: context.algorithms });
  if (options.secret !== undefined) return secrets(options.secret, { option, algorithms: context.algorithms });
  if (options.jwks !== undefined) return localJwks(options.jwks, option, context);
  if (options.keys !== undefined) return ownSource(options.keys, option);
  return remoteKeys({ jwksUri: secureUrl(options.jwksUri, option) }, options, context);
}

/** An option that has no effect would only look like protection. */
function requireFetchedKeys(options: IssuerOptions, source: string | undefined, path: string): void {
  const refuse = (name: string, remedy: string): never => {
    throw new InvalidOptionError(optionPath(path, name), remedy);
  };
  if (source === undefined) return;
  if (options.sameOriginKeys !== undefined)
    refuse('sameOriginKeys', `is for keys that discovery finds; these come from \`${source}\`.`);
  if (options.staleIfError !== undefined && source !== 'jwksUri')
    refuse('staleIfError', `is for keys that are fetched; these come from \`${source}\`.`);
}

function sameOrigin({ sameOriginKeys = false }: IssuerOptions, { path }: KeySourceContext): boolean {
  if (typeof sameOriginKeys === 'boolean') return sameOriginKeys;
  throw new InvalidOptionError(optionPath(path, 'sameOriginKeys'), 'pass true or false.');
}

/** An option that was written down counts, whatever its value: a secret that is undefined must not become discovery. */
function nameOfSource(options: IssuerOptions, path: string): string | undefined {
  const named = sourceNames.filter((name) => name in options);
  const refuse = (name: string, remedy: string): never => {
    throw new InvalidOptionError(optionPath(path, name), remedy);
  };
  const missing = named.find((name) => options[name] === undefined);
  if (missing !== undefined)
    refuse(missing, 'is undefined (is an environment variable missing?): set it, or leave it out.');
  const [source, second] = named;
  if (second !== undefined) refuse(second, `pass one key source; there are ${named.join(' and ')}.`);
  return source;
}

function localJwks(jwks: unknown, option: string, { algorithms, issuer }: KeySourceContext): KeySource {
  try {
    const { find, keys } = loadJwkSet(jwks, algorithms, issuer);
    return Object.freeze({ find, atHand: () => keys });
  } catch (cause) {
    throw new InvalidOptionError(option, `this key set cannot be used: ${(cause as Error).message}.`, cause);
  }
}

function ownSource(source: KeySource, option: string): KeySource {
  if (!isObject(source) || typeof (source as Partial<KeySource>).find !== 'function')
    throw new InvalidOptionError(option, 'pass a KeySource: an object with find({ alg, kid }).');
  return customKeys(source);
}

function remoteKeys(
  at: JwksFetcherOptions['at'],
  { staleIfError = hour }: IssuerOptions,
  { issuer, path, algorithms, clock, random, fetch, report }: KeySourceContext,
): KeySource {
  const range = { min: 0, max: 24 * hour, unit: 'seconds' };
  return createRemoteJwks({
    fetchJwks: createJwksFetcher({ at, fetch, clock }),
    issuer,
    staleIfErrorMs: numberWithin(staleIfError, optionPath(path, 'staleIfError'), range) * 1_000,
    algorithms,
    clock,
    random,
    report: (outcome) => {
      report(issuer, outcome);
    },
  });
}

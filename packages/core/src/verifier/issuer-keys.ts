import { InvalidOptionError } from '../errors/invalid-option-error.js';
import { nameOfPart, partsOf } from '../keys/combine-keys.js';
import type { KeyPart } from '../keys/combine-keys.js';
import { createCombinedSource } from '../keys/combined-source.js';
import { customKeys } from '../keys/custom-keys.js';
import type { Fetch } from '../keys/fetch-document.js';
import { loadJwkSet } from '../keys/jwk-set.js';
import { createJwksFetcher } from '../keys/jwks-fetcher.js';
import type { JwksFetcherOptions } from '../keys/jwks-fetcher.js';
import type { KeyHolder, KeySource } from '../keys/key-source.js';
import { createRemoteJwks } from '../keys/remote-jwks.js';
import type { KeyFetchReport } from '../keys/key-refresh.js';
import { publicKeys, secrets } from '../keys/static-keys.js';
import { numberWithin, secureUrl } from '../options/option-checks.js';
import { isObject, optionPath } from '../options/own-options.js';
import { isSymmetric } from '../signature/algorithms.js';
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
  const parts = partsOf(options.keys);
  if (parts !== undefined) return combinedKeys(parts, options, context);
  if (options.keys !== undefined) return ownSource(options.keys, option);
  return remoteKeys({ jwksUri: secureUrl(options.jwksUri, option) }, options, context);
}

/** An option that has no effect would only look like protection. */
function requireFetchedKeys(options: IssuerOptions, source: string | undefined, path: string): void {
  const refuse = (name: string, remedy: string): never => {
    throw new InvalidOptionError(optionPath(path, name), remedy);
  };
  const names = partsOf(options.keys)?.map(nameOfPart) ?? [source ?? 'discovery'];
  const from = names.join('`, `');
  if (options.sameOriginKeys !== undefined && !names.includes('discovery'))
    refuse('sameOriginKeys', `is for keys that discovery finds; these come from \`${from}\`.`);
  if (options.staleIfError !== undefined && !names.some(isFetched))
    refuse('staleIfError', `is for keys that are fetched; these come from \`${from}\`.`);
}

function isFetched(name: string): boolean {
  return name === 'jwksUri' || name === 'discovery';
}

function staleIfErrorMs({ staleIfError = hour }: IssuerOptions, path: string): number {
  const range = { min: 0, max: 24 * hour, unit: 'seconds' };
  return numberWithin(staleIfError, optionPath(path, 'staleIfError'), range) * 1_000;
}

/** Each part is made as if it were the only source, and has the algorithms that are for its kind of keys. */
function combinedKeys(parts: readonly KeyPart[], options: IssuerOptions, context: KeySourceContext): KeySource {
  staleIfErrorMs(options, context.path); // These are named as they stand beside `keys`.
  sameOrigin(options, context);
  const sources = parts.map((part, index) => {
    const path = `${optionPath(context.path, 'keys')}[${index}]`;
    const algorithms = algorithmsFor(part, context, path);
    return { algorithms, source: createKeySource(optionsFor(part, options), { ...context, path, algorithms }) };
  });
  return createCombinedSource(sources);
}

/** What a source of the caller's own has keys for, only the caller knows. */
function algorithmsFor(part: KeyPart, { algorithms }: KeySourceContext, path: string): readonly Algorithm[] {
  const name = nameOfPart(part);
  if (name === 'keys') return algorithms;
  const fitting = algorithms.filter((algorithm) => isSymmetric(algorithm) === (name === 'secret'));
  if (fitting.length > 0) return fitting;
  throw new InvalidOptionError(
    optionPath(path, name),
    `none of \`algorithms\` (${algorithms.join(', ')}) is for these keys.`,
  );
}

function optionsFor(part: KeyPart, { issuer, staleIfError, sameOriginKeys }: IssuerOptions): IssuerOptions {
  const name = nameOfPart(part);
  return {
    issuer,
    ...(name !== 'discovery' && part),
    ...(staleIfError !== undefined && isFetched(name) && { staleIfError }),
    ...(sameOriginKeys !== undefined && name === 'discovery' && { sameOriginKeys }),
  };
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
    return Object.freeze<KeyHolder>({ find, held: find, atHand: () => keys });
  } catch (cause) {
    throw new InvalidOptionError(option, `this key set cannot be used: ${(cause as Error).message}.`, cause);
  }
}

function ownSource(source: unknown, option: string): KeySource {
  if (!isObject(source) || typeof (source as Partial<KeySource>).find !== 'function')
    throw new InvalidOptionError(option, 'pass a KeySource: an object with find({ alg, kid }).');
  return customKeys(source as unknown as KeySource);
}

function remoteKeys(
  at: JwksFetcherOptions['at'],
  options: IssuerOptions,
  { issuer, path, algorithms, clock, random, fetch, report }: KeySourceContext,
): KeySource {
  const staleMs = staleIfErrorMs(options, path);
  return createRemoteJwks({
    fetchJwks: createJwksFetcher({ at, staleIfErrorMs: staleMs, fetch, clock }),
    issuer,
    staleIfErrorMs: staleMs,
    algorithms,
    clock,
    random,
    report: (outcome) => {
      report(issuer, outcome);
    },
  });
}

import { InvalidOptionError, isObject, nonEmptyString, numberWithin, ownOptions } from '@jwt-guard/core';
import { metrics } from '@opentelemetry/api';
import type { Meter } from '@opentelemetry/api';

/** Where metrics go, and how many time series there can be. */
export interface InstrumentationOptions {
  /** Default: the meter `@jwt-guard/telemetry` of the global provider; without an SDK it does nothing. */
  readonly meter?: Meter;
  /** How many issuers are told apart, 0 to 1000; those that come after are one, `_OTHER`. Default 50. */
  readonly maxIssuers?: number;
}

/** What metrics of a verifier are made of. */
export interface VerifierInstrumentationOptions extends InstrumentationOptions {
  /** The attribute `jwt_guard.verifier`: tells several verifiers of one process apart. Default: no such attribute. */
  readonly name?: string;
}

/** Options that were checked. */
export interface InstrumentationSettings {
  readonly meter: Meter;
  readonly maxIssuers: number;
}

const scopeName = '@jwt-guard/telemetry';

/** @throws {InvalidOptionError} For an unknown option, or one that cannot be used. */
export function readInstrumentationOptions(options: InstrumentationOptions): InstrumentationSettings {
  return readOptions(ownOptions(options, ['meter', 'maxIssuers']));
}

/** @throws {InvalidOptionError} For an unknown option, or one that cannot be used. */
export function readVerifierInstrumentationOptions(
  options: VerifierInstrumentationOptions,
): InstrumentationSettings & { readonly name: string | undefined } {
  const own = ownOptions(options, ['meter', 'maxIssuers', 'name']);
  const name = own.name === undefined ? undefined : nonEmptyString(own.name, 'name', 'pass a name, or leave it out.');
  return { ...readOptions(own), name };
}

function readOptions({ meter, maxIssuers = 50 }: InstrumentationOptions): InstrumentationSettings {
  return {
    meter: meter === undefined ? metrics.getMeter(scopeName) : requireMeter(meter),
    maxIssuers: numberWithin(maxIssuers, 'maxIssuers', { min: 0, max: 1_000, unit: 'issuers' }),
  };
}

function requireMeter(meter: Meter): Meter {
  if (isObject(meter) && typeof (meter as unknown as Partial<Meter>).createCounter === 'function') return meter;
  throw new InvalidOptionError('meter', 'pass a Meter of @opentelemetry/api, such as metrics.getMeter(…) answers.');
}

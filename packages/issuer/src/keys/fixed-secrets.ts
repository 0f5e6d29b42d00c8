import { InvalidOptionError, isObject, ownOptions } from '@jwt-guard/core';

import { createKeyRingEmitter } from './key-ring-events.js';
import type { SecretRing } from './secret-ring.js';
import type { Secret } from './secret-source.js';

/** A secret from the configuration: at least 32 random bytes, or text whose UTF-8 form has as many. */
export type FixedSecret =
  { readonly id: string; readonly bytes: Uint8Array } | { readonly id: string; readonly text: string };

const minimumBytes = 32;
const minimumDistinctBytes = 8;
const maximumSecrets = 64;
const idPattern = /^[\w-]{1,64}$/;
const remedy =
  'pass [{ id, bytes }] or [{ id, text }], each of at least 32 random bytes (`openssl rand -base64 48`), ' +
  'the one to use first; ids are unique and made of 1 to 64 letters, digits, - and _.';

/**
 * Secrets that do not rotate by themselves: to rotate, put a new one in front, and drop the last after the longest session.
 *
 * @throws {InvalidOptionError} For a weak secret, or an id that is malformed or used twice. The error carries nothing of it.
 */
export function createFixedSecrets(input: readonly FixedSecret[]): SecretRing {
  const secrets = read(input);
  const [current] = secrets as [Secret];
  const byId = new Map(secrets.map((secret) => [secret.id, secret]));
  const listed = Object.freeze(
    secrets.map((secret) =>
      Object.freeze({
        ...{ kid: secret.id, algorithm: 'secret', createdAtMs: 0, signsFromMs: 0 },
        state: secret === current ? ('active' as const) : ('retiring' as const),
      }),
    ),
  );

  return Object.freeze<SecretRing>({
    current: () => Promise.resolve(current),
    find: (id) => Promise.resolve(byId.get(id)),
    rotateNow: refuse,
    revokeKey: refuse,
    list: () => Promise.resolve(listed),
    refresh: () => Promise.resolve(),
    health: () => ({ state: 'fresh', activeKid: current.id }),
    on: createKeyRingEmitter().on,
    close: () => undefined,
  });
}

function refuse(): Promise<never> {
  return Promise.reject(
    new InvalidOptionError('secrets', 'they come from the configuration: change it there, or pass a store instead.'),
  );
}

function read(input: unknown): readonly Secret[] {
  const list: readonly unknown[] = Array.isArray(input) ? input : [];
  const secrets = list.map(readSecret);
  const unique = new Set(secrets.map(({ id }) => id)).size === secrets.length;
  if (secrets.length === 0 || secrets.length > maximumSecrets || !unique)
    throw new InvalidOptionError('secrets', remedy);
  return secrets;
}

function readSecret(input: unknown, index: number): Secret {
  const option = `secrets[${index}]`;
  if (!isObject(input)) throw new InvalidOptionError(option, remedy);
  const { id, bytes, text } = ownOptions<{ id?: unknown; bytes?: unknown; text?: unknown }>(
    input,
    ['id', 'bytes', 'text'],
    option,
  );
  const given = typeof text === 'string' ? Buffer.from(text) : bytes;
  const strong =
    given instanceof Uint8Array && given.length >= minimumBytes && new Set(given).size >= minimumDistinctBytes;
  if (typeof id !== 'string' || !idPattern.test(id) || !strong || (text !== undefined && bytes !== undefined))
    throw new InvalidOptionError(option, remedy);
  return Object.freeze({ id, bytes: Uint8Array.from(given) });
}

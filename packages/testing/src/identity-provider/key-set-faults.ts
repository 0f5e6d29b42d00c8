import { createTestKey } from '../keys/test-key.js';
import type { Fault, FaultedExchange } from './fault.js';
import { sendJson } from './send-json.js';

type Jwks = FaultedExchange['jwks'];
type Jwk = Jwks['keys'][number];

/** More keys than anybody needs. @param count - 20,000 */
export const tooManyKeys = (count = 20_000): Fault =>
  keySetFault('too many keys', {
    meaning: `The key set holds ${count.toLocaleString('en-US')} keys, the right ones among them.`,
    change: (keys) => [...keys, ...Array.from({ length: count - keys.length }, (_, index) => filler(index))],
  });

/** A key that nobody can use, before the good ones. */
export const oneBadKey = (): Fault =>
  keySetFault('one bad key among good ones', {
    meaning: 'A key that is no point of its curve stands before the good ones.',
    change: (keys) => [
      { kty: 'EC', crv: 'P-256', x: 'AAAA', y: 'AAAA', kid: 'bad', use: 'sig', alg: 'ES256' },
      ...keys,
    ],
  });

/** A set without a key. */
export const emptySet = (): Fault =>
  keySetFault('empty set', { meaning: 'The key set is valid and holds no key.', change: () => [] });

/** A secret in a set that everybody can read. */
export const octKey = (): Fault =>
  keySetFault('oct key', {
    meaning: 'A symmetric key, which everybody can read, stands before the good ones.',
    change: (keys) => [{ kty: 'oct', k: Buffer.alloc(64, 7).toString('base64url'), kid: 'oct', alg: 'HS256' }, ...keys],
  });

/** The kid of the first key stands twice. */
export const duplicateKid = (): Fault =>
  keySetFault('duplicate kid', {
    meaning: 'Another key stands in the set under the kid of the first one, too.',
    change: (keys) => [...keys, ...impostors(keys)],
  });

/** The first key is withdrawn. */
export const keyRemoved = (): Fault =>
  keySetFault('key removed', {
    meaning: 'The first key has been withdrawn; the others are still there.',
    change: (keys) => keys.slice(1),
  });

/** The kid of the first key names another key from now on. */
export const kidReused = (): Fault =>
  keySetFault('kid reused with another key', {
    meaning: 'The kid of the first key names another key now.',
    change: (keys) => [...impostors(keys), ...keys.slice(1)],
  });

interface KeySetFaultDetails {
  readonly meaning: string;
  readonly change: (keys: readonly Jwk[]) => readonly Jwk[];
}

function keySetFault(name: string, { meaning, change }: KeySetFaultDetails): Fault {
  return {
    name,
    meaning,
    spoils: ['keys'],
    answer: ({ response, jwks }) => {
      sendJson(response, { keys: change(jwks.keys) });
    },
  };
}

const impostor = createTestKey('ES256').jwk;

/** Another key under the kid of the first one. */
function impostors(keys: readonly Jwk[]): readonly Jwk[] {
  return keys.slice(0, 1).map((first) => ({ ...impostor, kid: first['kid'] }));
}

function filler(index: number): Jwk {
  return { ...impostor, kid: `filler-${index}` };
}

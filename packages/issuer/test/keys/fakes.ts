import { createKeyRing, MemorySigningKeyStore } from '@jwt-guard/issuer';
import type {
  KeyRing,
  KeyRingEvents,
  KeyRingOptions,
  SecretRing,
  SigningKeyStore,
  StoredKeyRing,
} from '@jwt-guard/issuer';

/** A clock that stands still until it is told. */
export interface FakeClock {
  (): number;
  /** Moves it by seconds. */
  pass(seconds: number): void;
}

export const startMs = 1_800_000_000_000;
export const day = 86_400;

export function fakeClock(): FakeClock {
  let nowMs = startMs;
  const clock = (): number => nowMs;
  return Object.assign(clock, {
    pass: (seconds: number) => {
      nowMs += seconds * 1_000;
    },
  });
}

/** A store in memory that can be made to fail. */
export class FaultyStore implements SigningKeyStore {
  inner: MemorySigningKeyStore = new MemorySigningKeyStore();
  fault: 'none' | 'rejects' | 'loses-replies' | 'hangs' = 'none';
  loads = 0;
  replaced = 0;

  async load(): Promise<StoredKeyRing | undefined> {
    this.loads += 1;
    if (this.fault === 'rejects') throw new Error('ECONNREFUSED');
    if (this.fault === 'hangs') return new Promise(() => undefined);
    return this.inner.load();
  }

  async replace(sealed: string, expectedVersion: number): Promise<boolean> {
    if (this.fault === 'rejects') throw new Error('ECONNREFUSED');
    const won = await this.inner.replace(sealed, expectedVersion);
    if (won) this.replaced += 1;
    if (this.fault === 'loses-replies') throw new Error('ECONNRESET');
    return won;
  }
}

export const encryptionKey: string = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7 + 1)).toString(
  'base64url',
);

/** A ring on a store. It is closed by the caller. */
export function ringOn(store: SigningKeyStore, clock: () => number, more: KeyRingOptions = {}): Promise<KeyRing> {
  return createKeyRing({ store, clock, encryptionKey, ...more });
}

/** Records the names and kids of all events of a ring. */
export function recorded(ring: Pick<KeyRing | SecretRing, 'on'>): string[] {
  const told: string[] = [];
  const names: readonly (keyof KeyRingEvents)[] = [
    ...(['keyPublished', 'keyActivated', 'keyRetired', 'keyRemoved', 'keyRevoked', 'keyRingFailed'] as const),
  ];
  for (const name of names) ring.on(name, (event) => told.push('kid' in event ? `${name} ${event.kid}` : name));
  return told;
}

export async function activeKid(ring: KeyRing): Promise<string> {
  return (await ring.signingKey()).kid;
}

export async function publishedKids(ring: KeyRing): Promise<readonly string[]> {
  return (await ring.jwks()).keys.map(({ kid }) => kid);
}

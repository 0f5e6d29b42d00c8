import { createHeldRevocations } from '../../src/revocation/held-revocations.js';
import type { HeldRevocations } from '../../src/revocation/held-revocations.js';

const issuer = 'https://auth.example.com';

/** A store at minute 0, whose clock the test sets. */
function heldAt(maxEntries = 10): { readonly held: HeldRevocations; readonly setMinute: (minute: number) => void } {
  let now = 0;
  return {
    held: createHeldRevocations(maxEntries, () => now),
    setMinute: (minute) => {
      now = minute;
    },
  };
}

describe('held revocations', () => {
  it('A2 · forget an issuer of which nothing is revoked any more, and not before', () => {
    const { held, setMinute } = heldAt();
    held.set({ issuer, level: 'token', id: 'j' }, () => 1);
    held.set({ issuer, level: 'session', id: 's' }, () => 2);
    setMinute(1);
    held.forget(Infinity);
    expect(held.of(issuer)?.session.has('s')).toBe(true);
    setMinute(2);
    held.forget(Infinity);
    expect(held.of(issuer)).toBeUndefined();
    expect(held.size()).toBe(0);
  });

  it('A2 · look for what may go only when they are full: whoever revokes does not wait for it', () => {
    const { held, setMinute } = heldAt(3);
    const revoke = (id: string): boolean => held.set({ issuer, level: 'token', id }, () => 1);
    revoke('a');
    revoke('b');
    setMinute(1);
    expect([revoke('c'), held.size()]).toEqual([true, 3]);
    expect([revoke('d'), held.size()]).toEqual([true, 1]);
  });
});

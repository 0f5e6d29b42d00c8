import { MemoryRevocationStore } from '@jwt-guard/core';
import { MemoryRefreshTokenStore } from '@jwt-guard/issuer';
import type { DemoStores } from './demo-stores.js';

/** Keeps everything in this process, and loses it with it: keys, sessions, revocations. */
export function openMemoryStores(): DemoStores {
  return {
    revocation: new MemoryRevocationStore(),
    sessions: new MemoryRefreshTokenStore(),
    ring: () => ({}),
    close: () => undefined,
  };
}

import type { RevocationStore, RevocationWriter } from '@jwt-guard/core';
import type { KeyRingOptions, RefreshTokenStore } from '@jwt-guard/issuer';

/** Where the demo keeps what must outlive a request. */
export interface DemoStores {
  readonly revocation: RevocationStore & RevocationWriter;
  readonly sessions: RefreshTokenStore;
  /** Where the keys of access tokens are kept, and the secrets of refresh tokens. */
  ring(name: 'keys' | 'secrets'): Pick<KeyRingOptions, 'store' | 'encryptionKey'>;
  close(): void;
}

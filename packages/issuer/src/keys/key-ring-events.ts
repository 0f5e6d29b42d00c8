import { createEventEmitter } from '@jwt-guard/core';
import type { EventEmitter } from '@jwt-guard/core';

/** What a ring tells its operators, by event name. No event holds key material. */
export interface KeyRingEvents {
  /** A new key is published, and does not sign yet. */
  readonly keyPublished: KeyRingEvent;
  /** A key signs from now on. */
  readonly keyActivated: KeyRingEvent;
  /** A key signs no more; it is still published. */
  readonly keyRetired: KeyRingEvent;
  /** A key is gone: the last token under it has expired. */
  readonly keyRemoved: KeyRingEvent;
  /** A key was taken out before its time: tokens under it are refused. */
  readonly keyRevoked: KeyRingEvent;
  /** The store did not answer, or what it holds can not be read: an alarm. The ring goes on with what it has. */
  readonly keyRingFailed: KeyRingFailedEvent;
}

/** A key changed its state. */
export interface KeyRingEvent {
  /** Signing keys, or the secrets of refresh tokens. */
  readonly ring: 'keys' | 'secrets';
  readonly kid: string;
  readonly algorithm: string;
  /** Epoch milliseconds at which this process noticed. */
  readonly atMs: number;
}

/** A ring could not be loaded or changed. */
export interface KeyRingFailedEvent {
  readonly ring: 'keys' | 'secrets';
  /** Epoch milliseconds of the last time that the ring was read well; absent when it never was. */
  readonly loadedAtMs?: number;
  readonly error: unknown;
}

/** Makes the emitter of a ring. */
export function createKeyRingEmitter(): EventEmitter<KeyRingEvents> {
  return createEventEmitter<KeyRingEvents>([
    'keyPublished',
    'keyActivated',
    'keyRetired',
    'keyRemoved',
    'keyRevoked',
    'keyRingFailed',
  ]);
}

import type { JwtVerifier } from '@jwt-guard/core';

/** A verifier that stands for another one, so that one application serves cases with different options. */
export interface SwitchableVerifier {
  readonly verifier: JwtVerifier<unknown>;
  readonly switchTo: (verifier: JwtVerifier<unknown>) => void;
}

/** Stands for `first` until it is switched. */
export function createSwitchableVerifier(first: JwtVerifier<unknown>): SwitchableVerifier {
  let current = first;
  return {
    verifier: {
      verify: (token, context) => current.verify(token, context),
      hydrate: () => current.hydrate(),
      reload: () => current.reload(),
      health: () => current.health(),
      revocationHealth: () => current.revocationHealth(),
      on: (event, listener) => current.on(event, listener),
      emit: (event, payload) => {
        current.emit(event, payload);
      },
      close: () => {
        current.close();
      },
    },
    switchTo: (verifier) => {
      current = verifier;
    },
  };
}

/** One demand on a store. */
export interface ContractCase {
  /** Starts with the requirements that it checks: `T8, L-25 · gives the parent within grace the same successor`. */
  readonly name: string;
  /** Rejects with an AssertionError when the store does not do what it must. */
  readonly run: () => Promise<void>;
}

/** The store under test. */
export interface StoreUnderTest<Store> {
  /** Makes a store for one case. It may share its data with those of other cases, where the contract does not say otherwise. */
  readonly create: () => Store | Promise<Store>;
  /**
   * Moves the clock of the stores forward. Absent, where the clock is real: the cases that need hours are left out then, and
   * those that need milliseconds wait until the store's clock shows them.
   */
  readonly advance?: (milliseconds: number) => void | Promise<void>;
  /** Opens the same data once more, as another process does. Concurrent cases then spread over both. */
  readonly reopen?: (store: Store) => Store | Promise<Store>;
  /** Frees what a case has opened; called for every store, also after a failure. */
  readonly close?: (store: Store) => void | Promise<void>;
}

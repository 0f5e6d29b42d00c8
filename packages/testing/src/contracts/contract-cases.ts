import type { ContractCase, StoreUnderTest } from './contract-case.js';

/** What a case works with. */
export interface CaseContext<Store> {
  readonly store: Store;
  /** A second handle on the same data, where the store under test has one; else the same. */
  readonly twin: Store;
  /** Moves the store's clock; undefined where it is real. */
  readonly advance: ((milliseconds: number) => Promise<void>) | undefined;
}

/** A case, before there is a store. */
export interface CaseDefinition<Store> {
  readonly name: string;
  readonly check: (context: CaseContext<Store>) => Promise<void>;
  /** It needs a clock that it can move. */
  readonly movesClock?: true;
}

/** The cases of one part of a contract. */
export function defineCases<Store>(definitions: readonly CaseDefinition<Store>[]): readonly CaseDefinition<Store>[] {
  return Object.freeze([...definitions]);
}

/** Binds cases to a store under test. */
export function contractCases<Store>(
  subject: StoreUnderTest<Store> | StoreUnderTest<Store>['create'],
  definitions: readonly CaseDefinition<Store>[],
): readonly ContractCase[] {
  const { create, advance, reopen, close } = typeof subject === 'function' ? { create: subject } : subject;
  const move = advance && (async (milliseconds: number): Promise<void> => advance(milliseconds));

  return definitions
    .filter(({ movesClock }) => movesClock !== true || move !== undefined)
    .map(({ name, check }) =>
      Object.freeze<ContractCase>({
        name,
        run: async () => {
          const store = await create();
          const twin = (await reopen?.(store)) ?? store;
          try {
            await check({ store, twin, advance: move });
          } finally {
            for (const opened of new Set([twin, store])) await close?.(opened);
          }
        },
      }),
    );
}

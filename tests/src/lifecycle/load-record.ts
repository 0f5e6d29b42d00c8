/** What users did under load, by name. */
export type LoadCount =
  'logins' | 'refreshes' | 'checks' | 'revocations' | 'checksOfRevoked' | 'refreshesOfRevoked' | 'unavailable';

/** What happened under load. */
export interface LoadRecord {
  readonly counts: Readonly<Record<LoadCount, number>>;
  /** What must not happen: empty, one hopes. */
  readonly violations: readonly string[];
  count(name: LoadCount): void;
  violate(what: string): void;
}

/** Makes an empty one. */
export function createLoadRecord(): LoadRecord {
  const violations: string[] = [];
  const counts = {
    logins: 0,
    refreshes: 0,
    checks: 0,
    revocations: 0,
    checksOfRevoked: 0,
    refreshesOfRevoked: 0,
    unavailable: 0,
  };
  return Object.freeze<LoadRecord>({
    counts,
    violations,
    count: (name) => {
      counts[name] += 1;
    },
    violate: (what) => {
      violations.push(what);
    },
  });
}

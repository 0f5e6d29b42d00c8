/** An attack case, as attacks.json describes it. */
export interface AttackCase {
  readonly id: string;
  readonly prio: string;
}

/** A case that no test covers, or not wholly, why, and what it waits for. */
export interface ExemptCase {
  readonly id: string;
  readonly reason: string;
  readonly waitsFor: string;
  /** A test names the case and covers what can be covered now. */
  readonly partly?: boolean;
}

/** What is in the corpus and what is not. */
export interface CorpusCoverage {
  /** Cases that a test names. */
  readonly ran: readonly string[];
  readonly exempt: readonly string[];
  /** What is wrong: nothing, when every case is either tested or exempt. */
  readonly faults: readonly string[];
}

/** The cases that must be covered: P0 and P1 of the groups that have been built. */
const groups = new Set(['S', 'A', 'K', 'C', 'T', 'W', 'F', 'G', 'D', 'M', 'I', 'L', 'V']);
const isDue = ({ id, prio }: AttackCase): boolean => groups.has(id.charAt(0)) && (prio === 'P0' || prio === 'P1');

/** Holds the titles of tests and the list of exemptions against the cases. */
export function coverageOfCases(
  cases: readonly AttackCase[],
  titles: readonly string[],
  exemptions: readonly ExemptCase[],
): CorpusCoverage {
  const known = new Set(cases.map(({ id }) => id));
  const named = new Set(titles.flatMap(idsOf));
  const exempt = new Map(exemptions.map((exemption) => [exemption.id, exemption]));
  const missing = cases.filter((one) => isDue(one) && !named.has(one.id) && !exempt.has(one.id));
  return {
    ran: [...named],
    exempt: [...exempt.keys()].filter((id) => !named.has(id)),
    faults: [
      ...missing.map(({ id }) => `${id} is neither tested nor exempt`),
      ...[...named, ...exempt.keys()].filter((id) => !known.has(id)).map((id) => `${id} is no attack case`),
      ...exemptions.flatMap((exemption) => faultsOf(exemption, named)),
      ...(exempt.size === exemptions.length ? [] : ['a case is exempt twice']),
    ],
  };
}

/** A title names its cases before the last middle dot: `S-01 · …`, `C-27, G-02 · …`. */
function idsOf(title: string): readonly string[] {
  return title.slice(0, Math.max(0, title.lastIndexOf(' · '))).match(/(?<![\w-])[A-Z]-\d{2}(?![\w-])/g) ?? [];
}

function faultsOf({ id, reason, waitsFor, partly = false }: ExemptCase, named: ReadonlySet<string>): readonly string[] {
  return [
    ...(reason === '' || waitsFor === '' ? [`${id} is exempt without a reason`] : []),
    ...(named.has(id) && !partly ? [`${id} is tested and exempt: say "partly", or drop one`] : []),
    ...(!named.has(id) && partly ? [`${id} is said to be tested in part, and no test names it`] : []),
  ];
}

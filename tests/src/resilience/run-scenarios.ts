import { faults } from '@jwt-guard/testing/identity-provider';
import type { Fault } from '@jwt-guard/testing/identity-provider';
import { runScenario } from './scenario.js';
import type { Scenario, ScenarioResult } from './scenario.js';

/** Faults that let a verifier wait for its time limit, which is five real seconds. */
const waiting: ReadonlySet<string> = new Set(['slow headers', 'slow body', 'hanging']);

/** Every fault of the catalogue, for both ways to the keys, warm and cold, where it can be played. */
export const scenarios: readonly Scenario[] = Object.values(faults)
  .map((make: () => Fault) => make())
  .flatMap((fault) => [
    ...(fault.spoils.includes('keys') ? startsOf(fault, 'jwksUri') : []),
    ...startsOf(fault, 'discovery'),
  ]);

/** Plays scenarios: those that wait together, the others one after the other, so that what they take is theirs. */
export async function runScenarios(): Promise<readonly ScenarioResult[]> {
  const slow = Promise.all(scenarios.filter(({ fault }) => waiting.has(fault.name)).map(runScenario));
  const results = new Map<Scenario, ScenarioResult>();
  for (const scenario of scenarios)
    if (!waiting.has(scenario.fault.name)) results.set(scenario, await runScenario(scenario));
  const waited = await slow;
  const inOrder = scenarios.map((scenario) => results.get(scenario) ?? waited.find((result) => isOf(result, scenario)));
  return inOrder.filter((result) => result !== undefined);
}

function startsOf(fault: Fault, keysBy: Scenario['keysBy']): readonly Scenario[] {
  return [
    { fault, keysBy, start: 'warm' },
    { fault, keysBy, start: 'cold' },
  ];
}

function isOf(result: ScenarioResult, { fault, keysBy, start }: Scenario): boolean {
  return result.fault === fault.name && result.keysBy === keysBy && result.start === start;
}

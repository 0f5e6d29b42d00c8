/** Prints what a test measured, in one line: numbers to look at, never to assert on. */
export function printNumbers(title: string, numbers: Readonly<Record<string, number | string>>): void {
  const listed = Object.entries(numbers).map(([name, value]) => `${name} ${shown(value)}`);
  process.stdout.write(`${title}: ${listed.join(' · ')}\n`);
}

/** The value that this share of the samples does not exceed. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

function shown(value: number | string): string {
  return typeof value === 'string' || Number.isInteger(value) ? String(value) : value.toFixed(2);
}

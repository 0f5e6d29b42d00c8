/**
 * Runs contestants in turns, so that a busy machine slows all of them; the first round only warms up.
 *
 * @param contestants - by name, functions that answer something truthy (or a promise of it) when they did their work
 * @returns the median of each, in calls a second
 */
export async function compete(contestants, { inFlight, rounds = 9, roundMs = 250 }) {
  const rates = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1)
    for (const [name, once] of Object.entries(contestants)) rates[name].push(await rateOf(once, inFlight, roundMs));
  return Object.fromEntries(Object.entries(rates).map(([name, all]) => [name, median(all.slice(1))]));
}

async function rateOf(once, inFlight, roundMs) {
  const [start, end] = [performance.now(), performance.now() + roundMs];
  let done = 0;
  const oneAfterAnother = async () => {
    for (; performance.now() < end; done += 1) if (!(await once())) throw new Error('a good call was refused');
  };
  await Promise.all(Array.from({ length: inFlight }, oneAfterAnother));
  return (1_000 * done) / (performance.now() - start);
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

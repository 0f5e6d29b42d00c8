const heapGrowthBytes = 10 * 2 ** 20;

/** What is not as it must be after a soak; nothing, when all is well. */
export function faultsOf({ baseline, atEnd, resourcesAtStart, good, goodAnswered, unexpected, ...fetching }) {
  const growth = atEnd.heapUsed - baseline.heapUsed;
  const left = Object.entries(atEnd.resources).filter(([kind, count]) => count > (resourcesAtStart[kind] ?? 0));
  return [
    ...(growth > heapGrowthBytes ? [`the heap grew by ${megabytes(growth)}`] : []),
    ...left.map(([kind, count]) => `${count} ${kind} are left, ${resourcesAtStart[kind] ?? 0} were there at the start`),
    ...(goodAnswered === good ? [] : [`${good - goodAnswered} of ${good} good requests were not answered by 200`]),
    ...(unexpected.length === 0 ? [] : [`${unexpected.length} answers were not as expected: ${kindsOf(unexpected)}`]),
    ...(fetching.fetches > fetching.fetchesAllowed
      ? [`${fetching.fetches} key sets were fetched, ${fetching.fetchesAllowed} are allowed`]
      : []),
    ...(atEnd.events.verified === good ? [] : [`${atEnd.events.verified} tokens were told as verified, of ${good}`]),
  ];
}

/**
 * How many fetches of its keys a server may make (K3, K6): the first; two for made-up kids, and one more every 15 s; and one
 * each time that a set of one minute has aged to 70 % at the least.
 */
export function fetchesAllowedIn(seconds) {
  return 1 + 2 + Math.floor(seconds / 15) + Math.floor(seconds / 42);
}

/** One line of the log. */
export function line({ seconds, delayMs, heapUsed, rss, resources, revoked, events, keys }, { unexpected, slowestMs }) {
  return [
    `${seconds.toFixed(0).padStart(5)} s`,
    `heap ${megabytes(heapUsed)}`,
    `rss ${megabytes(rss)}`,
    `loop p99 ${delayMs.p99.toFixed(1)} ms, max ${delayMs.max.toFixed(1)} ms`,
    Object.entries(resources)
      .map(([kind, count]) => `${kind} ${count}`)
      .join(' '),
    `revoked ${revoked}`,
    `keys ${keys.map(({ state }) => state).join()}`,
    Object.entries(events)
      .map(([name, count]) => `${name} ${count}`)
      .join(' '),
    `slowest answer ${slowestMs.toFixed(0)} ms`,
    `unexpected ${unexpected.length}`,
  ].join(' · ');
}

/** Bytes, as a text. */
export function megabytes(bytes) {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

function kindsOf(texts) {
  return [...new Set(texts)].map((text) => `${texts.filter((one) => one === text).length} × ${text}`).join(', ');
}

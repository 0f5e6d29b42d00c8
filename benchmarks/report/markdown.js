/** A table of numbers; what is undefined was not measured, or cannot be. */
export function table(head, rows) {
  return tableOf(head, rows, '---:');
}

/** A table of words. */
export function textTable(head, rows) {
  return tableOf(head, rows, '---');
}

function tableOf(head, rows, rule) {
  const line = (cells) => `| ${cells.map((cell) => cell ?? '–').join(' | ')} |`;
  return [line(head), line(head.map((_, column) => (column === 0 ? '---' : rule))), ...rows.map(line)].join('\n');
}

/** Calls a second, in thousands. */
export function thousands(result) {
  return result && (result.perSecond / 1_000).toFixed(result.perSecond < 100_000 ? 1 : 0);
}

export function times(value) {
  return value?.toFixed(2);
}

export function micros(result) {
  return result?.cpuMicros.toFixed(result.cpuMicros < 10 ? 1 : 0);
}

const names: ReadonlySet<string> = new Set(['CLIENT', 'CONFIG', 'INFO', 'PING', 'SCRIPT', 'TIME', 'WAIT', 'WAITAOF']);

/** Whether a command names no key, so that a client for a Cluster would send it to any node, or to all. */
export function isKeyless(name: string): boolean {
  return names.has(name.toUpperCase());
}

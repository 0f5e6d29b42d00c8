/** Matches an error that has these members: for `toThrow` and `rejects.toEqual`. */
export function errorWith(members: Record<string, unknown>): Error {
  return expect.objectContaining(members) as Error;
}

/** Matches text that has all these parts. */
export function textWith(...parts: readonly string[]): string {
  const pattern = parts.map((part) => `(?=[^]*${part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')})`).join('');
  return expect.stringMatching(new RegExp(`^${pattern}`)) as string;
}

/** What a call throws, or a promise rejects with. */
export async function thrownBy(action: () => unknown): Promise<unknown> {
  try {
    await action();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

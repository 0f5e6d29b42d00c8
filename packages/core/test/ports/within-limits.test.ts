import { getEventListeners } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { withinLimits } from '../../src/ports/within-limits.js';

const never = (): Promise<never> => new Promise(() => undefined);
const patient = { timeoutMs: 5_000, signal: new AbortController().signal };

describe('withinLimits', () => {
  it('A5 · passes on what the work answers, and what it fails with', async () => {
    await expect(withinLimits(patient, () => Promise.resolve('answer'))).resolves.toBe('answer');
    await expect(withinLimits(patient, () => Promise.reject(new Error('down')))).rejects.toThrow('down');
  });

  it('K2 · ends the wait at the time limit, and tells the work', async () => {
    let heeded: AbortSignal | undefined;
    const ended = withinLimits({ ...patient, timeoutMs: 1 }, (signal) => {
      heeded = signal;
      return never();
    });
    await expect(ended).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(heeded?.reason).toMatchObject({ name: 'TimeoutError' });
  });

  it('K2, A1 · keeps the time limit when all garbage is collected meanwhile', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const ended = withinLimits({ ...patient, timeoutMs: 50 }, never);
    const collecting = setInterval(collect, 5).unref();
    await expect(ended).rejects.toMatchObject({ name: 'TimeoutError' });
    clearInterval(collecting);
  });

  it.each(['before the work begins', 'while it is under way'])('A6 · ends early: %s', async (when) => {
    const closing = new AbortController();
    if (when.startsWith('before')) closing.abort();
    const ended = withinLimits({ ...patient, signal: closing.signal }, never);
    closing.abort();
    await expect(ended).rejects.toMatchObject({ name: 'AbortError' });
  });

  it.each([
    ['has answered', () => Promise.resolve('answer'), 5_000],
    ['never answers', never, 1],
  ])('A2 · leaves no listener behind when the work %s', async (_what, work, timeoutMs) => {
    const { signal } = new AbortController();
    await withinLimits({ timeoutMs, signal }, work).catch(() => undefined);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

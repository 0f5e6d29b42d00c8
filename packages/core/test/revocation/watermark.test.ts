import { mergeWatermark, watermarkFor } from '../../src/revocation/watermark.js';
import type { Watermark } from '../../src/revocation/watermark.js';

/** What revocations amount to: each is a second, and perhaps the session that it spares. */
const merged = (...revocations: readonly (readonly [at: number, exceptSession?: string])[]): Watermark =>
  revocations.reduce<Watermark | undefined>(
    (known, [at, exceptSession]) => mergeWatermark(known, { at, exceptSession }),
    undefined,
  ) as Watermark;

describe('a watermark', () => {
  it('V1 · counts for every session, and for tokens of none', () => {
    const watermark = merged([100]);
    expect([watermarkFor(watermark, undefined), watermarkFor(watermark, 'a')]).toEqual([100, 100]);
  });

  it('V1 · spares the one session that it excepts, and no token without a session', () => {
    const watermark = merged([100, 'a']);
    expect(watermarkFor(watermark, 'a')).toBeUndefined();
    expect([watermarkFor(watermark, 'b'), watermarkFor(watermark, undefined)]).toEqual([100, 100]);
  });

  it('V1 · spares a session only from the revocations that except it', () => {
    const watermark = merged([100], [200, 'a']);
    expect([watermarkFor(watermark, 'a'), watermarkFor(watermark, 'b')]).toEqual([100, 200]);
  });

  it('V1 · spares no session that a later revocation does not except', () => {
    const watermark = merged([100, 'a'], [200, 'b'], [300, 'c']);
    expect(['a', 'b', 'c', 'd'].map((session) => watermarkFor(watermark, session))).toEqual([300, 300, 200, 300]);
  });

  it('V1 · goes on sparing a session that is excepted again', () => {
    const watermark = merged([100, 'b'], [200, 'a'], [300, 'a']);
    expect([watermarkFor(watermark, 'a'), watermarkFor(watermark, 'b')]).toEqual([100, 300]);
  });

  it('V1 · never moves back, whatever the clock does', () => {
    expect(watermarkFor(merged([200], [100]), undefined)).toBe(200);
    expect(watermarkFor(merged([200, 'a'], [100, 'a']), 'b')).toBe(200);
    const back = merged([200, 'a'], [100, 'b']);
    expect([watermarkFor(back, 'a'), watermarkFor(back, 'b')]).toEqual([100, 200]);
    expect(watermarkFor(merged([200, 'a'], [150], [100, 'b']), 'a')).toBe(150);
  });
});

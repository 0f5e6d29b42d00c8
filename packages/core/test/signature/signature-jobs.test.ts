import { createHook } from 'node:async_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { verifyJob } from '../../src/signature/signature-jobs.js';
import type { SignatureJob } from '../../src/signature/signature-jobs.js';
import { signBytes, testKey } from '../support/keys.js';

const signer = testKey('ES256');
const signingInput = Buffer.from('header.claims');
const job: SignatureJob = {
  hash: 'sha256',
  key: { key: signer.keyObject, dsaEncoding: 'ieee-p1363' },
  signingInput,
  signature: signBytes(signer, signingInput),
};
const forged: SignatureJob = { ...job, signature: Buffer.alloc(64, 1) };

/** Whether it was verified in line: then the answer is at hand. */
const isInLine = (answer: Answer): boolean => typeof answer === 'boolean';

type Answer = boolean | Promise<boolean>;

const all = (answers: readonly Answer[]): Promise<boolean[]> => Promise.all(answers.map(async (answer) => answer));

/** How many signatures node:crypto has begun to verify, in line or on the pool. */
function countBegun(): { readonly count: () => number; readonly stop: () => void } {
  let begun = 0;
  const hook = createHook({ init: (_id, type) => void (begun += Number(type === 'SIGNREQUEST')) }).enable();
  return { count: () => begun, stop: () => void hook.disable() };
}

/** A turn with one signature, so that no test feels those of the test before. */
async function quiet(): Promise<void> {
  await nextTurn();
  await verifyJob(job);
  await nextTurn();
}

describe('verifyJob', () => {
  beforeEach(quiet);

  it('verifies in line one signature after another, whoever waits for each', async () => {
    for (const each of [job, forged, job]) {
      const answer = verifyJob(each);
      expect(answer).toBe(each === job);
      await answer;
    }
  });

  it('verifies on the pool whatever is asked for before the first one who asked has gone on', async () => {
    const answers = [verifyJob(job), verifyJob(job), verifyJob(forged)];
    expect(answers.map(isInLine)).toEqual([true, false, false]);
    await expect(all(answers)).resolves.toEqual([true, true, false]);
  });

  it('verifies on the pool while the pool has work', async () => {
    const [, onPool] = [verifyJob(job), verifyJob(job)];
    await Promise.resolve();
    const another = verifyJob(job);
    expect(isInLine(another)).toBe(false);
    await Promise.all([onPool, another]);
  });

  it('verifies on the pool when the turn before brought several, and in line again when it brought one', async () => {
    await verifyJob(job);
    await verifyJob(job);
    await nextTurn();
    const answer = verifyJob(job);
    expect(isInLine(answer)).toBe(false);
    await answer;
    await nextTurn();
    expect(isInLine(verifyJob(job))).toBe(true);
  });

  it('hands jobs to the pool four at once, and what is left when the turn ends', async () => {
    const begun = countBegun();
    const answers = [job, job, job, forged].map(verifyJob);
    expect(begun.count()).toBe(1); // the one in line
    answers.push(verifyJob(job));
    expect(begun.count()).toBe(5);
    answers.push(verifyJob(forged));
    expect(begun.count()).toBe(5);
    await nextTurn();
    expect(begun.count()).toBe(6);
    await expect(all(answers)).resolves.toEqual([true, true, true, false, true, false]);
    begun.stop();
  });

  it('A2 · has 64 jobs on the pool at most, and loses none of those that wait', async () => {
    const begun = countBegun();
    const answers = Array.from({ length: 1_000 }, (_, at) => verifyJob(at % 2 === 0 ? job : forged));
    expect(begun.count()).toBe(64 + 1); // and the one in line
    await expect(all(answers)).resolves.toEqual(answers.map((_, at) => at % 2 === 0));
    expect(begun.count()).toBe(1_000);
    begun.stop();
  });

  it.each([
    ['on the pool', { ...job, key: { ...job.key, key: testKey('EdDSA').keyObject } }],
    ['before it is there', { ...job, hash: 'no digest' }],
  ])(
    'J7 · takes what cannot be tried, which shows %s, for no signature, and goes on with those that wait',
    async (_where, misfit) => {
      const jobs = [job, ...Array.from({ length: 100 }, () => misfit), job];
      await expect(all(jobs.map(verifyJob))).resolves.toEqual(jobs.map((each) => each === job));
    },
  );

  it('throws in line what node:crypto throws', () => {
    expect(() => verifyJob({ ...job, hash: 'no digest' })).toThrow('Invalid digest');
  });
});

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

  it('A2 · has 64 jobs on the pool at most, and loses none of those that wait', async () => {
    let onPool = 0;
    const hook = createHook({ init: (_id, type) => void (onPool += Number(type === 'SIGNREQUEST')) }).enable();
    const answers = Array.from({ length: 100 }, (_, at) => verifyJob(at % 2 === 0 ? job : forged));
    const begun = onPool;
    const verdicts = await all(answers);
    hook.disable();
    expect(begun).toBe(64 + 1); // and the one in line
    expect(onPool).toBe(100);
    expect(verdicts).toEqual(answers.map((_, at) => at % 2 === 0));
  });

  it.each([
    ['on the pool', { ...job, key: { ...job.key, key: testKey('EdDSA').keyObject } }],
    ['before it is there', { ...job, hash: 'no digest' }],
  ])('goes on with those that wait when others fail %s', async (_where, misfit) => {
    const answers = [job, ...Array.from({ length: 100 }, () => misfit), job].map(verifyJob);
    const settled = await Promise.allSettled(answers.map(async (answer) => answer));
    expect(settled.filter(({ status }) => status === 'rejected')).toHaveLength(100);
    expect(settled.at(-1)).toEqual({ status: 'fulfilled', value: true });
  });
});

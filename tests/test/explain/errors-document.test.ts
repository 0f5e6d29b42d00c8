import { readDocument } from '../../src/docs/documents.js';
import { rejectionCases } from '../../src/explain/rejection-cases.js';

describe('docs/errors.md', () => {
  it('B8 · has one section for each reason that is produced here, of which the anchor is the reason', () => {
    const sections = [...readDocument('docs/errors.md').matchAll(/^### (.+)$/gm)].map(([, name]) => name);

    expect([...sections].sort()).toEqual(rejectionCases.map(({ reason }) => reason).sort());
  });
});

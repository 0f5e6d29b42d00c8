import type { VerifiedToken } from '@jwt-guard/core';

/** What both APIs answer, so that they can be compared line by line. */
export const answers = {
  public: () => ({ message: 'Open to everyone.' }),
  optional: (token: VerifiedToken | undefined) => ({ message: `Hello, ${token?.subject ?? 'stranger'}.` }),
  profile: ({ subject, scopes, source }: VerifiedToken) => ({ subject, scopes, source }),
  reports: () => ({ reports: ['Q1', 'Q2', 'Q3'] }),
  reportCreated: () => ({ created: true }),
  billing: ({ subject }: VerifiedToken) => ({ subject, invoices: [] }),
};

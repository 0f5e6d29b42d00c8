import type { Evidence } from './evidence.js';

/** What is found out about one refusal: it replaces what the guide says in general. */
export interface Finding {
  readonly expected?: string | undefined;
  readonly found?: string | undefined;
  readonly likelyCause?: string | undefined;
  readonly fix?: string | undefined;
}

/** What is said about one reason. */
export interface ReasonGuide {
  readonly summary: string;
  readonly likelyCause: string;
  readonly fix: string;
  readonly examine?: (evidence: Evidence) => Finding;
}

/** What tests read of supertest's response, whose own body is untyped. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly body: unknown;
}

/** Waits for the answer to a request of supertest. */
export async function answerTo(sent: PromiseLike<HttpAnswer>): Promise<HttpAnswer> {
  return await sent;
}

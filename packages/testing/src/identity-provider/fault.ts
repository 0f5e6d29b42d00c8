import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a request asks the identity provider for; `elsewhere` is any path where it publishes nothing. */
export type IssuerDocument = 'keys' | 'metadata' | 'elsewhere';

/** One request while a fault is played. */
export interface FaultedExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly asked: IssuerDocument;
  /** The issuer's identifier: an origin, and a path where it has one. */
  readonly issuer: string;
  /** The metadata and the key set as they are without the fault. */
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly jwks: { readonly keys: readonly Readonly<Record<string, unknown>>[] };
  /** Answers as if there were no fault. */
  readonly serve: () => void;
  /** Says that the answer, or its end, is being kept back: it counts as withheld until the connection is done with it. */
  readonly withhold: () => void;
}

/** Something that goes wrong at an identity provider. */
export interface Fault {
  readonly name: string;
  /** One sentence: what a verifier gets. */
  readonly meaning: string;
  /** The documents that it can spoil. */
  readonly spoils: readonly IssuerDocument[];
  readonly answer: (exchange: FaultedExchange) => void;
}

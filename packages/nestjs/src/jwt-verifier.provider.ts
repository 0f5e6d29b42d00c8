import { createRequestGuard } from '@jwt-guard/core';
import type { JwtVerifier, RequestGuardOptions } from '@jwt-guard/core';
import { Injectable } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';

/** Makes the verifier of the application, and closes what it made: a verifier that came with the options is its owner's. */
@Injectable()
export class JwtVerifierProvider implements OnApplicationShutdown {
  #made: JwtVerifier<unknown> | undefined;

  /** @throws {InvalidOptionError} When any option is wrong; it names the option and the remedy. */
  provide(options: RequestGuardOptions): JwtVerifier<unknown> {
    const { verifier } = createRequestGuard(options);
    if (verifier !== options.verifier) this.#made = verifier;
    return verifier;
  }

  onApplicationShutdown(): void {
    this.#made?.close();
  }
}

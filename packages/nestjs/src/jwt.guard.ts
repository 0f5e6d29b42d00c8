import { createRequestGuard, isJwtGuardError } from '@jwt-guard/core';
import type { JwtGuardError, JwtVerifier, RequestGuard, RequestGuardOptions, VerifiedToken } from '@jwt-guard/core';
import { Inject, Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { requestLikeOf } from './http/http-request.js';
import type { HttpRequest } from './http/http-request.js';
import { identify } from './http/identity.js';
import { refusalException } from './http/refusal-exception.js';
import { guardOptionsOf } from './jwt-guard.options.js';
import { JWT_GUARD_OPTIONS, JWT_VERIFIER } from './jwt-guard.tokens.js';
import { routeDemands } from './route/route-demands.js';
import type { NestRouteDemands } from './route/route-demands.js';

/**
 * Lets a request through when its token satisfies what the decorators of the route demand; sets `req.auth` (the token)
 * and `req.user` (its claims). Its protected steps are there to be overridden.
 */
@Injectable()
export class JwtGuard implements CanActivate {
  readonly #requests: RequestGuard<unknown>;

  constructor(
    @Inject(JWT_GUARD_OPTIONS) options: RequestGuardOptions,
    @Inject(JWT_VERIFIER) verifier: JwtVerifier<unknown>,
  ) {
    this.#requests = createRequestGuard({ ...guardOptionsOf(options), verifier });
  }

  /**
   * @returns false for what is no HTTP request
   * @throws {HttpException} When the request is refused; its `cause` is the core's error.
   */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = this.getRequest(context);
    if (request === undefined) return false;
    // Whoever set an identity before: from here on, only ours counts.
    identify(request, undefined);
    const demands = this.requirementsFor(context);
    if (demands !== 'public') identify(request, await this.#authenticate(request, demands, context));
    return true;
  }

  /** The request to guard. Undefined in a context that is not served (GraphQL, WebSocket, RPC): it is denied. */
  protected getRequest(context: ExecutionContext): HttpRequest | undefined {
    return context.getType() === 'http' ? context.switchToHttp().getRequest<HttpRequest>() : undefined;
  }

  /** What the decorators of the route demand. */
  protected requirementsFor(context: ExecutionContext): NestRouteDemands {
    return routeDemands(context.getClass(), context.getHandler());
  }

  /**
   * Answers a refused request: the headers go on the reply, status and body into the exception.
   *
   * @throws {HttpException} Always.
   */
  protected deny(error: JwtGuardError, context: ExecutionContext): never {
    const reply = context.switchToHttp().getResponse<{ header(name: string, value: string): unknown }>();
    for (const [name, value] of Object.entries(error.headers)) reply.header(name, value);
    throw refusalException(error);
  }

  async #authenticate(
    request: HttpRequest,
    demands: Exclude<NestRouteDemands, 'public'>,
    context: ExecutionContext,
  ): Promise<VerifiedToken<unknown> | undefined> {
    try {
      return await this.#requests.authenticate(requestLikeOf(request), demands);
    } catch (error) {
      if (isJwtGuardError(error)) this.deny(error, context);
      throw error;
    }
  }
}

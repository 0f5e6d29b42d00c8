import { All, Controller, Get, HttpCode, Inject, Req } from '@nestjs/common';
import { OptionalAuth, Public, RequireScopes } from '@jwt-guard/nestjs';
import type { HandledRequest, Handler } from './handler.js';

/** Injects the handler that all routes share. */
export const HANDLER = Symbol('handler');

/** The routes of {@link expressApi}, for Nest. */
@Controller()
export class ApiController {
  readonly #handle: Handler;

  constructor(@Inject(HANDLER) handle: Handler) {
    this.#handle = handle;
  }

  @Public()
  @All('open')
  @HttpCode(200)
  open(@Req() request: HandledRequest): object | Promise<object> {
    return this.#handle(request);
  }

  @OptionalAuth()
  @All('optional')
  @HttpCode(200)
  optional(@Req() request: HandledRequest): object | Promise<object> {
    return this.#handle(request);
  }

  @RequireScopes('reports:read')
  @All('scoped')
  @HttpCode(200)
  scoped(@Req() request: HandledRequest): object | Promise<object> {
    return this.#handle(request);
  }

  @Get('report')
  report(@Req() request: HandledRequest): object | Promise<object> {
    return this.#handle(request);
  }

  @All('protected')
  @HttpCode(200)
  protected(@Req() request: HandledRequest): object | Promise<object> {
    return this.#handle(request);
  }
}

import { challengeResponse } from '@jwt-guard/core';
import type { JwtGuardError } from '@jwt-guard/core';
import {
  BadRequestException,
  ForbiddenException,
  HttpException,
  ServiceUnavailableException,
  UnauthorizedException,
} from '@nestjs/common';

/** By status, since filters catch by class: `@Catch(UnauthorizedException)`. */
const exceptions = new Map([
  [400, BadRequestException],
  [401, UnauthorizedException],
  [403, ForbiddenException],
  [503, ServiceUnavailableException],
]);

/** A refusal as Nest's exception of its status: the body that all adapters answer with, and the refusal as `cause`. */
export function refusalException(error: JwtGuardError): HttpException {
  const { status, body } = challengeResponse(error);
  const Exception = exceptions.get(status);
  return Exception === undefined
    ? new HttpException(body, status, { cause: error })
    : new Exception(body, { cause: error });
}

import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { verifiedTokenOf } from '../http/identity.js';

/** The `VerifiedToken` of the request; undefined where the route let an anonymous request through. */
export const CurrentToken: () => ParameterDecorator = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => verifiedTokenOf(context),
);

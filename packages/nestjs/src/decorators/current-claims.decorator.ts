import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext, PipeTransform, Type } from '@nestjs/common';
import { verifiedTokenOf } from '../http/identity.js';

/**
 * One claim of the request's token by its own name, or all of them; undefined where there is no token or no such claim.
 *
 * @example `@CurrentClaims('sub') userId: string`
 */
export const CurrentClaims: (name?: string, ...pipes: (Type<PipeTransform> | PipeTransform)[]) => ParameterDecorator =
  createParamDecorator((name: string | undefined, context: ExecutionContext) => {
    const claims = verifiedTokenOf(context)?.claims;
    if (claims === undefined || name === undefined) return claims;
    return Object.hasOwn(claims, name) ? claims[name] : undefined;
  });

import { All, Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import {
  CurrentClaims,
  CurrentToken,
  OptionalAuth,
  Public,
  RequireAnyScope,
  RequireAudience,
  RequireClaim,
  RequireRoles,
  RequireScopes,
} from '@jwt-guard/nestjs';
import type { VerifiedToken } from '@jwt-guard/nestjs';

/** The handlers that ran, in order: a refused request must not add to it. */
export const handled: string[] = [];

function ran<T>(name: string, answer: T): T {
  handled.push(name);
  return answer;
}

/** One route for each demand. */
@Controller()
export class ApiController {
  @Public()
  @Get('public')
  open(@CurrentToken() token?: VerifiedToken): object {
    return ran('public', { subject: token?.subject ?? null });
  }

  @OptionalAuth()
  @Get('optional')
  optional(@CurrentToken() token?: VerifiedToken): object {
    return ran('optional', { subject: token?.subject ?? null });
  }

  @Get('profile')
  profile(@CurrentToken() { subject, scopes, source }: VerifiedToken, @CurrentClaims('sub') sub: string): object {
    return ran('profile', { subject, scopes, source, sub });
  }

  @Get('identity')
  identity(@Req() request: { auth?: VerifiedToken; user?: unknown }): object {
    return ran('identity', { auth: request.auth, user: request.user });
  }

  @RequireScopes('reports:read')
  @Get('reports')
  reports(): object {
    return ran('reports', {});
  }

  @RequireScopes('reports:read', 'reports:write')
  @Post('reports')
  @HttpCode(200)
  report(): object {
    return ran('report', {});
  }

  @RequireAnyScope('reports:read', 'reports:write')
  @Get('any-scope')
  anyScope(): object {
    return ran('any-scope', {});
  }

  @RequireAudience('https://billing.test')
  @Get('billing')
  billing(): object {
    return ran('billing', {});
  }

  @RequireRoles('admin')
  @Get('roles')
  roles(): object {
    return ran('roles', {});
  }

  @RequireClaim('tenant', (tenant) => tenant === 'acme')
  @Get('tenant')
  tenant(): object {
    return ran('tenant', {});
  }

  @Post('orders')
  @HttpCode(200)
  order(): object {
    return ran('order', {});
  }

  @All('anything')
  anything(): object {
    return ran('anything', {});
  }
}

import { CurrentToken, OptionalAuth, Public, RequireAudience, RequireScopes } from '@jwt-guard/nestjs';
import type { VerifiedToken } from '@jwt-guard/nestjs';
import { Controller, Get, Post } from '@nestjs/common';
import { billingAudience } from '../../auth/audiences.js';
import { answers } from '../answers.js';

/** The Nest API: every route needs a token, but for those that say otherwise. */
@Controller()
export class DemoController {
  @Public()
  @Get('public')
  public() {
    return answers.public();
  }

  @OptionalAuth()
  @Get('optional')
  optional(@CurrentToken() token: VerifiedToken | undefined) {
    return answers.optional(token);
  }

  @Get('profile')
  profile(@CurrentToken() token: VerifiedToken) {
    return answers.profile(token);
  }

  @RequireScopes('reports:read')
  @Get('reports')
  reports() {
    return answers.reports();
  }

  @RequireScopes('reports:write')
  @Post('reports')
  createReport() {
    return answers.reportCreated();
  }

  @RequireAudience(billingAudience)
  @Get('billing')
  billing(@CurrentToken() token: VerifiedToken) {
    return answers.billing(token);
  }
}

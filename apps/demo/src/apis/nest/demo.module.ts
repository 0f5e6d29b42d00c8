import { JwtGuardModule } from '@jwt-guard/nestjs';
import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { ApiGuardOptions } from '../guard-options.js';
import { DemoController } from './demo.controller.js';

/** The Nest API. The guard is global. */
@Module({ controllers: [DemoController] })
export class DemoModule {
  static guardedBy(guard: ApiGuardOptions): DynamicModule {
    return { module: DemoModule, imports: [JwtGuardModule.forRoot(guard)] };
  }
}

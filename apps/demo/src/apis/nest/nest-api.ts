import 'reflect-metadata';
import type { RequestListener } from 'node:http';
import { NestFactory } from '@nestjs/core';
import type { ApiGuardOptions } from '../guard-options.js';
import { DemoModule } from './demo.module.js';

/** A Nest application as a listener, to be mounted anywhere. */
export interface NestApi {
  readonly listener: RequestListener;
  close(): Promise<void>;
}

/** Starts the Nest API, without a port of its own. */
export async function createNestApi(guard: ApiGuardOptions): Promise<NestApi> {
  const app = await NestFactory.create(DemoModule.guardedBy(guard), { logger: false });
  await app.init();
  return { listener: app.getHttpAdapter().getInstance() as RequestListener, close: () => app.close() };
}

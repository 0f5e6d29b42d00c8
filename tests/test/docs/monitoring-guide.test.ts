import 'reflect-metadata';
import type { RequestListener } from 'node:http';
import { JwtGuardModule } from '@jwt-guard/nestjs';
import { startLocalIssuer } from '@jwt-guard/testing';
import type { LocalIssuerServer } from '@jwt-guard/testing';
import { Controller, Get, Module } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import type { Express } from 'express';
import { readDocument } from '../../src/docs/documents.js';
import { runSnippet } from '../../src/docs/run-snippet.js';
import { snippetModulesOf } from '../../src/docs/snippet-module.js';
import { startListener, startNest } from '../../src/wiring/start-app.js';
import type { RunningApp } from '../../src/wiring/start-app.js';

const snippets = snippetModulesOf(readDocument('docs/guides/monitoring.md')).map(({ text }) => text);
const audience = 'https://api.example.com';
let issuer: LocalIssuerServer;
let metrics: RunningApp;

beforeAll(async () => {
  issuer = await startLocalIssuer({ audience });
  const { exporter } = (await runSnippet(snippetThat('new PrometheusExporter'), {
    'const exporter': 'export const exporter',
    '{ port: 9464 }': '{ preventServerStart: true }',
  })) as { exporter: { getMetricsRequestHandler: RequestListener } };
  await runSnippet(snippetThat('instrumentIssuer();'), {});
  metrics = await startListener((request, response) => {
    exporter.getMetricsRequestHandler(request, response);
  });
});

afterAll(async () => {
  await metrics.close();
  await issuer.close();
});

it('K9 · the Express application of the guide has metrics of what its guard decides', async () => {
  const { app } = (await runSnippet(snippetThat("from 'express'"), {
    'https://auth.example.com': issuer.issuer,
    'const app': 'export const app',
  })) as { app: Express };
  const express = await startListener(app);
  await askTwice(express.url);
  await express.close();

  expect(await countOf({ result: 'accepted' })).toBe(1);
  expect(await countOf({ result: 'rejected', reason: 'expired' })).toBe(1);
  expect(await scrape()).toContain(`jwt_guard_keys_state{jwt_guard_issuer="${issuer.issuer}",jwt_guard_state="fresh"`);
});

it('K9 · so has the Nest application, by its provider', async () => {
  const { JwtGuardMetrics } = (await runSnippet(snippetThat('JwtGuardMetrics'), {})) as { JwtGuardMetrics: Type };
  const before = await countOf({ result: 'accepted' });

  @Controller()
  class ReportsController {
    @Get()
    list(): string[] {
      return [];
    }
  }
  @Module({
    imports: [JwtGuardModule.forRoot({ issuer: issuer.issuer, audience })],
    controllers: [ReportsController],
    providers: [JwtGuardMetrics],
  })
  class AppModule {}
  const nest = await startNest('Nest on Express', AppModule);
  await askTwice(nest.url);
  await nest.close();

  expect(await countOf({ result: 'accepted' })).toBe(before + 1);
});

function snippetThat(contains: string): string {
  const found = snippets.filter((text) => text.includes(contains));
  if (found.length !== 1) throw new Error(`${found.length} snippets of the guide have ${contains}`);
  return found[0] ?? '';
}

/** A good token, and one that has expired. What the application answers after its guard does not matter here. */
async function askTwice(url: string): Promise<void> {
  for (const token of [issuer.tokenFor(), issuer.tokenFor({ expiresIn: -60 })])
    await fetch(url, { headers: { Authorization: `Bearer ${token}` } });
}

async function scrape(): Promise<string> {
  return (await fetch(metrics.url)).text();
}

async function countOf(labels: Readonly<Record<string, string>>): Promise<number> {
  const wanted = Object.entries(labels).map(([name, value]) => `jwt_guard_${name}="${value}"`);
  const lines = (await scrape()).split('\n').filter((line) => line.startsWith('jwt_guard_decisions_total{'));
  const found = lines.filter((line) => wanted.every((label) => line.includes(label)));
  return found.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

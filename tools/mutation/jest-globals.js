// Gives mocha the globals of Jest that the tests of core use, from Jest's own packages. A file for `require` of mocha.
import { ModernFakeTimers } from '@jest/fake-timers';
import { expect } from 'expect';
import { bind } from 'jest-each';
import { ModuleMocker } from 'jest-mock';
import Mocha from 'mocha';

const mocker = new ModuleMocker(globalThis);
const timers = new ModernFakeTimers({ config: { rootDir: process.cwd(), fakeTimers: {} }, global: globalThis });

globalThis.expect = expect;
globalThis.jest = {
  spyOn: mocker.spyOn.bind(mocker),
  useFakeTimers: (options) => timers.useFakeTimers(options),
  useRealTimers: () => timers.useRealTimers(),
  advanceTimersByTimeAsync: (ms) => timers.advanceTimersByTimeAsync(ms),
  getTimerCount: () => timers.getTimerCount(),
};

const { bdd } = Mocha.interfaces;

/** Mocha makes its globals anew for each file. */
Mocha.interfaces.bdd = (suite) => {
  bdd(suite);
  suite.on('pre-require', (context) => {
    context.it.each = bind(context.it);
    context.describe.each = bind(context.describe, false);
    Object.assign(context, { test: context.it, beforeAll: context.before, afterAll: context.after });
  });
};

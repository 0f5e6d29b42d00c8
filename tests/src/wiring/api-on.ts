import { startApi } from './api.js';
import type { Api, ApiOptions, Framework } from './api.js';

/** Starts an API for the tests of the describe block around, and closes it after them. */
export function apiOn(framework: Framework, options: ApiOptions = {}): { readonly api: Api } {
  let api: Api | undefined;
  beforeAll(async () => {
    api = await startApi(framework, options);
  });
  afterAll(() => api?.close());
  return {
    get api() {
      if (api === undefined) throw new Error('Read api within a test.');
      return api;
    },
  };
}

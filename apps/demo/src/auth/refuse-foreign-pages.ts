import { csrfGuard } from '@jwt-guard/express';
import type { RequestHandler } from 'express';

/**
 * Keeps other sites' pages from logging a visitor in or out. Browsers say where a POST comes from; curl does not, and
 * carries no visitor's cookies, so that the lines which the demo prints work as pasted.
 */
export function refuseForeignPages(origins: readonly string[]): RequestHandler {
  const refuse = csrfGuard({ origins });
  return (request, response, next) => {
    const { origin: from, referer, 'sec-fetch-site': site } = request.headers;
    if (from === undefined && referer === undefined && site === undefined) next();
    else refuse(request, response, next);
  };
}

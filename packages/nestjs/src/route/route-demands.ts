import type { RouteDemands } from '@jwt-guard/core';
import type { ExecutionContext } from '@nestjs/common';
import { statementsOn } from './route-statements.js';
import type { RouteStatement } from './route-statements.js';

/** What the decorators of a route come to; `public`: whatever is sent, nobody looks at it. */
export type NestRouteDemands = RouteDemands | 'public';

type Controller = ReturnType<ExecutionContext['getClass']>;
type RouteHandler = ReturnType<ExecutionContext['getHandler']>;

const known = new WeakMap<Controller, WeakMap<RouteHandler, NestRouteDemands>>();

/**
 * What a route demands. Its statements stand on levels, the nearest first: the method, the class, then the same on each
 * class that it extends. The nearest statement decides whether the route is exempt; unless it is public, the demands of
 * all levels hold together.
 *
 * A demand is never lost by extending or overriding, and an exemption never gained: it counts on the controller itself
 * and on the method that runs, not on what they inherit from.
 *
 * @throws {TypeError} When the handler cannot be found on the controller, so that nobody can say what it demands.
 */
export function routeDemands(controller: Controller, handler: RouteHandler): NestRouteDemands {
  const ofController = known.get(controller) ?? new WeakMap<RouteHandler, NestRouteDemands>();
  const demands = ofController.get(handler) ?? readDemands(controller, handler);
  known.set(controller, ofController.set(handler, demands));
  return demands;
}

function readDemands(controller: Controller, handler: RouteHandler): NestRouteDemands {
  const levels = levelsOf(controller, handler);
  const [nearest] = levels.flat();
  const exemption = nearest !== undefined && 'exemption' in nearest ? nearest.exemption : undefined;
  if (exemption === 'public') return 'public';
  const requirements = levels.flat().flatMap((said) => ('requirement' in said ? [said.requirement] : []));
  return Object.freeze({ credentials: exemption, requirements: Object.freeze(requirements) });
}

function levelsOf(controller: Controller, handler: RouteHandler): RouteStatement[][] {
  const classes = withAncestors(controller);
  const method = methodName(classes, handler);
  const owner = classes.find((declared) => Object.hasOwn(declared.prototype as object, method));
  return classes.flatMap((declared) => [
    countingOn(declared === owner, statementsOn(declared.prototype as object, method)),
    countingOn(declared === controller, statementsOn(declared)),
  ]);
}

function countingOn(mayExempt: boolean, said: readonly RouteStatement[]): RouteStatement[] {
  return said.filter((statement) => mayExempt || 'requirement' in statement);
}

function withAncestors(controller: Controller): Controller[] {
  const parent = Object.getPrototypeOf(controller) as Controller;
  // The parent of a class that extends nothing is Function.prototype, which has no prototype of its own.
  return [controller, ...(isClass(parent) ? withAncestors(parent) : [])];
}

function isClass(value: Controller): boolean {
  return typeof value === 'function' && typeof value.prototype === 'object';
}

/** By identity. A method that an instrumentation wrapped, or the constructor bound, goes by its name. */
function methodName(classes: readonly Controller[], handler: RouteHandler): string {
  const methods = classes.flatMap(({ prototype }) => Object.entries(Object.getOwnPropertyDescriptors(prototype)));
  const name = handler.name.replace(/^bound /, '');
  const [found] = methods.find(([, { value }]) => value === handler) ?? methods.find(([key]) => key === name) ?? [];
  if (found !== undefined) return found;
  throw new TypeError(
    `${classes.map((declared) => declared.name).join(' extends ')}: a route's handler is none of its methods, so its demands are not known. ` +
      'Whatever wraps the methods of this controller must keep their names.',
  );
}

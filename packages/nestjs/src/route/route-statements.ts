import { InvalidOptionError } from '@jwt-guard/core';
import type { Requirement } from '@jwt-guard/core';

/** What one decorator says about a route: it exempts from a credential, or makes a demand on it. */
export type RouteStatement =
  | { readonly decorator: string; readonly exemption: 'public' | 'optional' }
  | { readonly decorator: string; readonly requirement: Requirement };

/** Decorates a controller or one of its methods. */
export type RouteDecorator = ClassDecorator & MethodDecorator;

const statementsKey = Symbol.for('jwt-guard:statements');

/**
 * Makes a decorator that adds a statement to a class or a method. For a method it is kept by the method's name, not on
 * the function: other decorators replace functions, and a demand must outlive that.
 *
 * @throws {InvalidOptionError} When decorating, so at boot: if an exemption meets another statement on the same level.
 */
export function stateOnRoute(statement: RouteStatement): RouteDecorator {
  return (target: object, method?: string | symbol): void => {
    const said = statementsOn(target, method);
    const opposite = said.find((other) => contradict(statement, other));
    if (opposite !== undefined) {
      throw new InvalidOptionError(
        nameOf(target, method),
        `${opposite.decorator} and ${statement.decorator} contradict each other: keep one of them.`,
      );
    }
    Reflect.defineMetadata(statementsKey, Object.freeze([...said, statement]), target, method as string);
  };
}

/** What was said on a class, or on a method of a prototype; not what was said on those that it inherits from. */
export function statementsOn(target: object, method?: string | symbol): readonly RouteStatement[] {
  const said = Reflect.getOwnMetadata(statementsKey, target, method as string) as readonly RouteStatement[] | undefined;
  return said ?? [];
}

function contradict(one: RouteStatement, other: RouteStatement): boolean {
  return one.decorator !== other.decorator && ('exemption' in one || 'exemption' in other);
}

function nameOf(target: object, method: string | symbol | undefined): string {
  if (typeof target === 'function') return target.name;
  return `${target.constructor.name}.${String(method)}`;
}

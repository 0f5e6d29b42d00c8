import type { Attributes } from '@opentelemetry/api';

/** Attributes with those that have a value added, each in the namespace `jwt_guard`. */
export function setAttributes(attributes: Attributes, added: Readonly<Record<string, string | undefined>>): Attributes {
  const named = Object.entries(added).map(([name, value]) => [`jwt_guard.${name}`, value] as const);
  return { ...attributes, ...Object.fromEntries(named.filter(([, value]) => value !== undefined)) };
}

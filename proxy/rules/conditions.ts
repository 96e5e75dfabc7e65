import type { IncomingHttpHeaders } from "node:http";
import type { ValueCondition } from "../../gen/es/weir/inference/v1alpha1/value_condition_pb.ts";

/** Whether a condition holds of a value; undefined: there is none. */
export type ValueTest = (value: string | undefined) => boolean;

/** A condition on one header. */
export interface HeaderTest {
  /** In lower case. */
  readonly name: string;
  readonly holds: ValueTest;
}

/** A condition on one parameter of the query. */
export interface QueryTest {
  readonly name: string;
  readonly holds: ValueTest;
}

/** Builds a test of one value; undefined for a kind that this proxy does not know. */
export function valueTest({ match }: ValueCondition): ValueTest | undefined {
  switch (match.case) {
    case "exact":
      return (value) => value === match.value;
    case "prefix":
      return (value) => value?.startsWith(match.value) === true;
    case "present":
      return (value) => (value !== undefined) === match.value;
    case undefined:
      return undefined;
    default:
      return match satisfies never;
  }
}

/** Of a header that stands there several times, or has a list, one value is enough. */
export function headersHold(tests: readonly HeaderTest[], headers: IncomingHttpHeaders): boolean {
  for (const { name, holds } of tests) {
    const value = headers[name];
    const whole = Array.isArray(value) ? value.join(",") : value;
    if (holds(whole)) continue;
    if (whole?.includes(",") !== true || !whole.split(",").some((each) => holds(each.trim()))) return false;
  }
  return true;
}

/** Of a parameter that stands there several times, one value is enough. */
export function queryHolds(tests: readonly QueryTest[], query: URLSearchParams): boolean {
  return tests.every(({ name, holds }) => {
    const values = query.getAll(name);
    return values.length === 0 ? holds(undefined) : values.some(holds);
  });
}

import type { GoMap, GoObject, Integer, Value } from './value.ts';

/**
 * The Go parameter types that functions declare, and what the evaluator passes for each. It checks and converts before the
 * call (text/template's argument rules), so a function only sees what its type allows. A nil map or list arrives as null.
 */
export interface ParameterTypes {
  'interface {}': Value;
  string: string;
  /** a Go int, within ±2^63; a JavaScript number, exact up to 2^53 */
  int: number;
  int64: bigint;
  uint32: number;
  float64: number;
  bool: boolean;
  'map[string]interface {}': GoMap | null;
  '[]interface {}': Value[] | null;
  '[]string': string[] | null;
  'time.Time': GoObject;
  'time.Duration': Integer;
  'sprig.certificate': GoObject;
}

export type ParameterType = keyof ParameterTypes;
/** A parameter, or as the last one a variadic one (`...string`). */
export type Parameter = ParameterType | `...${ParameterType}`;

/** Why a result may differ between two renders of the same input. */
export type Effect = 'random' | 'time' | 'lookup';

/** A function or method that templates can call. */
export interface TemplateFunction {
  readonly parameters: readonly Parameter[];
  readonly effect?: Effect;
  // The evaluator has checked the arguments against `parameters`.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly call: (...args: any[]) => Value;
}

/** Functions by the name templates call them. */
export type FunctionTable = Readonly<Record<string, TemplateFunction>>;

/** Where functions are found by name; a map of them is one. */
export interface FunctionLookup {
  has(name: string): boolean;
  get(name: string): TemplateFunction | undefined;
}

/** Functions of several places: where two have a name, the first place counts. */
export function firstOf(places: readonly FunctionLookup[]): FunctionLookup {
  return {
    has: (name) => places.some((place) => place.has(name)),
    get: (name) => places.find((place) => place.has(name))?.get(name),
  };
}

/** The functions of a table. */
export function functionsOf(table: FunctionTable): FunctionLookup {
  return new Map(Object.entries(table));
}

type Arguments<P extends readonly Parameter[]> = P extends readonly [
  infer Head extends Parameter,
  ...infer Tail extends readonly Parameter[],
]
  ? Head extends `...${infer Element extends ParameterType}`
    ? ParameterTypes[Element][]
    : Head extends ParameterType
      ? [ParameterTypes[Head], ...Arguments<Tail>]
      : never
  : [];

/**
 * Declares a template function: its Go parameter types, and what it does. `call` returns the result, or throws GoError for
 * what is an error or a panic in Go; both end the template with `error calling NAME: MESSAGE`.
 */
export function define<const P extends readonly Parameter[]>(
  parameters: P,
  call: (...args: Arguments<P>) => Value,
  effect?: Effect,
): TemplateFunction {
  return effect === undefined ? { parameters, call } : { parameters, call, effect };
}

/** A Go error (or recovered panic) with Go's message, before anybody knows where in which template it happened. */
export class GoError extends Error {}

import { LimitError, type Budget } from '../../gotemplate/budget.ts';
import { GoError } from '../../gotemplate/function.ts';
import { ANY, asMap, GoObject, isTrue, MapView, type GoMap, type Value } from '../../gotemplate/value.ts';

/** How deep maps may be nested in one another before copying or merging them is refused. */
export const MAX_NESTING = 2000;

export interface MergeOptions {
  /** whether the source wins, or only fills what the target has not or has empty */
  readonly overwrite: boolean;
  readonly budget: Budget;
  /** is told of each map that is changed */
  readonly noteChange?: ((map: GoMap) => void) | undefined;
}

/** A map and Go's name of its element type. */
export interface TypedMap {
  readonly map: GoMap;
  readonly element: string;
}

/**
 * Merges `source` into `target` with the rules of mergo 1.0 as sprig calls it. Values are taken over by reference. Without
 * `overwrite` what is empty in the target (0, false, "", empty or nil) gives way to any non-null value of the source; with
 * it, the source wins, but an empty map of the source leaves a map of the target alone.
 * Returns the error that ends a merge early (the target keeps what was merged before), and throws GoError for panics.
 */
export function mergeInto(
  target: TypedMap,
  source: TypedMap,
  options: MergeOptions,
  depth = 0,
): GoError | undefined {
  if (depth > MAX_NESTING) throw new LimitError(`a value is nested more than ${MAX_NESTING} deep`);
  options.budget.spend(source.map.size);
  for (const [key, value] of source.map) {
    if (value === null) {
      if (options.overwrite) assign(target, source, key, value, options);
      continue;
    }
    const current = target.map.get(key);
    const error = mergeNested(current, value, options, depth);
    if (error !== undefined) return error;
    // What was an empty map may have been filled just now; it stays then.
    if (isKept(current, value, options.overwrite)) continue;
    assign(target, source, key, value, options);
  }
  return undefined;
}

function mergeNested(
  current: Value | undefined,
  value: Value,
  options: MergeOptions,
  depth: number,
): GoError | undefined {
  const source = typedMap(value);
  const target = current === undefined ? undefined : typedMap(current);
  if (target !== undefined && source !== undefined) return mergeInto(target, source, options, depth + 1);
  const isMismatch =
    !options.overwrite &&
    current instanceof GoObject &&
    current.kind === 'ptr' &&
    (source !== undefined || (value instanceof GoObject && value.kind === 'struct'));
  return isMismatch ? new GoError('src and dst must be of same type') : undefined;
}

function isKept(current: Value | undefined, value: Value, overwrite: boolean): boolean {
  if (current === undefined || !isTrue(current)) return false;
  return !overwrite || (asMap(value) !== undefined && asMap(current) !== undefined);
}

function typedMap(value: Value): TypedMap | undefined {
  if (value instanceof Map) return { map: value, element: ANY };
  return value instanceof MapView && !value.isNil ? value : undefined;
}

function assign(
  target: TypedMap,
  source: TypedMap,
  key: string,
  value: Value,
  { noteChange }: MergeOptions,
): void {
  if (target.element !== ANY && target.element !== source.element) {
    throw new GoError(
      `reflect.Value.SetMapIndex: value of type ${source.element} is not assignable to type ${target.element}`,
    );
  }
  noteChange?.(target.map);
  target.map.set(key, value);
}

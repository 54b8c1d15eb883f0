import { define, GoError, type FunctionTable } from '../../gotemplate/function.ts';
import { asItems, isTrue, kindOf, LIST, nilSlice, Slice, type Value } from '../../gotemplate/value.ts';
import type { FunctionContext } from '../environment.ts';
import { toInt64 } from './convert.ts';
import { ValueSet } from './value-set.ts';

/** What Go says when a function asks nil for its type. */
const NIL_DEREFERENCE = 'runtime error: invalid memory address or nil pointer dereference';

/** Sprig's functions on lists. They copy: no list is ever changed in place. Results are `[]interface {}` unless said. */
export function listFunctions(context: FunctionContext): FunctionTable {
  const itemsOf = (list: Value, refusal: string): Value[] => {
    const items = asItems(list);
    if (items === undefined) throw new GoError(list === null ? NIL_DEREFERENCE : refusal + kindOf(list));
    context.budget.spend(items.length);
    return items;
  };
  return {
    ...makingFunctions(context, itemsOf),
    ...choosingFunctions(itemsOf),
    ...comparingFunctions(context, itemsOf),
  };
}

type ItemsOf = (list: Value, refusal: string) => Value[];

function makingFunctions({ budget }: FunctionContext, itemsOf: ItemsOf): FunctionTable {
  const list = define(['...interface {}'], (...items) => items);
  const append = define(['interface {}', 'interface {}'], (list, item) => [
    ...itemsOf(list, 'Cannot push on type '),
    item,
  ]);
  const prepend = define(['interface {}', 'interface {}'], (list, item) => [
    item,
    ...itemsOf(list, 'Cannot prepend on type '),
  ]);
  const chunk = define(['int', 'interface {}'], (size, list) =>
    cut(itemsOf(list, 'Cannot chunk type '), size),
  );
  const concat = define(['...interface {}'], (...lists) => {
    const all = lists.map((each) => concatenable(each));
    const length = all.reduce((sum, items) => sum + items.length, 0);
    budget.spend(length);
    return length === 0 ? nilSlice() : all.flat();
  });
  return {
    list,
    tuple: list,
    append,
    mustAppend: append,
    push: append,
    mustPush: append,
    prepend,
    mustPrepend: prepend,
    chunk,
    mustChunk: chunk,
    concat,
  };
}

function concatenable(list: Value): readonly Value[] {
  const items = asItems(list);
  if (items !== undefined) return items;
  throw new GoError(list === null ? NIL_DEREFERENCE : `Cannot concat type ${kindOf(list)} as list`);
}

/** A `[][]interface {}` of pieces of `size` items; sizes below 1 fail or cut as the float arithmetic of the original does. */
function cut(items: Value[], size: number): Slice {
  const count = Math.floor((items.length - 1) / size) + 1;
  if (!Number.isFinite(count) || count < 0) throw new GoError('runtime error: makeslice: len out of range');
  const pieces: Value[] = [];
  for (let index = 0; index < count; index++) {
    const length = index < count - 1 ? size : items.length % size || size;
    if (length < 0) throw new GoError('runtime error: makeslice: len out of range');
    pieces.push(items.slice(index * size, index * size + length));
  }
  return new Slice(LIST, pieces);
}

function choosingFunctions(itemsOf: ItemsOf): FunctionTable {
  const first = define(['interface {}'], (list) => itemsOf(list, 'Cannot find first on type ')[0] ?? null);
  const last = define(['interface {}'], (list) => itemsOf(list, 'Cannot find last on type ').at(-1) ?? null);
  const rest = define(['interface {}'], (list) => {
    const items = itemsOf(list, 'Cannot find rest on type ');
    return items.length === 0 ? nilSlice() : items.slice(1);
  });
  const initial = define(['interface {}'], (list) => {
    const items = itemsOf(list, 'Cannot find initial on type ');
    return items.length === 0 ? nilSlice() : items.slice(0, -1);
  });
  const reverse = define(['interface {}'], (list) =>
    itemsOf(list, 'Cannot find reverse on type ').toReversed(),
  );
  const compact = define(['interface {}'], (list) => itemsOf(list, 'Cannot compact on type ').filter(isTrue));
  const slice = define(['interface {}', '...interface {}'], (list, ...indices) => {
    const items = itemsOf(list, 'list should be type of slice or array but ');
    return items.length === 0 ? null : sliceOf(list, items, indices);
  });
  return {
    first,
    mustFirst: first,
    last,
    mustLast: last,
    rest,
    mustRest: rest,
    initial,
    mustInitial: initial,
    reverse,
    mustReverse: reverse,
    compact,
    mustCompact: compact,
    slice,
    mustSlice: slice,
  };
}

/** The part from the first index up to the second, of the same type as the list. */
function sliceOf(list: Value, items: Value[], indices: readonly Value[]): Value {
  const start = indices.length > 0 ? toInt64(indices[0]!) : 0n;
  const end = indices.length > 1 ? toInt64(indices[1]!) : BigInt(items.length);
  if (start < 0n || end < start || end > BigInt(items.length)) {
    throw new GoError('reflect.Value.Slice: slice index out of bounds');
  }
  if (list instanceof Uint8Array) return list.subarray(Number(start), Number(end));
  const part = items.slice(Number(start), Number(end));
  return list instanceof Slice
    ? new Slice(list.element, part, { type: list.type, methods: list.methods })
    : part;
}

function comparingFunctions({ budget }: FunctionContext, itemsOf: ItemsOf): FunctionTable {
  const has = define(['interface {}', 'interface {}'], (needle, list) => {
    if (list === null) return false;
    const set = new ValueSet(budget);
    set.add(needle);
    return itemsOf(list, 'Cannot find has on type ').some((item) => set.has(item));
  });
  const uniq = define(['interface {}'], (list) => {
    const seen = new ValueSet(budget);
    return itemsOf(list, 'Cannot find uniq on type ').filter((item) => seen.add(item));
  });
  const without = define(['interface {}', '...interface {}'], (list, ...omitted) => {
    const items = itemsOf(list, 'Cannot find without on type ');
    const set = new ValueSet(budget);
    for (const item of omitted) set.add(item);
    return items.filter((item) => !set.has(item));
  });
  return { has, mustHas: has, uniq, mustUniq: uniq, without, mustWithout: without };
}

import {
  EMPTY_MAPPING,
  fieldOf,
  isMapping,
  isSequence,
  type Mapping,
  type Node,
  type Sequence,
} from '../k8s/node.ts';
import type { Schema, SchemaNode } from '../k8s/schema-node.ts';
import { mergeTextOf } from './list-change.ts';
import { pointerBelow } from './patch-operations.ts';
import { sameValue } from '../k8s/same-value.ts';
import { kindSchema } from './synthesis-change.ts';

/** A part of a resource: as it is without patches, as the present patches make it, as it is to be. */
export interface States {
  readonly before: Node | undefined;
  readonly current: Node | undefined;
  readonly after: Node | undefined;
}

/** Two strategic patches of one part. */
interface Patches {
  readonly present: Node | undefined;
  /** what makes the part as it is to be, made anew */
  readonly fresh: Node | undefined;
}

/** What joining needs to know. */
export interface Joining {
  readonly schema: Schema;
  /** Whether operations have a say at this place, so that only one of the patches can be right there. */
  readonly isOperated: (pointer: string) => boolean;
  /** Whether the present patch stays what it is at this place, whatever is to be there. */
  readonly isSettled: (pointer: string) => boolean;
}

/** The present patch with what the fresh one says wherever the resource is to be another one than now. */
export function joinStrategic(
  patches: { readonly present: Mapping; readonly fresh: Mapping },
  states: States,
  joining: Joining,
): Mapping {
  return joinMappings(patches.present, patches.fresh, states, { joining, known: undefined, pointer: '' });
}

interface Place {
  readonly joining: Joining;
  readonly known: SchemaNode | undefined;
  readonly pointer: string;
}

function joinMappings(present: Mapping, fresh: Mapping, states: States, place: Place): Mapping {
  const known = place.known ?? kindSchema(states.before, place.joining.schema);
  const joined = new Map<string, Node>();
  for (const key of new Map([...present, ...fresh]).keys()) {
    const patches = { present: present.get(key), fresh: fresh.get(key) };
    const below = {
      joining: place.joining,
      known: known?.field(key),
      pointer: pointerBelow(place.pointer, key),
    };
    const node = joinNodes(patches, fieldStates(states, key), below);
    if (node !== undefined) joined.set(key, node);
  }
  return joined;
}

function joinNodes({ present, fresh }: Patches, states: States, place: Place): Node | undefined {
  const { before, current, after } = states;
  if (sameValue(current, after) || place.joining.isSettled(place.pointer)) return present;
  if (fresh === undefined || place.joining.isOperated(place.pointer)) return fresh;
  const base = present ?? (isMapping(fresh) ? EMPTY_MAPPING : undefined);
  if ([base, fresh, before, current, after].every(isMergedMapping)) {
    const joined = joinMappings(base as Mapping, fresh as Mapping, states, place);
    return joined.size === 0 ? undefined : joined;
  }
  if ([present, fresh, before, current, after].every(isSequence)) {
    return joinLists(present as Sequence, fresh as Sequence, states, place) ?? fresh;
  }
  return fresh;
}

/** undefined where the elements cannot be told by merge keys. */
function joinLists(
  present: Sequence,
  fresh: Sequence,
  { before, current, after }: States,
  place: Place,
): Sequence | undefined {
  const textOf = mergeTextOf([...present], [...fresh], place.known);
  if (textOf === undefined || mergeTextOf(before as Sequence, after as Sequence, place.known) === undefined)
    return undefined;
  const [old, now, wanted, kept, made] = [before, current, after, present, fresh].map((list) => {
    return new Map((list as Sequence).map((element) => [textOf(element), element]));
  });
  const joined: [string, Node][] = [];
  for (const text of new Map([...kept!, ...made!]).keys()) {
    const states = { before: old!.get(text), current: now!.get(text), after: wanted!.get(text) };
    const patches = { present: kept!.get(text), fresh: made!.get(text) };
    const known = place.known?.element();
    const node = joinNodes(patches, states, { ...place, known, pointer: pointerBelow(place.pointer, text) });
    if (node !== undefined) joined.push([text, node]);
  }
  const order = new Map([...wanted!.keys()].map((text, index) => [text, index]));
  const rank = (text: string): number => order.get(text) ?? order.size;
  return joined.sort(([a], [b]) => rank(a) - rank(b)).map(([, node]) => node);
}

function isMergedMapping(node: Node | undefined): boolean {
  return isMapping(node) && !node.has('$patch');
}

function fieldStates({ before, current, after }: States, key: string): States {
  return { before: fieldOf(before, key), current: fieldOf(current, key), after: fieldOf(after, key) };
}

import { isSequence } from '../k8s/node.ts';
import { entriesAt, fieldsAt, textAt, wrongAt, type Place } from './yaml-place.ts';

/** How far a number of a resource may go, whatever patches say: an entry of `bounds` in app.yaml. */
export interface Bound {
  /** `Kind/name` as commands take it; it may have globs */
  readonly resource: string;
  /** the way to the field, as `infra patch --set` takes it */
  readonly path: string;
  readonly most?: number;
  readonly least?: number;
  /** for a person who is refused */
  readonly why: string;
  readonly place: Place;
}

const FIELDS = ['resource', 'path', 'most', 'least', 'why'] as const;
const EXAMPLE = '{resource: StatefulSet/jenkins, path: spec.replicas, most: 1, why: …}';

/** Reads `bounds`. Throws InfraError PROJECT with the place of what it does not understand. */
export function readBounds(place: Place): readonly Bound[] {
  const { source, node, keys } = place;
  if (!isSequence(node)) throw wrongAt(place, 'must be a list', `write an entry as ${EXAMPLE}`);
  return node.map((item, index) => readBound({ source, node: item, keys: [...keys, index] }));
}

/** The place of a field of a bound, for messages. */
export function placeInBound({ place }: Bound, field: 'resource' | 'path'): Place {
  return entriesAt(place).get(field) ?? place;
}

function readBound(place: Place): Bound {
  const { resource, path, most, least, why } = fieldsAt(place, FIELDS);
  if (resource === undefined || path === undefined || why === undefined) {
    const [missing] = Object.entries({ resource, path, why }).find(([, entry]) => entry === undefined)!;
    throw wrongAt(place, `has no ${missing}`, `write it as ${EXAMPLE}`);
  }
  if (most === undefined && least === undefined)
    throw wrongAt(place, 'has neither most nor least', `write it as ${EXAMPLE}`);
  const bound: Bound = {
    resource: textAt(resource),
    path: textAt(path),
    ...(most && { most: numberAt(most) }),
    ...(least && { least: numberAt(least) }),
    why: textAt(why),
    place,
  };
  if ((bound.least ?? -Infinity) > (bound.most ?? Infinity))
    throw wrongAt(place, `can hold for no number: at least ${bound.least!} and at most ${bound.most!}`);
  return bound;
}

function numberAt(place: Place): number {
  const text = textAt(place);
  if (/^-?\d{1,15}(?:\.\d{1,6})?$/.test(text)) return Number(text);
  throw wrongAt(place, `must be a number, not ${JSON.stringify(text)}`);
}

import { fieldTypes } from '../k8s/field-types.ts';
import { isScalar, textOf, type Node } from '../k8s/node.ts';
import type { Resource } from '../kustomize/resource.ts';
import { InfraError, type Location } from '../lib/error.ts';
import type { FieldPath } from '../patch/edit/field-path.ts';
import { fieldValues } from '../patch/edit/field-values.ts';
import { parseFieldPath } from '../patch/edit/parse-field-path.ts';
import { placeInBound, type Bound } from '../project/bounds.ts';
import { wrongAt } from '../project/yaml-place.ts';
import type { Problem } from './proof-problem.ts';
import { parseResourceWord, type Reading } from './resource-word.ts';
import { partsOf } from './select-resources.ts';

/** A bound of an app whose words were understood. */
export interface OpenBound extends Bound {
  readonly readings: readonly Reading[];
  readonly field: FieldPath;
}

/** A number of a resource that is beyond a bound. */
export interface BrokenBound extends Problem {
  readonly location: Location;
  /** the same for what is beyond the same bound with the same number */
  readonly key: string;
}

/** Understands the words of bounds. Throws InfraError PROJECT with the place of one that names no resource or no field. */
export function openBounds(bounds: readonly Bound[]): readonly OpenBound[] {
  return bounds.map((bound) => ({
    ...bound,
    readings: understood(bound, 'resource', (word) => parseResourceWord(word, false)),
    field: understood(bound, 'path', parseFieldPath),
  }));
}

function understood<Result>(bound: Bound, name: 'resource' | 'path', read: (text: string) => Result): Result {
  try {
    return read(bound[name]);
  } catch (error) {
    if (!(error instanceof InfraError)) throw error;
    throw wrongAt(placeInBound(bound, name), `is not understood: ${error.message}`, error.hint);
  }
}

/** What of a build is beyond the bounds of its app. A resource or a field that is not there breaks no bound. */
export function brokenBounds(bounds: readonly OpenBound[], resources: readonly Resource[]): BrokenBound[] {
  return bounds.flatMap((bound) => {
    const found = resources.filter((resource) => isMeant(bound, resource));
    return found.flatMap((resource) => brokenBy(bound, resource));
  });
}

/** The names that charts gave are meant, and those that an overlay made of them. */
function isMeant({ readings }: OpenBound, { id, originalId }: Resource): boolean {
  return readings.some((reading) => reading.matches(partsOf(id)) || reading.matches(partsOf(originalId)));
}

function brokenBy(bound: OpenBound, resource: Resource): BrokenBound[] {
  const values = fieldValues(resource.root, bound.field, fieldTypes([]));
  const broken = [...new Set(values.flatMap((value) => breach(bound, value) ?? []))];
  return broken.map((told): BrokenBound => {
    const { kind, name, key } = resource;
    const location = wrongAt(bound.place, '').location ?? { file: bound.place.source.file };
    return {
      code: 'BOUND_BROKEN',
      message: `${bound.path} of ${kind}/${name} would be ${told}: ${bound.why}`,
      hint: 'if that is no longer so, change the bound',
      location,
      key: JSON.stringify([key, bound.place.keys, told]),
    };
  });
}

/** What a value is, and what it may be; undefined where it may be that. */
function breach({ most = Infinity, least = -Infinity }: Bound, value: Node): string | undefined {
  const text = textOf(value) ?? '';
  const isNumber = isScalar(value) && /^-?\d+(?:\.\d+)?$/.test(text);
  if (!isNumber) return `no number, and the app has a bound for it`;
  if (Number(text) > most) return `${text}, and the app allows at most ${most}`;
  return Number(text) < least ? `${text}, and the app needs at least ${least}` : undefined;
}

/** The error of an overlay that breaks bounds of its app; nothing is thrown where none is broken. Throws InfraError PROJECT. */
export function checkBounds(bounds: readonly Bound[], resources: readonly Resource[], target: string): void {
  const [first, ...others] = brokenBounds(openBounds(bounds), resources);
  if (first === undefined) return;
  const rest = others.length === 0 ? '' : `; and ${others.length} more`;
  throw new InfraError('PROJECT', `${target}: ${first.message}${rest}`, {
    location: first.location,
    hint: `patch it, so that it keeps to the bound; ${first.hint!}`,
  });
}

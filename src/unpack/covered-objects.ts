import type { Manifest } from '../helm/manifests.ts';
import type { Rendered } from '../helm/render.ts';
import type { Plain } from '../k8s/plain.ts';
import { pointerOf, type FieldPath } from './differences.ts';
import type { GeneratedFields } from './generated-values.ts';
import { describeObject, manifestsByTemplate, objectsIn } from './rendered-objects.ts';
import type { PlainMap } from './resource.ts';

/** A checksum annotation of an object, and what it is the hash of. */
export interface CoveredObjects {
  readonly identity: string;
  /** JSON pointer of the annotation */
  readonly path: string;
  /** the templates whose text is hashed */
  readonly templates: readonly string[];
  /** the objects that these templates render */
  readonly objects: readonly string[];
}

/** The mappings of annotations that a workload may have. */
const ANNOTATIONS: readonly FieldPath[] = [
  ['metadata', 'annotations'],
  ['spec', 'template', 'metadata', 'annotations'],
  ['spec', 'jobTemplate', 'spec', 'template', 'metadata', 'annotations'],
];

/** What each checksum annotation of a render covers, with the identities that findGenerated gives. */
export function coveredObjects(
  rendered: Pick<Rendered, 'manifests' | 'hooks'>,
  { checksums, documents }: GeneratedFields,
): CoveredObjects[] {
  if (checksums.length === 0) return [];
  const byTemplate = manifestsByTemplate(rendered);
  const identities = (manifest: Manifest): string[] =>
    objectsIn(manifest.data).map(
      (object, index) => documents.get(manifest)?.[index]?.identity ?? describeObject(object).identity,
    );
  const identitiesOf = (template: string): string[] => (byTemplate.get(template) ?? []).flatMap(identities);
  return checksums.flatMap(({ template, annotation, covers }) => {
    const objects = covers.flatMap(identitiesOf);
    return (byTemplate.get(template) ?? []).flatMap((manifest) => {
      const names = identities(manifest);
      return objectsIn(manifest.data).flatMap((object, index) =>
        placesOf(object, annotation).map((path) => ({
          identity: names[index]!,
          path: pointerOf(path),
          templates: covers,
          objects,
        })),
      );
    });
  });
}

function placesOf(object: PlainMap, annotation: string): FieldPath[] {
  const places = ANNOTATIONS.map((path) => [...path, annotation]);
  return places.filter((path) => typeof fieldAt(object, path) === 'string');
}

function fieldAt(object: PlainMap, path: FieldPath): Plain | undefined {
  let value: Plain | undefined = object;
  for (const key of path) value = value instanceof Map ? value.get(String(key)) : undefined;
  return value;
}

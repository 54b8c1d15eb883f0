import {
  EMPTY_MAPPING,
  copyMapping,
  fieldOf,
  isMapping,
  textOf,
  withField,
  withoutField,
} from '../k8s/node.ts';
import type { Mapping } from '../k8s/node.ts';

export const ORIGIN_ANNOTATION = 'config.kubernetes.io/origin';
export const TRANSFORMATIONS_ANNOTATION = 'alpha.config.kubernetes.io/transformations';

/** What a build records of a resource: the text of its origin, and one text a transformation. */
export interface Records {
  readonly origin: string | undefined;
  readonly transformations: readonly string[];
}

/** The document with its records in annotations; transformations come behind those it has. */
export function withRecords(root: Mapping, { origin, transformations }: Records): Mapping {
  const metadata = root.get('metadata');
  const annotations = fieldOf(metadata, 'annotations');
  const copy = copyMapping(isMapping(annotations) ? annotations : EMPTY_MAPPING);
  if (origin !== undefined) copy.set(ORIGIN_ANNOTATION, origin);
  const all = transformationsText(annotations, transformations);
  if (all !== '') copy.set(TRANSFORMATIONS_ANNOTATION, all);
  return withField(
    root,
    'metadata',
    withField(isMapping(metadata) ? metadata : EMPTY_MAPPING, 'annotations', copy),
  );
}

/** All transformations: those that the annotations of a document tell of, then these. */
export function transformationsText(
  annotations: Parameters<typeof fieldOf>[0],
  transformations: readonly string[],
): string {
  const before = textOf(fieldOf(annotations, TRANSFORMATIONS_ANNOTATION)) ?? '';
  return before + transformations.join('');
}

/** The records that annotations of a document hold, and the document without them. */
export function takeRecords(root: Mapping): Records & { readonly root: Mapping } {
  const metadata = root.get('metadata');
  const annotations = fieldOf(metadata, 'annotations');
  if (!isMapping(metadata) || !isMapping(annotations))
    return { root, origin: undefined, transformations: [] };
  const rest = withoutField(withoutField(annotations, ORIGIN_ANNOTATION), TRANSFORMATIONS_ANNOTATION);
  const transformations = textOf(annotations.get(TRANSFORMATIONS_ANNOTATION));
  const changed =
    rest.size === 0 ? withoutField(metadata, 'annotations') : withField(metadata, 'annotations', rest);
  return {
    root: withField(root, 'metadata', changed),
    origin: textOf(annotations.get(ORIGIN_ANNOTATION)),
    transformations: transformations === undefined ? [] : [transformations],
  };
}

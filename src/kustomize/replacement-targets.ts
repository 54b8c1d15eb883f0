import { fieldOf, isMapping, textOf, type Mapping } from '../k8s/node.ts';
import { InfraError, type Location } from '../lib/error.ts';
import type { ReplacementTarget, Selector } from './kustomization.ts';
import { parseLabelSelector } from './label-selector.ts';
import { idTest, idsOf, selectsIds } from './replacement-ids.ts';
import type { ResourceId } from './resource-id.ts';
import type { Resource } from './resource.ts';

type ResourceTest = (resource: Resource) => boolean;

/**
 * A test whether a resource is a target: labels, annotations and any id it has had fit the selector, and no rejection fits any of its ids
 * or else its labels and annotations. Throws InfraError for what is no pattern or no selector of labels.
 */
export function targetTest(
  select: Selector,
  reject: ReplacementTarget['reject'],
  location: () => Location,
): ResourceTest {
  return located(location, () => {
    const selectsId = idTest(select);
    const selectsLabels = metadataTest(select);
    const rejects = reject.map(definedSelector);
    const rejectsId = rejects.filter(selectsIds).map(idTest);
    const rejectsLabels = rejects.filter(selectsMetadata).map(metadataTest);
    return (resource) => {
      const ids = idsOf(resource);
      const someId = (test: (id: ResourceId) => boolean): boolean => ids.some(test);
      if (!someId(selectsId) || !selectsLabels(resource)) return false;
      return !rejectsLabels.some((test) => test(resource)) && !rejectsId.some(someId);
    };
  });
}

function definedSelector(selector: Selector | undefined): Selector {
  if (selector !== undefined) return selector;
  throw new InfraError('KUSTOMIZATION', 'a rejection is null');
}

function selectsMetadata({ labelSelector, annotationSelector }: Selector): boolean {
  return labelSelector !== '' || annotationSelector !== '';
}

function metadataTest(selector: Selector): ResourceTest {
  if (!selectsMetadata(selector)) return () => true;
  const labels = parseLabelSelector(selector.labelSelector);
  const annotations = parseLabelSelector(selector.annotationSelector);
  return ({ root }) => annotations(metadataOf(root, 'annotations')) && labels(metadataOf(root, 'labels'));
}

function metadataOf(root: Mapping, field: string): ReadonlyMap<string, string> {
  const found = fieldOf(root.get('metadata'), field);
  const texts = new Map<string, string>();
  if (isMapping(found)) for (const [key, value] of found) texts.set(key, textOf(value) ?? '');
  return texts;
}

function located<Result>(location: () => Location, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof InfraError)) throw error;
    throw new InfraError(error.code, error.message, { location: location(), cause: error });
  }
}

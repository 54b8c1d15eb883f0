import { nodeAt } from '../k8s/node.ts';
import { textsOf } from './field-texts.ts';
import type { Selector } from './kustomization.ts';
import { parseLabelSelector, type LabelTest } from './label-selector.ts';
import { wholeTest, type Test } from './pattern.ts';
import { effectiveNamespace } from './resource-id.ts';
import type { ResourceSet } from './resource-set.ts';
import type { Resource } from './resource.ts';

/** Names that mean themselves as regular expressions, so that an index finds them. */
const LITERAL_NAME = /^[\w-]+$/;

/**
 * The resources that a selector selects, in their order: group, version and kind are matched with the present ones, name and
 * namespace with the present or the first ones. All are regular expressions for the whole text; what is empty matches anything.
 * Throws InfraError for what is no expression, and, where it comes to it, for what is no label selector.
 */
export function selectTargets(set: ResourceSet, selector: Selector): Resource[] {
  const isSelected = selectorTest(selector);
  const { name } = selector;
  const candidates = LITERAL_NAME.test(name) ? set.withName(name) : set.resources;
  return candidates.filter(isSelected);
}

function selectorTest(selector: Selector): (resource: Resource) => boolean {
  const group = wholeTest(selector.group);
  const version = wholeTest(selector.version);
  const kind = wholeTest(selector.kind);
  const name = wholeTest(selector.name);
  const namespace = wholeTest(selector.namespace);
  const labels = fieldTest(selector.labelSelector, 'labels');
  const annotations = fieldTest(selector.annotationSelector, 'annotations');
  return (resource) => {
    const { id } = resource;
    return (
      kind(id.kind) &&
      isNameSelected(resource, name) &&
      (selector.namespace === '' || isNamespaceSelected(resource, namespace)) &&
      group(id.group) &&
      version(id.version) &&
      labels(resource) &&
      annotations(resource)
    );
  };
}

function isNameSelected({ name, originalId }: Resource, test: Test): boolean {
  return test(originalId.name) || test(name);
}

function isNamespaceSelected({ id, originalId }: Resource, test: Test): boolean {
  return test(effectiveNamespace(originalId)) || test(effectiveNamespace(id));
}

/** A test of labels or annotations; the selector is read when the first resource is tested. */
function fieldTest(selector: string, field: 'labels' | 'annotations'): (resource: Resource) => boolean {
  if (selector === '') return () => true;
  let test: LabelTest | undefined;
  return ({ root }) => {
    test ??= parseLabelSelector(selector);
    return test(textsOf(nodeAt(root, ['metadata', field])));
  };
}

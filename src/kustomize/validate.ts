import { fieldOf, isMapping, sameNode, withField, withoutField, type Mapping } from '../k8s/node.ts';
import { InfraError } from '../lib/error.ts';
import { printId } from './resource-id.ts';
import type { ResourceSet } from './resource-set.ts';
import type { Resource } from './resource.ts';
import type { StepContext, Transformer } from './transform.ts';

/** The label by which a validator may say that it was there. */
const MARKER = 'validated-by';

/** Runs a validator: a transformer that may refuse, but change nothing, except for one label where there were none. */
export async function validate(
  validator: Transformer,
  set: ResourceSet,
  context: StepContext,
): Promise<void> {
  const before = set.resources.map((resource) => ({ resource, root: resource.root, id: resource.id }));
  await validator.transform(set, context);
  const changed = before.find(({ resource, root }) => !sameNode(root, withoutMarker(resource)));
  if (changed === undefined && set.resources.length === before.length) return;
  const what = changed === undefined ? 'the set of resources' : printId(changed.id);
  throw new InfraError('PLUGIN', `a validator (${validator.kind}) changed ${what}`, {
    location: { file: context.file },
    hint: 'list it under transformers if it is meant to change resources',
  });
}

/** The document without the marker; where it was the only label, without labels. */
function withoutMarker({ root }: Resource): Mapping {
  const metadata = root.get('metadata');
  const labels = fieldOf(metadata, 'labels');
  if (!isMapping(metadata) || !isMapping(labels) || !labels.has(MARKER)) return root;
  const rest = withoutField(labels, MARKER);
  const changed = rest.size === 0 ? withoutField(metadata, 'labels') : withField(metadata, 'labels', rest);
  return withField(root, 'metadata', changed);
}

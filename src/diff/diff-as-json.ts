import type { Node } from '../k8s/node.ts';
import { Scalar, isMapping } from '../k8s/node.ts';
import type { ResourceChange, ResourcesDiff } from './diff-resources.ts';
import type { FieldChange } from './field-change.ts';
import { printPath } from './field-path.ts';
import { noiseContext, noiseOf, type NoiseContext } from './noise.ts';
import { countChanges } from './told-meanings.ts';

/** A diff for programs: plain data, nothing secret, nothing folded away. */
export function diffAsJson(diff: ResourcesDiff): object {
  const context = noiseContext(diff.changes);
  return { counts: countChanges(diff), changes: diff.changes.map((change) => changeAsJson(change, context)) };
}

function changeAsJson(change: ResourceChange, context: NoiseContext): object {
  const { name, formerName, meanings, fields } = change;
  return {
    change: change.change,
    resource: name,
    ...(formerName && { formerly: { namespace: formerName.namespace, name: formerName.name } }),
    meanings,
    fields: fields.map((field) => fieldAsJson(field, context)),
  };
}

function fieldAsJson(field: FieldChange, context: NoiseContext): object {
  const { path, change, before, after, hunks } = field;
  const noise = noiseOf(field, context);
  return {
    path: printPath(path),
    change,
    ...(before !== undefined && { before: plain(before) }),
    ...(after !== undefined && { after: plain(after) }),
    ...(hunks && { hunks }),
    ...(noise !== undefined && noise.what !== 'image' && { noise: noise.what }),
  };
}

/** Numbers beyond what JavaScript can hold exactly, and whatever JSON does not have, are texts. */
function plain(node: Node): unknown {
  if (typeof node === 'string') return node;
  if (node instanceof Scalar) return plainScalar(node);
  if (!isMapping(node)) return node.map(plain);
  return Object.fromEntries([...node].map(([key, value]) => [key, plain(value)]));
}

function plainScalar({ tag, text }: Scalar): unknown {
  if (tag === '!!null') return null;
  if (tag === '!!bool') return /^true$/i.test(text);
  const isNumber = (tag === '!!int' || tag === '!!float') && /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text);
  return isNumber && String(Number(text)) === text ? Number(text) : text;
}

import { readYaml } from '../../k8s/yaml/read.ts';
import { textOf, type Mapping } from '../../k8s/node.ts';
import { editResource } from '../edit-resource.ts';
import { loadText } from '../loader.ts';
import type { Resource } from '../resource.ts';
import { selectTargets } from '../select-target.ts';
import { expectScalar, setScalar } from '../set-scalar.ts';
import { count, listOf, type Decoded } from '../strict-decoding.ts';
import { namespaceEdits } from '../transformers/namespace.ts';
import type { StepContext, Transformer } from '../transform.ts';
import { anyText, configError, decodeConfig, someFields } from './decode-config.ts';
import { insertPathPart } from './insert-path-part.ts';
import { selector } from './shared-fields.ts';
import { setAtPath, splitFieldPath } from './set-at-path.ts';

const targets = listOf(someFields({ selector, fieldPath: anyText, filePathPosition: count }));
const targetsFile = someFields({ targets });

type Target = Decoded<typeof targets>[number];

/**
 * Writes a value, by default the name of the directory, at a path in the targets; with a position, into the file path that is
 * there. At `metadata/namespace` it moves resources into a namespace, as the NamespaceTransformer does.
 */
export function valueAddTransformer(config: Resource, context: StepContext): Transformer {
  const decoded = decodeConfig(config, { value: anyText, targets, targetFilePath: anyText });
  const { root } = context.loader;
  const value = decoded.value.trim() || root.slice(root.lastIndexOf('/') + 1);
  const all = [...decoded.targets, ...targetsIn(decoded.targetFilePath, config, context)];
  if (all.length === 0) throw configError(config, 'it has no targets');
  for (const { fieldPath, filePathPosition } of all) {
    if (fieldPath === '') throw configError(config, 'a target has no fieldPath');
    if (filePathPosition < 0) throw configError(config, 'a filePathPosition is negative');
  }
  return {
    kind: 'ValueAddTransformer',
    transform: (set, stepContext) => {
      for (const target of all) {
        const edit = editOf(value, target);
        const selected = target.selector === undefined ? set.resources : selectTargets(set, target.selector);
        for (const resource of selected)
          editResource(resource, stepContext, (document) => edit(document, resource));
        set.idsChanged();
      }
    },
  };
}

function targetsIn(path: string, config: Resource, { loader }: StepContext): readonly Target[] {
  if (path === '') return [];
  const text = loadText(loader, path);
  try {
    return targetsFile.decode(readYaml(text, { integers: true }), targetsFile.zero, []).targets;
  } catch {
    throw configError(config, `${path} does not hold targets`);
  }
}

function editOf(
  value: string,
  { fieldPath, filePathPosition }: Target,
): (root: Mapping, resource: Resource) => Mapping {
  if (fieldPath === 'metadata/namespace') return namespaceEdits({ namespace: value, fieldSpecs: [] });
  const parts = splitFieldPath(fieldPath);
  return (root) =>
    setAtPath(root, parts, (old) => {
      expectScalar(old);
      const text = textOf(old) ?? '';
      return setScalar(old, filePathPosition > 0 ? insertPathPart(text, filePathPosition - 1, value) : value);
    }) as Mapping;
}

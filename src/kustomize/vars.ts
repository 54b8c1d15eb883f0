import {
  OddMapping,
  Scalar,
  isMapping,
  isSequence,
  withField,
  type Mapping,
  type Node,
  type Sequence,
} from '../k8s/node.ts';
import { InfraError } from '../lib/error.ts';
import { compareBytes } from '../lib/utf8.ts';
import { editFields } from './edit-field.ts';
import { FieldProblem } from './field-problem.ts';
import type { FieldSpec } from './field-spec.ts';
import type { Gvk } from './gvk.ts';
import type { VarEntry } from './kustomization.ts';
import { lookUp, splitFieldPath } from './replacement-path.ts';
import { effectiveNamespace, printId, type ResourceId } from './resource-id.ts';
import type { ResourceSet } from './resource-set.ts';
import type { Resource } from './resource.ts';
import { replaceReferences, varValue, type VarValue } from './var-references.ts';

/** The vars of a build by their names. */
export type Vars = ReadonlyMap<string, VarEntry>;

/** Vars with more of them. Throws InfraError where two have one name, even if they say the same. */
export function mergeVars(vars: Vars, entries: Iterable<VarEntry>): Vars {
  let merged: Map<string, VarEntry> | undefined;
  for (const entry of entries) {
    merged ??= new Map(vars);
    if (merged.has(entry.name)) {
      throw new InfraError('KUSTOMIZATION', `there are two vars ${entry.name}`, {
        hint: 'the vars of a kustomization and of all its bases need names of their own; replacements do not',
      });
    }
    merged.set(entry.name, entry);
  }
  return merged ?? vars;
}

/**
 * Notes in resources which vars take their value from them. The resource may have any of the ids it has had; one that comes later
 * is not found. Throws InfraError where a var could mean several resources.
 */
export function noteVarTargets(set: ResourceSet, entries: readonly VarEntry[]): void {
  if (entries.length === 0) return;
  const byName = resourcesByName(set);
  for (const entry of entries) {
    const found = (byName.get(nameKey(entry.objref)) ?? []).filter((resource) =>
      hasNamespace(resource, entry),
    );
    const [resource] = found;
    if (found.length > 1) throw ambiguous(entry, found);
    if (resource !== undefined) resource.varNames = [...resource.varNames, entry.name];
  }
}

function resourcesByName(set: ResourceSet): Map<string, Resource[]> {
  const byName = new Map<string, Resource[]>();
  for (const resource of set.resources) {
    for (const id of [...resource.previousIds, resource.id]) {
      const key = nameKey(id);
      const found = byName.get(key);
      if (found === undefined) byName.set(key, [resource]);
      else if (found.at(-1) !== resource) found.push(resource);
    }
  }
  return byName;
}

function nameKey({ group, version, kind, name }: Gvk & { readonly name: string }): string {
  return `${group}\n${version}\n${kind}\n${name}`;
}

/** A var without a namespace means any; one with a namespace means no resource that lives in none. */
function hasNamespace(resource: Resource, { objref }: VarEntry): boolean {
  if (objref.namespace === '') return true;
  const key = nameKey(objref);
  return (
    (nameKey(resource.id) === key && effectiveNamespace(resource.id) === objref.namespace) ||
    resource.previousIds.some((id) => nameKey(id) === key && previousNamespace(id) === objref.namespace)
  );
}

function previousNamespace({ namespace }: ResourceId): string {
  return namespace === '' ? 'default' : namespace;
}

function ambiguous({ name, objref }: VarEntry, found: readonly Resource[]): InfraError {
  const ids = found.slice(0, 5).map(({ id }) => printId(id));
  return new InfraError(
    'REFERENCE',
    `${found.length} resources are what the var ${name} takes its value from: ${ids.join(', ')}`,
    {
      hint: objref.namespace === '' ? 'give its objref a namespace' : 'rename one of them',
    },
  );
}

/**
 * Replaces references to vars, `$(NAME)`, in all places that the field specs lead to; without vars nothing is touched. Tells `warn`
 * of vars that no reference names. Throws InfraError where a var has no value, and for what cannot stand in such a place.
 */
export function resolveVars(
  set: ResourceSet,
  vars: Vars,
  references: readonly FieldSpec[],
  warn: (message: string) => void,
): void {
  if (vars.size === 0) return;
  const values = valuesOf(set, vars);
  const used = new Set<string>();
  const replaced = (text: string): Node => {
    return replaceReferences(text, (name) => {
      const value = values.get(name);
      if (value === undefined) return undefined;
      if (value.kind === 'collection') {
        warn(`MakePrimitiveReplacer: bad replacement type=${value.type} val=${value.text}`);
        return undefined;
      }
      used.add(name);
      return value;
    });
  };
  for (const resource of set.resources) editReferences(resource, references, replaced);
  set.idsChanged();
  const unused = [...values.keys()].filter((name) => !used.has(name));
  if (unused.length > 0) warn(`well-defined vars that were never replaced: ${unused.join(',')}`);
}

function editReferences(
  resource: Resource,
  references: readonly FieldSpec[],
  replaced: (text: string) => Node,
): void {
  try {
    resource.root = editFields(resource.root, resource.id, references, {
      edit: (node) => replaceIn(node, replaced),
    });
  } catch (error) {
    if (!(error instanceof FieldProblem)) throw error;
    throw new InfraError(
      'KUSTOMIZATION',
      `${printId(resource.id)} does not take the values of vars: ${error.message}`,
      {
        location: {
          file: resource.place.file,
          ...(resource.place.line !== undefined && { line: resource.place.line }),
        },
        cause: error,
      },
    );
  }
}

/** Replaces in a text, or in the texts of a list or a mapping. */
function replaceIn(node: Node, replaced: (text: string) => Node): Node {
  if (isSequence(node)) return replaceInSequence(node, replaced);
  if (isMapping(node)) return replaceInMapping(node, replaced);
  const text = stringOf(node);
  return text === undefined ? node : replaced(text);
}

function replaceInSequence(sequence: Sequence, replaced: (text: string) => Node): Sequence {
  let copy: Node[] | undefined;
  for (let index = 0; index < sequence.length; index++) {
    const text = stringOf(sequence[index]!);
    if (text === undefined)
      throw new FieldProblem('a list where vars are replaced can hold only texts', [index]);
    const node = replaced(text);
    if (node !== sequence[index]) (copy ??= [...sequence])[index] = node;
  }
  return copy ?? sequence;
}

function replaceInMapping(mapping: Mapping, replaced: (text: string) => Node): Mapping {
  if (mapping instanceof OddMapping && mapping.keyTags.size > 0) {
    throw new FieldProblem('a mapping where vars are replaced can have only texts as keys');
  }
  let changed = mapping;
  for (const [key, value] of mapping) {
    const text = stringOf(value);
    if (text !== undefined) changed = withReplaced(changed, mapping, key, replaced(text));
  }
  return changed;
}

function withReplaced(changed: Mapping, original: Mapping, key: string, value: Node): Mapping {
  if (original.get(key) === value) return changed;
  if (changed === original) return withField(original, key, value);
  (changed as Map<string, Node>).set(key, value);
  return changed;
}

/** The text of a scalar that is a string, or whose type is not settled. */
function stringOf(node: Node): string | undefined {
  if (typeof node === 'string') return node;
  return node instanceof Scalar && (node.tag === '' || node.tag === '!!str') ? node.text : undefined;
}

/** The values of all vars. Throws InfraError for one that has none. */
function valuesOf(set: ResourceSet, vars: Vars): Map<string, VarValue> {
  const resources = new Map<string, Resource>();
  for (const resource of set.resources) {
    for (const name of resource.varNames) if (!resources.has(name)) resources.set(name, resource);
  }
  const values = new Map<string, VarValue>();
  for (const entry of [...vars.values()].sort((a, b) => compareBytes(a.name, b.name))) {
    values.set(entry.name, valueOf(entry, resources.get(entry.name)));
  }
  return values;
}

function valueOf({ name, objref, fieldPath }: VarEntry, resource: Resource | undefined): VarValue {
  if (resource === undefined) {
    throw new InfraError(
      'REFERENCE',
      `there is no ${printId(objref)}, which the var ${name} takes its value from`,
      {
        hint:
          objref.version === ''
            ? 'give its objref an apiVersion'
            : 'it must be among the resources of the layer that has the var',
      },
    );
  }
  const value = fieldValue(resource, fieldPath);
  if (value !== undefined) return value;
  throw new InfraError(
    'REFERENCE',
    `no value at ${fieldPath} of ${printId(resource.id)} for the var ${name}`,
    {
      location: {
        file: resource.place.file,
        ...(resource.place.line !== undefined && { line: resource.place.line }),
      },
    },
  );
}

function fieldValue(resource: Resource, fieldPath: string): VarValue | undefined {
  try {
    const found = lookUp(resource.root, splitFieldPath(fieldPath).flatMap(withoutIndex));
    return found && varValue(found.node);
  } catch (error) {
    if (error instanceof FieldProblem) return undefined;
    throw error;
  }
}

const INDEXED = /^(.*)\[(\d+)\]$/s;

/** `ports[0]` is a key and an index. */
function withoutIndex(part: string): string[] {
  const match = INDEXED.exec(part);
  if (match === null) return [part];
  return match[1] === '' ? [match[2]!] : [match[1]!, match[2]!];
}

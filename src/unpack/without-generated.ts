import type { Hook, Manifest } from '../helm/manifests.ts';
import type { Rendered } from '../helm/render.ts';
import type { Plain } from '../k8s/plain.ts';
import { readYaml } from '../k8s/yaml/read.ts';
import { writeReadable } from '../k8s/yaml/write-readable.ts';
import { InfraError } from '../lib/error.ts';
import type { Finding } from '../lib/finding.ts';
import type { NameInBase } from './base-identities.ts';
import { coveredObjects, type CoveredObjects } from './covered-objects.ts';
import { withChanges, type FieldChange } from './differences.ts';
import { FrozenValues, type FrozenValue } from './frozen-values.ts';
import type { FieldEdit, GeneratedFields, GeneratedSecret, ObjectEdits } from './generated-values.ts';
import { hashOfTemplates, type TemplateHash } from './hash-of-templates.ts';
import { dataOf, describeObject, itemsOf, manifestsByTemplate, MAX_DEPTH } from './rendered-objects.ts';
import type { PlainMap } from './resource.ts';

type Printed = Pick<Rendered, 'crds' | 'manifests' | 'hooks'>;

/** A render with nothing in it that another render would write differently. */
export interface WithoutGenerated {
  readonly rendered: Printed;
  /** for the lock, and from it for the next time */
  readonly frozen: readonly FrozenValue[];
  /** Secrets with generated data, by identity */
  readonly secrets: ReadonlyMap<string, GeneratedSecret>;
  /** the objects that were taken out, by identity */
  readonly dropped: readonly { readonly what: string; readonly why: string }[];
  /** what the checksum annotations of objects cover */
  readonly checksums: readonly CoveredObjects[];
  /** an identity with `*` for what of the name is generated: what the identity of an object is called that has no lock */
  readonly maskOf: (identity: string) => string;
  readonly findings: readonly Finding[];
}

/**
 * Takes out of the first render what findGenerated found: Secrets with generated data as a whole, certificates and keys
 * elsewhere; all other generated fields get the value that the lock has for them, else that of this render.
 *
 * @param locked the frozen values of the lock, in any order
 * @param nameInBase makes of the identities of the render those that the result has
 */
export function withoutGenerated(
  rendered: Printed,
  generated: GeneratedFields,
  locked: readonly FrozenValue[],
  nameInBase: NameInBase = (identity) => identity,
): WithoutGenerated {
  const frozen = new FrozenValues(generated, locked, nameInBase);
  const edited = new EditedRender(rendered, generated, frozen);
  const { crds } = rendered;
  const named = (identity: string): string => frozen.identityOf(identity);
  return {
    rendered: { crds, ...edited.result },
    frozen: frozen.values,
    secrets: new Map([...generated.secrets].map(([identity, secret]) => [named(identity), secret])),
    dropped: edited.dropped.map(({ what, why }) => ({ what: named(what), why })),
    checksums: coveredObjects(rendered, generated).map((covered) => ({
      ...covered,
      identity: named(covered.identity),
      objects: covered.objects.map(named),
    })),
    maskOf: (identity) => frozen.masks.get(nameInBase(identity)) ?? nameInBase(identity),
    findings: generated.findings,
  };
}

/** What becomes of an object that leaves the base, e.g. nothing. */
type Leave = (object: PlainMap, edits: ObjectEdits) => Plain | undefined;

class EditedRender {
  readonly result: { readonly manifests: Manifest[]; readonly hooks: Hook[] };
  readonly dropped: { what: string; why: string }[] = [];
  readonly #frozen: FrozenValues;
  readonly #generated: GeneratedFields;

  constructor(rendered: Printed, generated: GeneratedFields, frozen: FrozenValues) {
    this.#frozen = frozen;
    this.#generated = generated;
    const hash = hashOfTemplates(manifestsByTemplate(rendered), (manifest) => this.#fixedText(manifest));
    const edit = <T extends Manifest>(manifest: T): T[] => this.#replaced(manifest, hash);
    this.result = {
      manifests: rendered.manifests.flatMap(edit),
      hooks: rendered.hooks.flatMap(edit),
    };
  }

  #replaced<T extends Manifest>(manifest: T, hash: TemplateHash): T[] {
    const objects = this.#generated.documents.get(manifest);
    if (objects === undefined) return [manifest];
    const original = dataOf(manifest);
    this.#report(objects);
    const data = this.#edited(original, objects, hash, () => undefined);
    if (data === undefined) return [];
    const content = textOf(data, manifest.path);
    const name = data instanceof Map ? describeObject(data).name : manifest.name;
    return [{ ...manifest, name, content, data: readYaml(content), exact: undefined }];
  }

  /** The text of a document without hashes and generated data. */
  #fixedText(manifest: Manifest): string {
    const objects = this.#generated.documents.get(manifest);
    if (objects === undefined) return manifest.content;
    const data = this.#edited(dataOf(manifest), objects, () => '', withoutGeneratedData);
    return data === undefined ? '' : textOf(data, manifest.path);
  }

  #report(objects: readonly ObjectEdits[]): void {
    for (const { isDropped, identity } of objects) {
      if (!isDropped) continue;
      const { keys = [], generators = [] } = this.#generated.secrets.get(identity) ?? {};
      const made = `${keys.join(', ')} ${keys.length === 1 ? 'is' : 'are'} generated`;
      this.dropped.push({ what: identity, why: `${made} (${generators.join(', ')})` });
    }
  }

  /** The data of a document after its edits; undefined where nothing is left. */
  #edited(data: Plain, objects: readonly ObjectEdits[], hash: TemplateHash, leave: Leave): Plain | undefined {
    let index = 0;
    const edit = (value: Plain, depth: number): Plain | undefined => {
      if (!(value instanceof Map) || depth > MAX_DEPTH) return value;
      const items = itemsOf(value);
      if (items !== undefined)
        return withItems(
          value,
          items.map((item) => edit(item, depth + 1)),
        );
      const object = objects[index++]!;
      const done = this.#changed(value, object.edits, hash);
      return object.isDropped ? leave(done, object) : done;
    };
    return edit(data, 0);
  }

  #changed(object: PlainMap, edits: readonly FieldEdit[], hash: TemplateHash): PlainMap {
    const changes = edits.map((edit) => ({
      path: edit.path,
      change: (value: Plain) => this.#replacement(edit, value, hash),
    }));
    return changedObject(object, changes);
  }

  #replacement(edit: FieldEdit, value: Plain, hash: TemplateHash): Plain | undefined {
    switch (edit.action) {
      case 'remove':
        return undefined;
      case 'set':
        return edit.value;
      case 'hash':
        return hash(edit.covers, edit.value);
      case 'freeze':
        return this.#frozen.valueOf(edit.field) ?? value;
    }
  }
}

function changedObject(object: PlainMap, changes: readonly FieldChange[]): PlainMap {
  const changed = changes.length === 0 ? object : withChanges(object, changes);
  return changed instanceof Map ? changed : object;
}

function withoutLineEnd(text: string): string {
  return text.endsWith('\n') ? text.slice(0, -1) : text;
}

/** The text of a document without its last line feed, which is added to what Helm renders. */
function textOf(data: Plain, file: string): string {
  try {
    return withoutLineEnd(writeReadable(data));
  } catch (error) {
    const message = `what ${file} rendered cannot be written: ${(error as Error).message}`;
    throw new InfraError('MANIFEST', message, { location: { file }, cause: error });
  }
}

function withoutGeneratedData(object: PlainMap, { generatedPaths }: ObjectEdits): Plain {
  return changedObject(
    object,
    generatedPaths.map((path) => ({ path, change: () => undefined })),
  );
}

/** A List without the items that were taken out; nothing where none is left. */
function withItems(list: PlainMap, items: readonly (Plain | undefined)[]): Plain | undefined {
  const left = items.filter((item) => item !== undefined);
  return left.length === 0 && items.length > 0 ? undefined : new Map(list).set('items', left);
}

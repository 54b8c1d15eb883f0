import { fieldTypes, type FieldTypes } from '../k8s/field-types.ts';
import { isMapping, textOf, nodeAt, type Mapping } from '../k8s/node.ts';
import { readNodes } from '../k8s/yaml/read-nodes.ts';
import { YamlError } from '../k8s/yaml/error.ts';
import type { Schema } from '../k8s/schema-node.ts';
import { InfraError } from '../lib/error.ts';
import { joinPath } from '../lib/path.ts';
import type { ResourceChange } from '../overlay/patch-plan.ts';
import { applyOperations, applyPair } from '../patch/apply-pair.ts';
import { parseAssignment, parseFieldPath } from '../patch/edit/parse-field-path.ts';
import { setField, unsetField } from '../patch/edit/set-field.ts';
import { parseJson6902, type Operation } from '../patch/json6902.ts';
import { applyMergePatch } from '../patch/merge.ts';
import { synthesize } from '../patch/synthesize.ts';
import { sameValue } from '../k8s/same-value.ts';
import { readValuesFile } from '../source/values-file.ts';
import { nodeOf } from '../k8s/node-to-plain.ts';
import type { PatchOperation } from '../patch/patch-pair.ts';
import type { CommandIo } from './io.ts';
import type { PatchOptions } from './patch-options.ts';

/** A change of one resource: as it is written, and what comes of the resource as it is built. */
export interface Wanted {
  readonly change: ResourceChange;
  /** what a built resource becomes; undefined: it goes */
  readonly outcome: (document: Mapping) => Mapping | undefined;
}

/** Reads what options say about files once, and gives the change of each resource. */
export class WantedChanges {
  private readonly options: PatchOptions;
  private readonly schema: Schema;
  private readonly types: FieldTypes;
  private readonly whole: Whole | undefined;

  /** `crds` holds the CustomResourceDefinitions of the build. Throws InfraError for files that cannot be read. */
  constructor(
    options: PatchOptions,
    read: (path: string) => string,
    { schema, crds }: { readonly schema: Schema; readonly crds: readonly Mapping[] },
  ) {
    this.options = options;
    this.schema = schema;
    this.types = fieldTypes(crds);
    this.whole = wholeOf(options, read);
  }

  /** The resource that a file says it is for, as a word; undefined where none says. */
  get headerWord(): string | undefined {
    if (this.whole === undefined || this.whole.kind === 'json') return undefined;
    const { document } = this.whole;
    const [group = ''] = (textOf(document.get('apiVersion')) ?? '').split(/\/?[^/]*$/);
    const kind = textOf(document.get('kind'));
    const name = textOf(nodeAt(document, ['metadata', 'name']));
    if (kind === undefined || name === undefined) {
      throw new InfraError('USAGE', 'name the resource to patch: the file has no kind, or no metadata.name');
    }
    return [group, kind, name].filter((part) => part !== '').join('/');
  }

  /** The change of a resource, which is built as `document`. Throws InfraError where it cannot be made. */
  of(document: Mapping): Wanted {
    if (this.options.delete === true) return { change: { kind: 'delete' }, outcome: () => undefined };
    const edit = (each: Mapping): Mapping => this.withFields(this.withWhole(each, document));
    if (this.whole?.kind === 'json' && !this.hasFields) {
      const operations = asWritten(this.whole.operations);
      if (operations !== undefined) return { change: { kind: 'operations', operations }, outcome: edit };
    }
    return { change: { kind: 'edit', edit }, outcome: (each) => orGone(edit(each)) };
  }

  /** The change by which a built resource becomes what it was edited to. */
  to(document: Mapping, edited: Mapping): Wanted {
    const edit = (each: Mapping): Mapping => this.withFields(this.becoming(each, document, edited));
    return { change: { kind: 'edit', edit }, outcome: edit };
  }

  private get hasFields(): boolean {
    return (this.options.set?.length ?? 0) + (this.options.unset?.length ?? 0) > 0;
  }

  private withWhole(each: Mapping, built: Mapping): Mapping {
    const { whole } = this;
    switch (whole?.kind) {
      case undefined:
        return each;
      case 'strategic':
        return applyPair(each, { strategic: headed(whole.document, each), operations: [] }, this.schema);
      case 'merge':
        return withIdOf(applyMergePatch(each, whole.document) as Mapping, each);
      case 'json':
        return applyOperations(each, whole.operations);
      case 'from':
        return this.becoming(each, built, headed(whole.document, built));
    }
  }

  /** What becomes of a document, where the built resource is to become another one. */
  private becoming(each: Mapping, built: Mapping, wanted: Mapping): Mapping {
    const goal = withIdOf(wanted, built);
    if (sameValue(each, built)) return goal;
    return applyPair(each, withHeaderOf(synthesize(built, goal, this.schema), each), this.schema);
  }

  private withFields(document: Mapping): Mapping {
    const { set = [], unset = [], force = false } = this.options;
    let edited = document;
    for (const text of set) {
      const { path, value } = parseAssignment(text);
      edited = setField(edited, path, value, this.types, { force });
    }
    for (const text of unset) edited = unsetField(edited, parseFieldPath(text), this.types, { force });
    return edited;
  }
}

type Whole =
  | { readonly kind: 'strategic' | 'merge' | 'from'; readonly document: Mapping }
  | { readonly kind: 'json'; readonly operations: readonly Operation[] };

function wholeOf(options: PatchOptions, read: (path: string) => string): Whole | undefined {
  if (options.json !== undefined)
    return { kind: 'json', operations: parseJson6902(read(options.json).trimStart()) };
  for (const kind of ['strategic', 'merge', 'from'] as const) {
    const path = options[kind];
    if (path !== undefined) return { kind, document: documentOf(read(path), path) };
  }
  return undefined;
}

/** The one document of a text. Throws InfraError where there is none, or are several. */
export function documentOf(text: string, file: string): Mapping {
  const documents = documentsOf(text, file);
  const [document] = documents;
  if (document !== undefined && documents.length === 1) return document;
  throw new InfraError('PATCH', `${named(file)} has ${documents.length} documents, and one is expected`, {
    location: { file: named(file) },
  });
}

/** The documents of a text. Throws InfraError for what is no YAML, and for what is no mapping. */
export function documentsOf(text: string, file: string): Mapping[] {
  const location = { file: named(file) };
  try {
    return readNodes(text).map(({ root, line }) => {
      if (isMapping(root)) return root;
      throw new InfraError('PATCH', `${named(file)} holds something that is no mapping`, {
        location: { ...location, line },
      });
    });
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    const place = error.place === undefined ? location : { ...location, line: error.place };
    throw new InfraError('PATCH', `${named(file)} is no YAML: ${error.message}`, {
      location: place,
      cause: error,
    });
  }
}

/** Reads files that options name, pipes of a shell too; `-` is standard input. */
export function fileReader(directory: string, io: CommandIo): (path: string) => string {
  return (path) => {
    if (path === '-') return new TextDecoder().decode(io.readStandardInput());
    try {
      return new TextDecoder().decode(readValuesFile(joinPath(directory, path)));
    } catch (error) {
      const reason = (error as Error).message.replace(/^open .*: /, '');
      const message = `cannot read ${path}: ${reason}`;
      throw new InfraError('NOT_FOUND', message, { location: { file: path }, cause: error });
    }
  };
}

function named(file: string): string {
  return file === '-' ? 'standard input' : file;
}

function orGone(document: Mapping): Mapping | undefined {
  return document.size === 0 ? undefined : document;
}

/** A patch with the header of the resource it is for, whatever it had. Throws InfraError where it names another one. */
function headed(patch: Mapping, document: Mapping): Mapping {
  for (const path of [['kind'], ['metadata', 'name']]) {
    const [given, actual] = [textOf(nodeAt(patch, path)), textOf(nodeAt(document, path))];
    if (given === undefined || given === actual) continue;
    throw new InfraError(
      'PATCH',
      `the patch is for a resource with the ${path.at(-1)!} ${given}, not ${actual ?? ''}`,
      {
        hint: 'leave apiVersion, kind and metadata.name out, or name that resource',
      },
    );
  }
  return patch;
}

/** A document with kind, name and namespace of another one. */
function withIdOf(document: Mapping, other: Mapping): Mapping {
  const result = new Map(document);
  for (const key of ['apiVersion', 'kind']) if (other.has(key)) result.set(key, other.get(key)!);
  const own = document.get('metadata');
  const metadata = new Map(isMapping(own) ? own : undefined);
  for (const key of ['name', 'namespace']) {
    const value = nodeAt(other, ['metadata', key]);
    if (value === undefined) metadata.delete(key);
    else metadata.set(key, value);
  }
  return result.set('metadata', metadata);
}

function withHeaderOf(pair: ReturnType<typeof synthesize>, document: Mapping): ReturnType<typeof synthesize> {
  return pair.strategic === undefined ? pair : { ...pair, strategic: withIdOf(pair.strategic, document) };
}

/** Operations of the kinds that patch files are kept with; undefined where there are others. */
function asWritten(operations: readonly Operation[]): PatchOperation[] | undefined {
  const written = operations.map(({ fields }): PatchOperation | undefined => {
    const [op, path, value] = ['op', 'path', 'value'].map((field) => fields.get(field));
    if (typeof path !== 'string' || !isKnown(op)) return undefined;
    return value === undefined ? { op, path } : { op, path, value: nodeOf(value) };
  });
  return written.every((each) => each !== undefined) ? written : undefined;
}

function isKnown(op: unknown): op is PatchOperation['op'] {
  return op === 'test' || op === 'add' || op === 'replace' || op === 'remove';
}

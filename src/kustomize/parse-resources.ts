import { fieldOf, isMapping, isNull, isSequence, textOf, type Mapping, type Node } from '../k8s/node.ts';
import { plainBelow } from '../k8s/node-to-plain.ts';
import { nodeThroughJson } from '../k8s/node-through-json.ts';
import { directValue } from '../k8s/scalar-value.ts';
import { YamlError } from '../k8s/yaml/error.ts';
import { readNodes, type NodeDocument } from '../k8s/yaml/read-nodes.ts';
import { InfraError, type ErrorDetails } from '../lib/error.ts';
import { lineLocation } from './locate.ts';

/** A resource as a file has it. */
export interface ParsedResource {
  readonly root: Mapping;
  /** Which part of the file, between separators, it stands in; from 0. */
  readonly document: number;
  /** The line (from 1) on which that part's content begins. */
  readonly line: number;
}

/**
 * The resources of a file, in the order Kustomize reads them: documents one by one, the items of lists in place of the lists.
 * Empty documents and entries are left out. Throws InfraError, code MANIFEST, for what is no YAML (its `cause` is a YamlError
 * then) and for what is no resource, having no kind or no name.
 */
export function parseResources(text: string, file: string): ParsedResource[] {
  return new ResourceParser(text, file).parse();
}

/** A node that may be a resource. */
type Candidate = Omit<ParsedResource, 'root'> & { readonly root: Node };

class ResourceParser {
  private readonly text: string;
  private readonly file: string;

  constructor(text: string, file: string) {
    this.text = text;
    this.file = file;
  }

  parse(): ParsedResource[] {
    const documents = this.read();
    const [only] = documents;
    const candidates = only?.alone === true ? unwrapped(only) : documents;
    return this.expandLists(this.checked(candidates));
  }

  private read(): NodeDocument[] {
    try {
      return readNodes(this.text);
    } catch (error) {
      if (!(error instanceof YamlError)) throw error;
      const message = error.message.replace(/^yaml: (?:line \d+: )?/, '');
      throw this.refusal(`the file is no valid YAML: ${message}`, error.place, { cause: error });
    }
  }

  private checked(candidates: readonly Candidate[]): ParsedResource[] {
    const resources: ParsedResource[] = [];
    for (const { root, document, line } of candidates) {
      if (!isEmpty(root)) resources.push({ root: this.checkedRoot(root, line), document, line });
    }
    return resources;
  }

  private checkedRoot(root: Node, line: number): Mapping {
    if (!isMapping(root)) {
      throw this.refusal(
        `a resource must be a mapping, this is a ${isSequence(root) ? 'list' : 'scalar'}`,
        line,
      );
    }
    const kind = textAt(root, 'kind');
    if (kind === '') throw this.refusal('a resource has no kind', line);
    if (kind.endsWith('List') || textAt(fieldOf(root, 'metadata'), 'name') !== '') return root;
    throw this.refusal(`a resource of kind ${kind} has no metadata.name`, line);
  }

  /** Puts the items of lists behind everything else, as often as there are lists among them. */
  private expandLists(resources: readonly ParsedResource[]): ParsedResource[] {
    const queue = [...resources];
    const expanded: ParsedResource[] = [];
    for (const resource of queue) {
      const kind = textOf(resource.root.get('kind')) ?? '';
      const items = kind.endsWith('List') ? resource.root.get('items') : undefined;
      if (items === undefined) expanded.push(resource);
      else for (const item of this.itemsOf(resource, kind, items)) queue.push(item);
    }
    return expanded;
  }

  /** The items of a list, which go through JSON. */
  private itemsOf({ document, line }: ParsedResource, kind: string, items: Node): ParsedResource[] {
    if (isNull(items)) return [];
    if (!isSequence(items)) throw this.refusal(`the items of a ${kind} must be a list`, line);
    const candidates = items.flatMap((item) =>
      unwrapped({ root: this.throughJson(item, kind, line), document, line }),
    );
    return this.checked(candidates);
  }

  private throughJson(item: Node, kind: string, line: number): Node {
    try {
      return nodeThroughJson(plainBelow(item, directValue));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw this.refusal(`an item of a ${kind} cannot be read: ${reason}`, line, { cause: error });
    }
  }

  private refusal(message: string, line: number | undefined, details: ErrorDetails = {}): InfraError {
    const { file, text } = this;
    const location = line === undefined ? { file } : lineLocation(text, file, line);
    return new InfraError('MANIFEST', message, { ...details, location });
  }
}

/** The items of a `List` that is all there is in a text; anything else as it is. */
function unwrapped(candidate: Candidate): Candidate[] {
  const { root } = candidate;
  const kind = textAt(root, 'kind');
  const items = fieldOf(root, 'items');
  if (kind !== 'List' && kind !== 'ResourceList') return [candidate];
  if (items === undefined && fieldOf(root, 'functionConfig') === undefined) return [candidate];
  return contentsOf(items).map((item) => ({ ...candidate, root: item }));
}

/** What Kustomize takes for the items: of a mapping it takes the keys as well, which are no resources. */
function contentsOf(items: Node | undefined): readonly Node[] {
  if (isSequence(items)) return items;
  return isMapping(items) ? [...items].flat() : [];
}

/** The text of a field, empty for a null or a collection. */
function textAt(node: Node | undefined, key: string): string {
  const field = fieldOf(node, key);
  return isNull(field) ? '' : (textOf(field) ?? '');
}

function isEmpty(node: Node): boolean {
  return isNull(node) || (isMapping(node) && node.size === 0) || (isSequence(node) && node.length === 0);
}

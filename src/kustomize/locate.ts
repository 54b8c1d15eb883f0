import { composeDocument } from '../k8s/yaml/compose.ts';
import { prepareInput } from '../k8s/yaml/input.ts';
import type { YamlNode } from '../k8s/yaml/node.ts';
import { splitDocuments } from '../k8s/yaml/split-documents.ts';
import type { Location } from '../lib/error.ts';

/** What to look for in a text. */
export interface Place {
  /** Which part between separators, from 0; the first document if not given. */
  readonly document?: number;
  /** Keys and indexes from the root down. */
  readonly path?: readonly (string | number)[];
  /** Whether the key is meant rather than what it holds. */
  readonly atKey?: boolean;
}

/**
 * Where a node stands in a YAML text. A path that leads out of the document gives the last node on it; where the text is no
 * YAML, its file is all there is. Meant for messages only: it reads the document once more.
 */
export function locate(text: string, file: string, { document, path = [], atKey = false }: Place): Location {
  const part = partOf(text, document);
  if (part === undefined) return { file };
  const root = compose(part.text);
  if (root === undefined) return lineLocation(text, file, part.line);
  const { line, column } = follow(root, path, atKey);
  return lineLocation(text, file, part.line + line, column + 1);
}

/** The location of a line (from 1), with its text. */
export function lineLocation(text: string, file: string, line: number, column?: number): Location {
  const source = text.split(/\r\n?|\n/, line)[line - 1];
  return {
    file,
    line,
    ...(column === undefined ? {} : { column }),
    ...(source === undefined ? {} : { source }),
  };
}

function partOf(text: string, document: number | undefined): { text: string; line: number } | undefined {
  if (document === undefined) return { text, line: 1 };
  try {
    return splitDocuments(text)[document];
  } catch {
    return undefined;
  }
}

function compose(text: string): YamlNode | undefined {
  try {
    return composeDocument(prepareInput(text), 3);
  } catch {
    return undefined;
  }
}

function follow(root: YamlNode, path: readonly (string | number)[], atKey: boolean): YamlNode {
  let found = root;
  for (let depth = 0; depth < path.length; depth++) {
    const next = step(found, path[depth]!, atKey && depth === path.length - 1);
    if (next === undefined) break;
    found = next;
  }
  return found;
}

function step(node: YamlNode, part: string | number, atKey: boolean): YamlNode | undefined {
  const collection = node.kind === 'alias' ? node.target : node;
  if (collection.kind === 'sequence') return collection.children[Number(part)];
  if (collection.kind !== 'mapping') return undefined;
  const { children } = collection;
  for (let index = 0; index + 1 < children.length; index += 2) {
    const key = children[index]!;
    if (key.kind === 'scalar' && key.value === String(part)) return atKey ? key : children[index + 1];
  }
  return undefined;
}

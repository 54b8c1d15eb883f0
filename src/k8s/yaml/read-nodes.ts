import { isNull, type Node } from '../node.ts';
import { buildNode } from './build-node.ts';
import { composeDocument } from './compose.ts';
import { YamlError } from './error.ts';
import { prepareInput } from './input.ts';
import { endComment, keptEnd, mayKeepEnd } from './kept-end.ts';
import { LineText, UnusualYaml } from './line-text.ts';
import { QuickNodeScalars } from './quick-node.ts';
import { QuickReader } from './read-quick.ts';
import { splitDocuments, type DocumentPart } from './split-documents.ts';

const NO_CONTENT = /^[ \t\r]*$|^[ \t]*#|^%|^---[ \t\r]*(?:#|$)/;

/** A document of a stream. */
export interface NodeDocument {
  readonly root: Node;
  /** Which part of the stream it is, from 0; parts without a document count too. */
  readonly document: number;
  /** The line of the stream (from 1) on which its content begins. */
  readonly line: number;
  /** Whether the stream has no separators. */
  readonly alone: boolean;
}

/**
 * The documents of a stream as kyaml loads them: of each part between separators the first document, null ones left out,
 * anchors and merge keys expanded. Throws YamlError, whose `place` is a line of the stream.
 */
export function readNodes(stream: string): NodeDocument[] {
  const parts = splitDocuments(stream);
  const documents: NodeDocument[] = [];
  const alone = parts.length === 1;
  for (let document = 0; document < parts.length; document++) {
    const part = parts[document]!;
    const root = readPart(part);
    if (root !== undefined && !isNull(root))
      documents.push({ root, document, line: contentLine(part), alone });
  }
  return documents;
}

function readPart({ text, line }: DocumentPart): Node | undefined {
  try {
    return readNode(text);
  } catch (error) {
    if (!(error instanceof YamlError) || line === 1) throw error;
    const place = error.place === undefined ? line : error.place + line - 1;
    throw new YamlError(error.message, error.line, place);
  }
}

/**
 * The only document of a text in which nothing is unusual (see readQuick), with a null node for an empty one; undefined for
 * any other text.
 */
export function readOrdinaryNode(text: string): Node | undefined {
  const input = prepareInput(text);
  return input.simple ? readQuickNode(input.text) : undefined;
}

/** The first document of a text, undefined if it has none. */
function readNode(text: string): Node | undefined {
  const input = prepareInput(text);
  if (input.simple) {
    const quick = readQuickNode(input.text);
    if (quick !== undefined && !(mayKeepEnd(quick) && endComment(input.text) !== -1)) return quick;
  }
  const root = composeDocument(input, 3);
  if (root === undefined) return undefined;
  return buildNode(root, keptEnd(root, input.text));
}

/** As readNode, but undefined also for whatever the line-wise reader is not made for. */
function readQuickNode(text: string): Node | undefined {
  const lines = new LineText(text);
  try {
    const node = new QuickReader(lines, new QuickNodeScalars()).document();
    return lines.position < lines.length ? undefined : node;
  } catch (error) {
    if (error instanceof UnusualYaml) return undefined;
    throw error;
  }
}

/** The line of the stream on which the content of a part begins, behind empty lines, comments, directives and `---`. */
function contentLine({ text, line: first }: DocumentPart): number {
  let line = first;
  let start = 0;
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
    if (!NO_CONTENT.test(text.slice(start, end))) break;
    start = end + 1;
    line++;
  }
  return line;
}

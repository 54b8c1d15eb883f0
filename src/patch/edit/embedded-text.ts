import { EMPTY_MAPPING, sameNode, type Node } from '../../k8s/node.ts';
import { decodeJson } from '../../k8s/json.ts';
import { nodeOf } from '../../k8s/node-to-plain.ts';
import { YamlError } from '../../k8s/yaml/error.ts';
import { readNodes } from '../../k8s/yaml/read-nodes.ts';
import { decodeBase64, encodeBase64 } from '../../lib/base64.ts';
import { fromBytes, toBytes } from '../../lib/utf8.ts';
import { dataChanges } from './data-changes.ts';
import { editDataText } from './data-text.ts';
import { isJson } from './looks-of-text.ts';
import { editProblem } from './edit-problem.ts';
import { withoutLooks } from './without-looks.ts';

/**
 * A text that holds YAML or JSON, after an edit of its data: all else stays as it is written, comments too. Throws InfraError
 * PATCH for a text that holds none, and for an edit that cannot be made in it, as of one of several aliases.
 *
 * @param place the path of the text, for messages
 * @param isBase64 whether the text stands there in base64, as in a Secret
 */
export function editEmbedded(
  text: string,
  place: string,
  isBase64: boolean,
  edit: (data: Node) => Node | undefined,
): string {
  const plain = isBase64 ? fromBytes(decodeBase64(text)) : text;
  const before = readData(plain, place);
  const after = edit(before) ?? EMPTY_MAPPING;
  const edited = sameNode(before, after) ? plain : changedText(plain, before, after, place);
  return isBase64 ? encodeBase64(toBytes(edited)) : edited;
}

/** The text is checked by reading it again: what an alias stands for changes in more than one place. */
function changedText(text: string, before: Node, after: Node, place: string): string {
  const edited = editDataText(text, dataChanges(before, after));
  if (edited !== undefined && isHeldBy(after, edited)) return edited;
  throw editProblem(
    `the text in ${place} cannot be changed there without changing more`,
    'anchors, aliases and tags are in the way; edit the whole text with --edit',
  );
}

function isHeldBy(data: Node, text: string): boolean {
  try {
    return sameNode(readData(text, ''), data);
  } catch {
    return false;
  }
}

/** The data in a text; an empty mapping where there is none. */
function readData(text: string, place: string): Node {
  try {
    const [document, ...more] = readNodes(text);
    if (more.length === 0) return document === undefined ? EMPTY_MAPPING : withoutLooks(document.root);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    // JSON escapes characters in a way that YAML does not know.
    if (isJson(text)) return nodeOf(decodeJson(text));
    const line = error.place === undefined ? '' : ` (line ${error.place} of the text)`;
    throw editProblem(
      `the text in ${place} is no YAML or JSON: ${error.message.replace(/^yaml: (?:line \d+: )?/, '')}${line}`,
      'what stands behind # is looked for in YAML or JSON only; edit the whole text with --edit',
    );
  }
  throw editProblem(`the text in ${place} holds several YAML documents`, 'edit the whole text with --edit');
}

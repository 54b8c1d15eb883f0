import { OddMapping, isMapping, isSequence, nodeAt, sameNode, textOf } from '../k8s/node.ts';
import type { Mapping, Node, Sequence } from '../k8s/node.ts';
import { YamlError } from '../k8s/yaml/error.ts';
import { readNodes, type NodeDocument } from '../k8s/yaml/read-nodes.ts';
import { printResource } from '../kustomize/output.ts';
import { InfraError, type Location } from '../lib/error.ts';

const PROBLEM = '# ! ';
/** What a patch cannot change: it would be another resource. */
const IDENTITY = [['apiVersion'], ['kind'], ['metadata', 'name'], ['metadata', 'namespace']] as const;

/**
 * A resource as a text for an editor: what the build prints, below comments that say what to do.
 *
 * @param title what it is, for the first line: `StatefulSet/jenkins of prod-a/ci/jenkins`
 */
export function editableText(resource: Mapping, title: string): string {
  return `# ${title}, as it is built now.
# Change it, save it and leave the editor: what differs becomes a patch. apiVersion, kind, name and namespace must stay.
# Nothing is done where nothing differs, or where only comments are left.
${printResource(resource)}`;
}

/** A text that could not be taken, with the reason on top, for another try; an earlier reason goes. */
export function textWithProblem(text: string, { message, location, hint }: InfraError): string {
  const rest = text.split('\n').filter((line) => !line.startsWith(PROBLEM));
  const reasons = [message, ...(hint === undefined ? [] : [hint])].flatMap((reason) => reason.split('\n'));
  // The lines on top move those below down.
  const before = text
    .split('\n')
    .slice(0, location?.line ?? 0)
    .filter((line) => line.startsWith(PROBLEM)).length;
  const line = location?.line === undefined ? '' : `line ${location.line - before + reasons.length}: `;
  return [...reasons.map((reason, index) => PROBLEM + (index === 0 ? line : '') + reason), ...rest].join(
    '\n',
  );
}

/**
 * The resource that an edited text holds; what was not edited is as it was. undefined where only comments are left. Throws
 * InfraError PATCH, with the line, for what is no YAML, or no longer that resource.
 *
 * @param file the name of the text, for messages
 */
export function readEdited(text: string, before: Mapping, file: string): Mapping | undefined {
  const document = readOne(text, file);
  if (document === undefined) return undefined;
  const { root } = document;
  if (!isMapping(root)) throw wrong('what is left is no resource', { file, line: document.line });
  refuseDuplicates(root, file);
  for (const path of IDENTITY) checkSame(before, root, path, { file, text });
  const printed = readNodes(printResource(before))[0]!.root;
  return restored(before, printed, root) as Mapping;
}

function readOne(text: string, file: string): NodeDocument | undefined {
  try {
    const [first, second] = readNodes(text);
    if (second === undefined) return first;
    throw wrong(
      'the text holds more than one resource',
      { file, line: second.line },
      'edit one at a time; --add FILE adds one',
    );
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    const location = error.place === undefined ? { file } : located(text, file, error.place);
    throw wrong(`the text is no YAML: ${error.message.replace(/^yaml: (?:line \d+: )?/, '')}`, location);
  }
}

function checkSame(
  before: Mapping,
  after: Mapping,
  path: readonly string[],
  { file, text }: { readonly file: string; readonly text: string },
): void {
  const wanted = textOf(nodeAt(before, path));
  const found = textOf(nodeAt(after, path));
  if ((wanted ?? '') === (found ?? '')) return;
  const field = path.join('.');
  const line = lineOf(text, path, found);
  const location = line === undefined ? { file } : located(text, file, line);
  const change = wanted === undefined ? `was set to ${found!}` : `is ${found ?? 'gone'}, and was ${wanted}`;
  throw wrong(
    `${field} ${change}: that would be another resource`,
    location,
    'put it back; --add FILE adds a resource, --delete deletes one',
  );
}

/** The line of a field at the top or below `metadata`, as far as it is written in the usual way. */
function lineOf(text: string, path: readonly string[], value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const lines = text.split('\n');
  const start = path.length === 1 ? 0 : lines.findIndex((line) => line.startsWith('metadata:'));
  const field = new RegExp(`^${path.length === 1 ? '' : ' +'}["']?${path.at(-1)!}["']?:`);
  const index = lines.findIndex((line, at) => at >= start && field.test(line));
  return start === -1 || index === -1 ? undefined : index + 1;
}

function refuseDuplicates(node: Node, file: string): void {
  if (isSequence(node)) for (const item of node) refuseDuplicates(item, file);
  if (!isMapping(node)) return;
  if (node instanceof OddMapping) {
    const [key] = [...node.duplicates, ...node.keyTags.keys()];
    throw wrong(
      `the key ${JSON.stringify(key)} comes twice or is no text`,
      { file },
      'put keys that are no texts in quotes',
    );
  }
  for (const value of node.values()) refuseDuplicates(value, file);
}

/** The edited node, but with the nodes that were there before wherever the text says what was printed for them. */
function restored(before: Node, printed: Node, edited: Node): Node {
  if (sameNode(printed, edited)) return before;
  if (isMapping(before) && isMapping(printed) && isMapping(edited)) {
    return new Map([...edited].map(([key, value]) => [key, restoredField(before, printed, key, value)]));
  }
  if (isSequence(before) && isSequence(printed) && isSequence(edited))
    return restoredList(before, printed, edited);
  return edited;
}

function restoredField(before: Mapping, printed: Mapping, key: string, value: Node): Node {
  const [old, shown] = [before.get(key), printed.get(key)];
  return old === undefined || shown === undefined ? value : restored(old, shown, value);
}

/** Elements may have moved. */
function restoredList(before: Sequence, printed: Sequence, edited: Sequence): Sequence {
  return edited.map((item, index) => {
    if (printed[index] !== undefined && before[index] !== undefined && edited.length === printed.length)
      return restored(before[index], printed[index], item);
    const same = printed.findIndex((shown) => sameNode(shown, item));
    return before[same] ?? item;
  });
}

function located(text: string, file: string, line: number): Location {
  const source = text.split('\n')[line - 1];
  return source === undefined ? { file, line } : { file, line, source };
}

function wrong(message: string, location: Location, hint?: string): InfraError {
  return new InfraError('PATCH', message, { location, ...(hint !== undefined && { hint }) });
}

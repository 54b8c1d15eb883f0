import { OddMapping, Scalar, fieldOf, textOf, type Mapping, type Node } from '../k8s/node.ts';
import { UnprintableNode, plainOf } from '../k8s/node-to-plain.ts';
import { scalarValue, type ScalarValue } from '../k8s/scalar-value.ts';
import { keyThroughJson, textThroughJson } from '../k8s/yaml/text-through-json.ts';
import { writeYamlDocument } from '../k8s/yaml/write.ts';
import { InfraError, type Location } from '../lib/error.ts';

/** A place below the root of a resource. */
type NodePath = readonly (string | number)[];

const LINE_FEED = 10;

/** Ends the writing of a document that has an odd mapping. */
class OddRoot extends Error {}

/** Texts of documents that were printed: overlays share those that they do not change. */
let printed: WeakMap<Mapping, string> | undefined;

/**
 * The document of a resource as Kustomize prints it, keys sorted, with its last line end. Throws InfraError for what Kustomize
 * cannot print; `locate` says where in the files the problem is.
 */
export function printResource(root: Mapping, locate?: (path: NodePath) => Location): string {
  printed ??= new WeakMap();
  const known = printed.get(root);
  if (known !== undefined) return known;
  const text = printWith(root, scalarValue, locate);
  printed.set(root, text);
  return text;
}

/** As printResource, with a say in what scalars are that are no strings. */
export function printWith(
  root: Mapping,
  valueOf: (scalar: Scalar) => ScalarValue,
  locate?: (path: NodePath) => Location,
): string {
  const toPlain = (value: object): unknown => (value instanceof Scalar ? valueOf(value) : value);
  try {
    return flat(writeYamlDocument(root, toPlain, undefined, refuseOdd));
  } catch (error) {
    if (!(error instanceof OddRoot)) throw printError(root, error, locate);
  }
  try {
    return writeYamlDocument(plainOf(root, valueOf));
  } catch (error) {
    throw printError(root, error, locate);
  }
}

/** Makes one piece of a text that was put together from many, before those grow old. */
function flat(text: string): string {
  return text.charCodeAt(text.length - 1) === LINE_FEED ? text : `${text}\n`;
}

/** What is odd is left to plainOf. */
function refuseOdd(map: ReadonlyMap<string, unknown>): void {
  if (map instanceof OddMapping) throw new OddRoot();
}

function printError(
  root: Mapping,
  error: unknown,
  locate: ((path: NodePath) => Location) | undefined,
): unknown {
  const problem = findProblem(root);
  if (problem === undefined) return error;
  const { hint, message, path } = problem;
  const kind = textOf(root.get('kind')) ?? 'resource';
  const name = textOf(fieldOf(root.get('metadata'), 'name')) ?? '';
  const where = path.length === 0 ? '' : `at ${printPath(path)}, `;
  return new InfraError('MANIFEST', `${kind} ${name} cannot be printed: ${where}${message}`, {
    ...(hint === undefined ? {} : { hint }),
    ...(locate === undefined ? {} : { location: locate(path) }),
    cause: error,
  });
}

/** Looks for what could not be printed: once more, but slowly. */
function findProblem(root: Mapping): UnprintableNode | undefined {
  try {
    plainOf(root);
    refuseTexts(root, []);
    return undefined;
  } catch (error) {
    return error instanceof UnprintableNode ? error : undefined;
  }
}

function refuseTexts(node: Node, path: NodePath): void {
  if (typeof node === 'string') refuseText(node, path, 'a text', textThroughJson);
  else if (node instanceof Map) {
    for (const [key, value] of node as Mapping) {
      refuseText(key, path, 'a key is too long or', keyThroughJson);
      refuseTexts(value, [...path, key]);
    }
  } else if (!(node instanceof Scalar)) {
    (node as readonly Node[]).forEach((item, index) => refuseTexts(item, [...path, index]));
  }
}

function refuseText(text: string, path: NodePath, subject: string, check: (text: string) => string): void {
  try {
    check(text);
  } catch {
    throw new UnprintableNode(`${subject} holds a character that YAML does not allow`, path);
  }
}

function printPath(path: NodePath): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');
}

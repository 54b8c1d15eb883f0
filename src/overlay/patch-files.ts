import { isMapping, isScalar, isSequence, textOf, type Mapping, type Node } from '../k8s/node.ts';
import { YamlError } from '../k8s/yaml/error.ts';
import { readNodes } from '../k8s/yaml/read-nodes.ts';
import { InfraError } from '../lib/error.ts';
import type { PatchOperation, PatchPair } from '../patch/patch-pair.ts';
import { editPatchFile } from './patch-file-edit.ts';
import { nodeText, operationNode } from './patch-file-text.ts';

/** The two files of a pair, or their texts; undefined where there is none. */
export interface PatchFiles {
  readonly strategic?: string | undefined;
  readonly operations?: string | undefined;
}

const KNOWN = ['test', 'add', 'replace', 'remove'];

/**
 * The pair that two files hold. `files` are their paths, for messages. Throws InfraError PATCH for what is no patch of one
 * resource, and for operations that are not those this program makes.
 */
export function readPair(
  strategicText: string | undefined,
  operationsText: string | undefined,
  files: PatchFiles = {},
): PatchPair {
  return {
    strategic: strategicText === undefined ? undefined : readStrategic(strategicText, files.strategic),
    operations: operationsText === undefined ? [] : readOperations(operationsText, files.operations),
  };
}

/**
 * The texts of the files of a pair. What stays the same keeps its comments, its order and its looks in the present texts; a file
 * that has nothing to say any more is undefined.
 */
export function writePair({ strategic, operations }: PatchPair, present: PatchFiles): Required<PatchFiles> {
  return {
    strategic: strategic === undefined ? undefined : written(strategic, present.strategic),
    operations:
      operations.length === 0 ? undefined : written(operations.map(operationNode), present.operations),
  };
}

function written(node: Node, present: string | undefined): string {
  return (present === undefined ? undefined : editPatchFile(present, node)) ?? nodeText(node);
}

function readStrategic(text: string, file: string | undefined): Mapping | undefined {
  const documents = readDocuments(text, file);
  if (documents.length === 0) return undefined;
  const [root] = documents;
  if (documents.length === 1 && isMapping(root)) return root;
  const found = documents.length === 1 ? 'no mapping' : `${documents.length} documents`;
  throw refusal(`the patch is ${found}, but is to be one for one resource`, file);
}

function readOperations(text: string, file: string | undefined): readonly PatchOperation[] {
  const [root] = readDocuments(text, file);
  if (root === undefined) return [];
  if (!isSequence(root)) throw refusal('a JSON patch is a list of operations', file);
  return root.map((entry, index) => operationOf(entry, index, file));
}

function operationOf(entry: Node, index: number, file: string | undefined): PatchOperation {
  const [op, path, value] = ['op', 'path', 'value'].map((key) =>
    isMapping(entry) ? entry.get(key) : undefined,
  );
  if (!isScalar(op) || !isScalar(path)) {
    throw refusal(`operation ${index + 1} of the JSON patch has no op or no path`, file);
  }
  const word = textOf(op)!;
  if (!KNOWN.includes(word)) {
    throw refusal(`operation ${index + 1} of the JSON patch is ${word}, which cannot be edited here`, file, {
      hint: `write it with ${KNOWN.join(', ')}, or put it into a patch file of its own`,
    });
  }
  const operation = { op: word as PatchOperation['op'], path: textOf(path)! };
  return value === undefined ? operation : { ...operation, value };
}

function readDocuments(text: string, file: string | undefined): readonly Node[] {
  try {
    return readNodes(text).map(({ root }) => root);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    const line = error.place === undefined ? {} : { line: error.place };
    const message = `the patch is no YAML: ${error.message.replace(/^yaml: (?:line \d+: )?/, '')}`;
    throw new InfraError('PATCH', message, file === undefined ? {} : { location: { file, ...line } });
  }
}

function refusal(
  message: string,
  file: string | undefined,
  details: { readonly hint?: string } = {},
): InfraError {
  return new InfraError('PATCH', message, {
    ...(file === undefined ? {} : { location: { file } }),
    ...details,
  });
}

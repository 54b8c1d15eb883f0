import { OddMapping, isMapping, type Node } from '../k8s/node.ts';
import { encodeJson } from '../k8s/json.ts';
import { UnprintableNode, plainOf } from '../k8s/node-to-plain.ts';
import { buildNode } from '../k8s/yaml/build-node.ts';
import { composeDocument } from '../k8s/yaml/compose.ts';
import { YamlError } from '../k8s/yaml/error.ts';
import { prepareInput } from '../k8s/yaml/input.ts';
import { FieldProblem } from './field-problem.ts';

/** The first document of the YAML (or JSON) in a text, undefined where there is none. Throws FieldProblem for what is no YAML. */
export function readStructured(text: string): Node | undefined {
  try {
    const root = composeDocument(prepareInput(text), 3);
    return root === undefined ? undefined : buildNode(root);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw new FieldProblem(
      `the path goes on into a text that is no YAML: ${error.message.replace(/^yaml: /, '')}`,
    );
  }
}

/** Whether a text that holds a mapping or a list is written back as JSON. */
export function isJsonText(text: string): boolean {
  return /^\s*[[{]/.test(text);
}

/**
 * A node as JSON with sorted keys: indented if the text it was read from had several lines and was indented, else compact.
 * undefined for what JSON cannot hold.
 */
export function jsonText(node: Node, before: string): string | undefined {
  // Only at the top of a resource would such keys become texts.
  if (isMapping(node) && node instanceof OddMapping) return undefined;
  const indent = before.includes('\n') && before.includes('  ');
  try {
    return encodeJson(plainOf(node), indent ? { indent: '  ' } : {});
  } catch (error) {
    if (error instanceof UnprintableNode) return undefined;
    throw error;
  }
}

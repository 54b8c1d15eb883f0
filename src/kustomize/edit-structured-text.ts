import { Scalar, isScalar, textOf, type Mapping, type Node } from '../k8s/node.ts';
import { editStyledText } from '../k8s/styled/edit-styled-text.ts';
import type { StyledNode } from '../k8s/styled/styled-node.ts';
import { editFieldPath, type NodeKind } from './edit-field-path.ts';
import { FieldProblem } from './field-problem.ts';
import { placedValue } from './place-value.ts';
import { lookUpPart, type Found, type Steps } from './replacement-path.ts';
import { isJsonText, jsonText, readStructured } from './structured-text.ts';
import { writtenQuotes } from './written-quotes.ts';

const NO_YAML = Symbol('no YAML');

/** A scalar with a text that holds data, after an edit of that data. */
export interface EditedText {
  readonly steps: Steps;
  readonly text: string;
}

/** What is put into a text. */
export interface TextEdit {
  readonly value: Node;
  readonly create: NodeKind | undefined;
  /** How the value was written, where that is known. */
  readonly looks: () => StyledNode | undefined;
}

/**
 * What comes of a path that goes on into a text which holds YAML or JSON: the text with the value put into it, in the form it
 * has. Delimiters do not count there. undefined where the path ends before, or where the text does not take the value.
 */
export function editStructuredText(
  root: Mapping,
  parts: readonly string[],
  { value, create, looks }: TextEdit,
): EditedText | undefined {
  try {
    const found = findText(root, parts);
    if (found === undefined) return undefined;
    const { text, data: before } = found;
    const isJson = isJsonText(text);
    const set = (node: Node): Node => {
      const placed = placedValue(node, value, undefined);
      return isJson && isNothing(placed) ? '' : placed;
    };
    const quotes = writtenQuotes(() => text);
    const { node, count } = editFieldPath(before, parts.slice(found.depth), { create, set, quotes });
    if (count === 0) return undefined;
    const edited = isJson
      ? jsonText(node, text)
      : editStyledText(text, { before, after: node, value, looks: looks() });
    return edited === undefined ? undefined : { steps: found.scalar.steps, text: edited };
  } catch (error) {
    if (error instanceof FieldProblem) return undefined;
    throw error;
  }
}

/** Nothing at all, written within brackets, gets quotes. */
function isNothing(node: Node): boolean {
  return node instanceof Scalar && node.text === '' && (node.tag === '' || node.tag === '!!null');
}

interface FoundText {
  readonly scalar: Found;
  /** How many parts lead to it. */
  readonly depth: number;
  readonly text: string;
  readonly data: Node;
}

/** The first scalar on the way along a path that holds YAML; undefined if there is none, or nothing in it. */
function findText(root: Mapping, parts: readonly string[]): FoundText | undefined {
  let scalar: Found | undefined = { node: root, steps: [] };
  for (let depth = 1; depth < parts.length; depth++) {
    scalar = lookUpPart(scalar, parts[depth - 1]!);
    if (scalar === undefined) return undefined;
    if (!isScalar(scalar.node)) continue;
    const text = textOf(scalar.node)!;
    const data = readIfYaml(text);
    if (data !== NO_YAML) return data === undefined ? undefined : { scalar, depth, text, data };
  }
  return undefined;
}

/** The data in a text; NO_YAML where it is no YAML. */
function readIfYaml(text: string): Node | undefined | typeof NO_YAML {
  try {
    return readStructured(text);
  } catch (error) {
    if (error instanceof FieldProblem) return NO_YAML;
    throw error;
  }
}

import {
  EMPTY_MAPPING,
  Scalar,
  isMapping,
  isNull,
  isScalar,
  isSequence,
  textOf,
  withElement,
  withField,
  type Node,
  type Sequence,
} from '../k8s/node.ts';
import { withNewField } from './edit-field.ts';
import { FieldProblem } from './field-problem.ts';
import { nodeText } from './node-text.ts';
import { ignoresQuotes, partTest } from './pattern.ts';
import {
  indexOfPart,
  isElementPart,
  parseElementPart,
  type ElementPart,
  type Steps,
} from './replacement-path.ts';
import { readStructured } from './structured-text.ts';
import type { WrittenQuotes } from './written-quotes.ts';

export type NodeKind = 'scalar' | 'mapping' | 'sequence';

/** What is to be done with each node that a path leads to. */
export interface PathEdit {
  /** What a field at the end of the path is at first where there is none; without it nothing is made. */
  readonly create: NodeKind | undefined;
  /**
   * The node to put in the place of this one; `steps` lead to it, and are undefined within the text of a scalar, where nothing
   * that is set stays. May throw a FieldProblem.
   */
  readonly set: (node: Node, steps: Steps | undefined) => Node;
  /** The quotes that texts were written with: regular expressions see them. */
  readonly quotes: WrittenQuotes;
}

/** A node after an edit, and how many nodes the path led to. */
export interface Edited {
  readonly node: Node;
  readonly count: number;
}

/**
 * Edits all nodes at the end of a path. A part is a key, an index, `*` for every element of a list, or a regular expression that finds
 * elements by the text of a field (`[name=x]`) or their own (`[=x]`); the latter ends the path. With `create`, missing fields
 * and elements are made, an index only if it is the next one; what is made below a null is lost.
 * Throws FieldProblem where a part does not fit what is there.
 */
export function editFieldPath(root: Node, parts: readonly string[], edit: PathEdit): Edited {
  const walk = new Walk(parts, edit);
  return { node: walk.visit(root, 0), count: walk.count };
}

class Walk {
  count = 0;
  private readonly parts: readonly string[];
  private readonly edit: PathEdit;
  private readonly steps: (string | number)[] = [];
  /** How many texts of scalars, or nulls, the walk is in: nothing stays there. */
  private lost = 0;

  constructor(parts: readonly string[], edit: PathEdit) {
    this.parts = parts;
    this.edit = edit;
  }

  /** The node with what the parts from `depth` on lead to edited. */
  visit(node: Node, depth: number): Node {
    const part = this.parts[depth];
    if (part === undefined) return this.hit(node);
    const index = indexOfPart(part);
    if (index !== undefined && index >= 0) return this.visitIndex(node, index, depth);
    if (isElementPart(part)) return this.visitElements(node, parseElementPart(part), depth);
    return part === '*' ? this.visitEvery(node, depth) : this.visitField(node, part, depth);
  }

  private hit(node: Node): Node {
    this.count++;
    return this.edit.set(node, this.lost === 0 ? this.steps : undefined);
  }

  private visitBelow(node: Node, step: string | number, depth: number): Node {
    this.steps.push(step);
    const visited = this.visit(node, depth);
    this.steps.pop();
    return visited;
  }

  /** Visits what does not stay, for what it counts and refuses. */
  private visitLost(visit: () => unknown): void {
    this.lost++;
    visit();
    this.lost--;
  }

  private visitField(node: Node, key: string, depth: number): Node {
    if (key === '') return this.visitSelf(node, depth);
    if (isNull(node)) {
      if (this.edit.create !== undefined)
        this.visitLost(() => this.visit(this.created(depth + 1), depth + 1));
      return node;
    }
    if (!isMapping(node)) throw this.problem(`${key} is asked of what is no mapping`);
    const value = node.get(key);
    if (value === undefined) {
      if (this.edit.create === undefined) return node;
      return withNewField(node, key, this.visitMade(key, depth + 1));
    }
    if (isScalar(value) && depth + 1 < this.parts.length) {
      this.visitText(value, depth + 1);
      return node;
    }
    return withField(node, key, this.visitBelow(value, key, depth + 1));
  }

  private visitMade(key: string, depth: number): Node {
    const made = this.created(depth);
    if (isScalar(made) && depth < this.parts.length) this.visitText(made, depth);
    return this.visitBelow(made, key, depth);
  }

  /** An empty key means an empty text itself. */
  private visitSelf(node: Node, depth: number): Node {
    if (isNull(node)) return node;
    if (!isScalar(node))
      throw this.problem('the path has an empty part where a single value would be needed');
    if (textOf(node) !== '') {
      if (this.edit.create !== undefined)
        throw this.problem('the path has an empty part, for which nothing can be made');
      return node;
    }
    if (depth + 1 === this.parts.length) return this.hit(node);
    this.visitText(node, depth + 1);
    return node;
  }

  /** Follows the path into the YAML that a scalar holds. */
  private visitText(scalar: string | Scalar, depth: number): void {
    const root = readStructured(textOf(scalar)!);
    if (root === undefined) throw this.problem('the path goes on into an empty text');
    this.visitLost(() => this.visit(root, depth));
  }

  private visitEvery(node: Node, depth: number): Node {
    const items = this.itemsOf(node, '*');
    return this.replaceItems(node, items, (item, index) => this.visitBelow(item, index, depth + 1));
  }

  private visitIndex(node: Node, index: number, depth: number): Node {
    const items = this.itemsOf(node, String(index));
    if (index === items.length && this.edit.create !== undefined)
      return this.append(node, items, this.created(depth + 1), depth);
    const item = items[index];
    if (item === undefined) throw this.problem(`there is no element ${index} in a list of ${items.length}`);
    return withElement(items, index, this.visitBelow(item, index, depth + 1));
  }

  private append(node: Node, items: Sequence, item: Node, depth: number): Node {
    if (isNull(node)) {
      this.visitLost(() => this.visit(item, depth + 1));
      return node;
    }
    return [...items, this.visitBelow(item, items.length, depth + 1)];
  }

  private visitElements(node: Node, part: ElementPart, depth: number): Node {
    const items = this.itemsOf(node, `[${part.field}=${part.value}]`);
    const before = this.count;
    const visited = this.visitMatches(node, items, part, depth);
    if (this.count > before || this.edit.create === undefined) return visited;
    const made = new Scalar('', part.value);
    const item = part.field === '' ? made : withNewField(EMPTY_MAPPING, part.field, made);
    const longer = [...items, item];
    if (isNull(node)) this.visitLost(() => this.visitMatches(node, longer, part, depth));
    const extended = isNull(node) ? node : this.visitMatches(longer, longer, part, depth);
    if (this.count === before)
      throw this.problem(`the element that is made for ${part.value} is not found by it`);
    return extended;
  }

  private visitMatches(node: Node, items: Sequence, { field, value }: ElementPart, depth: number): Node {
    if (items.length === 0) return node;
    const test = partTest(value);
    const seesQuotes = !ignoresQuotes(value) && this.lost === 0;
    const textFor = (compared: Node, index: number): string => {
      if (!seesQuotes || typeof compared !== 'string') return nodeText(compared);
      const steps = [...this.steps, index, ...(field === '' ? [] : [field])];
      return this.edit.quotes(compared, steps) ?? nodeText(compared);
    };
    return this.replaceItems(node, items, (item, index) => {
      const compared = field === '' ? item : isMapping(item) ? item.get(field) : undefined;
      if (compared === undefined || !test(textFor(compared, index).trim())) return item;
      return this.visitBelow(item, index, field === '' ? this.parts.length : depth + 1);
    });
  }

  private replaceItems(node: Node, items: Sequence, replace: (item: Node, index: number) => Node): Node {
    let copy: Node[] | undefined;
    for (let index = 0; index < items.length; index++) {
      const item = items[index]!;
      const replaced = replace(item, index);
      if (replaced === item) continue;
      copy ??= [...items];
      copy[index] = replaced;
    }
    return copy ?? node;
  }

  private itemsOf(node: Node, part: string): Sequence {
    if (isNull(node)) return [];
    if (isSequence(node)) return node;
    throw this.problem(`${part} is asked of what is no list`);
  }

  /** What stands at first in a place that is made, by the part that follows. */
  private created(depth: number): Node {
    const next = this.parts[depth];
    if (next === undefined || next === '') return this.createdEnd();
    const index = indexOfPart(next);
    return isElementPart(next) || (index !== undefined && index >= 0) ? [] : EMPTY_MAPPING;
  }

  private createdEnd(): Node {
    if (this.edit.create === 'scalar') return new Scalar('', '');
    return this.edit.create === 'sequence' ? [] : EMPTY_MAPPING;
  }

  private problem(text: string): FieldProblem {
    return new FieldProblem(text, [...this.steps]);
  }
}

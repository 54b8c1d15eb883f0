import { ANY, type FieldType } from '../../k8s/field-type.ts';
import { EMPTY_MAPPING, isMapping, isNull, isSequence, withField, withoutField } from '../../k8s/node.ts';
import type { Mapping, Node, Sequence } from '../../k8s/node.ts';
import { describeKind, describeNode, editProblem, nameHint } from './edit-problem.ts';
import { editEmbedded } from './embedded-text.ts';
import type { FieldPath, FieldStep } from './field-path.ts';
import { findElements, missingElement, severalElements } from './list-elements.ts';
import { checkNewElement, elementToMake, withKeys, type KeyPairs } from './new-element.ts';
import { printFieldPath } from './print-field-path.ts';
import { stringOf } from './without-looks.ts';
import { typedValue, unknownField } from './typed-value.ts';

/** What happens to the field at the end of a path. */
export type FieldChange = { readonly kind: 'set'; readonly text: string } | { readonly kind: 'unset' };

/** One edit of a field, on its way along the path. Each method gives the node to be there, undefined for one that goes. */
export class FieldEdit {
  private readonly path: FieldPath;
  private readonly change: FieldChange;
  private readonly force: boolean;

  constructor(path: FieldPath, change: FieldChange, force: boolean) {
    this.path = path;
    this.change = change;
    this.force = force;
  }

  /** @param depth how many steps lead to the node */
  at(node: Node | undefined, type: FieldType, depth: number): Node | undefined {
    const step = this.path.steps[depth];
    if (step === undefined) return this.end(node, type, depth);
    if (step.kind === 'text') return this.inText(node, type, depth);
    const present = isNull(node) ? undefined : node;
    if (isSequence(present) || (present === undefined && isListStep(step, type)))
      return this.inList(present ?? [], type, step, depth);
    if (step.kind === 'match')
      throw editProblem(`${this.place(depth)} is ${describeNode(present)}, not a list`);
    if (present !== undefined && !isMapping(present)) throw this.nothingBelow(depth, describeNode(present));
    return this.inMapping(present, type, step.name, depth);
  }

  private end(node: Node | undefined, type: FieldType, depth: number): Node | undefined {
    if (this.change.kind === 'unset') return undefined;
    return typedValue(this.change.text, type, node, { name: this.place(depth), force: this.force });
  }

  private inMapping(mapping: Mapping | undefined, type: FieldType, name: string, depth: number): Node {
    const child = mapping?.get(name);
    if (mapping === undefined && type.kind !== 'object' && !type.isOpen && !this.force)
      throw this.nothingBelow(depth, describeKind(type));
    const known = type.field(name);
    if (known === undefined && child === undefined && !this.force)
      throw unknownField(name, type, this.place(depth));
    if (child === undefined && this.change.kind === 'unset') {
      if (this.force) return mapping ?? EMPTY_MAPPING;
      throw this.notThere(name, mapping, depth);
    }
    const next = this.at(child, known ?? ANY, depth + 1);
    const parent = mapping ?? EMPTY_MAPPING;
    return next === undefined ? withoutField(parent, name) : withField(parent, name, next);
  }

  private inList(list: Sequence, type: FieldType, step: FieldStep, depth: number): Node {
    const isLast = step.kind === 'key' && step.name === '-';
    if (isLast && this.change.kind === 'set') return this.added(list, type, [], depth);
    const found = findElements(list, type, step);
    const isEach = step.kind === 'key' && step.name === '*';
    if (found.length > 1 && !isEach && !this.force) throw severalElements(list, found, this.place(depth + 1));
    if (found.length > 0) return this.inElements(list, type, step, new Set(found), depth);
    if (this.change.kind === 'unset' && this.force) return list;
    const place = { list: this.place(depth), name: this.listName(depth), isWhole: this.isEnd(depth + 1) };
    const pairs =
      this.change.kind === 'set'
        ? elementToMake(list, type, step, { ...place, force: this.force })
        : undefined;
    if (pairs === undefined) throw missingElement(list, type, step, place.list);
    return this.added(list, type, pairs, depth);
  }

  private inElements(
    list: Sequence,
    type: FieldType,
    step: FieldStep,
    found: ReadonlySet<number>,
    depth: number,
  ): Node {
    const element = type.element();
    const keys = step.kind === 'match' ? step.pairs : [];
    const edited = list.map((item, index) => {
      if (!found.has(index)) return item;
      const next = this.at(item, element, depth + 1);
      return next === undefined || !this.isEnd(depth + 1)
        ? next
        : withKeys(next, keys, element, this.place(depth + 1));
    });
    return edited.filter((item) => item !== undefined);
  }

  /** The list with a new element at its end. */
  private added(list: Sequence, type: FieldType, pairs: KeyPairs, depth: number): Node {
    const element = type.element();
    const place = this.place(depth + 1);
    const isEnd = this.isEnd(depth + 1);
    const start = isEnd || pairs.length === 0 ? undefined : withKeys(EMPTY_MAPPING, pairs, element, place);
    const made = this.at(start, element, depth + 1);
    if (made === undefined) return list;
    const keyed = isEnd ? withKeys(made, pairs, element, place) : made;
    if (!this.force)
      checkNewElement(list, type, keyed, { list: this.place(depth), name: this.listName(depth) });
    return [...list, keyed];
  }

  private inText(node: Node | undefined, type: FieldType, depth: number): Node {
    const place = this.place(depth);
    const text = stringOf(node);
    if (text === undefined)
      throw editProblem(`${place} is ${describeNode(node)}, not a text that holds data`);
    return editEmbedded(text, place, type.format === 'byte', (data) => this.at(data, ANY, depth + 1));
  }

  private isEnd(depth: number): boolean {
    return depth === this.path.steps.length;
  }

  private place(depth: number): string {
    return printFieldPath({ steps: this.path.steps.slice(0, depth) });
  }

  /** The name of the field that is a list. */
  private listName(depth: number): string {
    const step = this.path.steps[depth - 1];
    return step?.kind === 'key' ? step.name : '';
  }

  private notThere(name: string, mapping: Mapping | undefined, depth: number): Error {
    const where = depth === 0 ? 'the resource' : this.place(depth);
    return editProblem(
      `${this.place(depth + 1)} cannot be taken away: it is not there`,
      nameHint(name, [...(mapping?.keys() ?? [])], `${where} is empty`),
    );
  }

  private nothingBelow(depth: number, found: string): Error {
    return editProblem(
      `${this.place(depth)} is ${found}: it has no fields`,
      `leave out what follows ${this.place(depth)}`,
    );
  }
}

/** Whether a step that leads nowhere yet is one into a list. */
function isListStep(step: FieldStep, type: FieldType): boolean {
  if (type.kind === 'list' || step.kind === 'match') return true;
  return type.kind === 'any' && step.kind === 'key' && step.name === '-';
}

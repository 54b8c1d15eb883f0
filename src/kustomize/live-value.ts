import { EMPTY_MAPPING, isMapping, isSequence, withElement, withField, type Node } from '../k8s/node.ts';
import type { Steps } from './replacement-path.ts';
import type { Resource } from './resource.ts';

/**
 * The value of a replacement's source. Targets that change the very node it was found at change the value for those behind them;
 * a target that replaces what the node is in leaves the value as it is from then on.
 */
export class LiveValue {
  private value: Node;
  private readonly resource: Resource | undefined;
  private readonly steps: Steps;
  private isAttached: boolean;

  /** @param resource where the node is; absent for a value that stands for itself */
  constructor(node: Node, resource?: Resource, steps: Steps = []) {
    this.value = node;
    this.resource = resource;
    this.steps = steps;
    this.isAttached = resource !== undefined;
  }

  get node(): Node {
    return this.value;
  }

  /** Where it was found; undefined for a value that stands for itself. */
  get origin(): { readonly resource: Resource; readonly steps: Steps } | undefined {
    return this.resource && { resource: this.resource, steps: this.steps };
  }

  /** To be told of each node that is set in a resource. */
  noteChange(resource: Resource, steps: Steps, node: Node): void {
    if (!this.isAttached || resource !== this.resource) return;
    const shared = Math.min(steps.length, this.steps.length);
    for (let index = 0; index < shared; index++) if (steps[index] !== this.steps[index]) return;
    if (steps.length < this.steps.length) this.isAttached = false;
    else this.value = withNodeAt(this.value, steps.slice(shared), node);
  }

  /** To be told when all changes of a resource are made: also of what was made on the way to them. */
  noteRoot(resource: Resource): void {
    if (!this.isAttached || resource !== this.resource) return;
    let node: Node | undefined = resource.root;
    for (const step of this.steps) node = childOf(node, step);
    if (node !== undefined) this.value = node;
  }
}

function childOf(node: Node | undefined, step: string | number): Node | undefined {
  if (typeof step === 'number') return isSequence(node) ? node[step] : undefined;
  return isMapping(node) ? node.get(step) : undefined;
}

/** The node with another one at the end of steps, and what is missing on the way. */
function withNodeAt(node: Node | undefined, steps: Steps, value: Node): Node {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  const changed = withNodeAt(childOf(node, step), rest, value);
  if (typeof step === 'string') return withField(isMapping(node) ? node : EMPTY_MAPPING, step, changed);
  return withElement(isSequence(node) ? node : [], step, changed);
}

/** Bounds on what a template may use. All counts, so that the same input meets the same bound on any machine. */
export interface Limits {
  /** evaluation steps: nodes walked, plus items and bytes that functions make (a byte counts 1/64 step) */
  readonly steps: number;
  /** length of any one text, in UTF-16 units */
  readonly text: number;
  /** nested executions of templates (`template`, `include`, `tpl`) */
  readonly depth: number;
}

export const DEFAULT_LIMITS: Limits = { steps: 40_000_000, text: 64 * 1024 * 1024, depth: 100_000 };

/** A bound was reached. Never caught by template functions; the evaluator says where it happened. */
export class LimitError extends Error {}

/** What is left of the limits of one render. */
export class Budget {
  readonly limits: Limits;
  #steps: number;

  constructor(limits: Limits = DEFAULT_LIMITS) {
    this.limits = limits;
    this.#steps = limits.steps;
  }

  /** Spends one step without a throw; says whether none are left. */
  isSpent(): boolean {
    return --this.#steps < 0;
  }

  /** Spends steps; throws LimitError when none are left. */
  spend(steps: number): void {
    this.#steps -= steps;
    if (this.#steps < 0) throw new LimitError(`the template needs more than ${this.limits.steps} steps`);
  }

  /** Spends what a text of this length costs, before it is made; throws LimitError when it is too long. */
  spendText(length: number): void {
    if (length > this.limits.text) throw new LimitError(`a text would be longer than ${this.limits.text} characters`);
    this.spend(length >> 6);
  }
}

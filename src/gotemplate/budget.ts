/** Bounds on what a template may use: counts, so that the same input meets the same bound on any machine. */
export interface Limits {
  /** evaluation steps: nodes walked, plus items and bytes that functions make (a byte counts 1/64 step) */
  readonly steps: number;
  /** length of any one text, in UTF-16 units */
  readonly text: number;
  /** nested executions of templates (`template`, `include`, `tpl`) */
  readonly depth: number;
  /** a last resort, far above what charts take: the other bounds do not depend on the machine */
  readonly milliseconds: number;
}

export const DEFAULT_LIMITS: Limits = {
  steps: 40_000_000,
  text: 32 * 1024 * 1024,
  depth: 100_000,
  milliseconds: 60_000,
};

/** A bound was reached. Never caught by template functions; the evaluator says where it happened. */
export class LimitError extends Error {}

/** What is left of the limits of one render. */
export class Budget {
  readonly limits: Limits;
  private readonly clock: () => number;
  private readonly deadline: number;
  private steps: number;
  /** steps until the clock is looked at again */
  private unwatched = WATCH;

  /**
   * @param limits the default ones where they name none
   * @param clock milliseconds since any fixed moment; without one there is no limit of time
   */
  constructor(limits: Partial<Limits> = {}, clock: () => number = () => 0) {
    this.limits = { ...DEFAULT_LIMITS, ...limits };
    this.clock = clock;
    this.deadline = clock() + this.limits.milliseconds;
    this.steps = this.limits.steps;
  }

  /** Spends one step without a throw; says whether a bound is reached, which `spend` then tells. */
  isSpent(): boolean {
    return --this.steps < 0 || (--this.unwatched < 0 && this.isLate());
  }

  /** Spends steps; throws LimitError when none are left, or no time. */
  spend(steps: number): void {
    this.steps -= steps;
    this.unwatched -= steps;
    if (this.steps < 0) throw new LimitError(`the template needs more than ${this.limits.steps} steps`);
    if (this.unwatched < 0 && this.isLate()) {
      throw new LimitError(`the templates run for more than ${this.limits.milliseconds / 1000} seconds`);
    }
  }

  /** Spends what a text of this length costs, before it is made; throws LimitError when it is too long. */
  spendText(length: number): void {
    if (length > this.limits.text)
      throw new LimitError(`a text would be longer than ${this.limits.text} characters`);
    this.spend(length >> 6);
  }

  /** A charge for one text that grows piece by piece: call it with the length of each piece, before or after it is made. */
  meter(): (grown: number) => void {
    let total = 0;
    return (grown) => {
      total += grown;
      if (total > this.limits.text) this.spendText(total);
      this.spend(1 + (grown >> 6));
    };
  }

  private isLate(): boolean {
    const isLate = this.clock() > this.deadline;
    this.unwatched = isLate ? -1 : WATCH;
    return isLate;
  }
}

/** The clock is looked at once in so many steps. */
const WATCH = 20_000;

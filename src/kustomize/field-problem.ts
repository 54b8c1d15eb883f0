import { InfraError } from '../lib/error.ts';

/** What keeps a field from being reached or set, and the path of the node where that shows. */
export class FieldProblem extends InfraError {
  readonly problem: string;
  readonly path: readonly (string | number)[];

  constructor(problem: string, path: readonly (string | number)[] = []) {
    super('KUSTOMIZATION', path.length === 0 ? problem : `${path.join('/')}: ${problem}`);
    this.problem = problem;
    this.path = path;
  }
}

/** What to throw instead of an error that came up below `key`: a FieldProblem with the longer path, or the same error. */
export function problemBelow(error: unknown, key: string | number): unknown {
  return error instanceof FieldProblem ? new FieldProblem(error.problem, [key, ...error.path]) : error;
}

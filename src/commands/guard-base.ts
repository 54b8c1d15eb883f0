import { InfraError } from '../lib/error.ts';
import type { BaseState } from '../project/base.ts';
import { appPaths } from '../project/repository.ts';
import type { AppPlan } from './plan-app.ts';

/** One way in which a base is not what its lock says. */
export interface BaseProblem {
  readonly file: string;
  readonly problem: string;
}

/** Refuses to throw away what somebody wrote into a base. Throws InfraError EDITED. */
export function guardBase(plan: AppPlan, state: BaseState): void {
  const { app, directory, locked } = plan;
  if (!state.exists) return;
  const [edited] = state.edited;
  const [added] = state.added;
  const force = `infra unpack ${app} --force throws it away`;
  if (edited !== undefined) {
    const patch = keepCommand(plan, edited);
    throw new InfraError('EDITED', `${directory}/${edited} was edited by hand${others(state.edited)}`, {
      location: { file: `${directory}/${edited}` },
      hint: patch === undefined ? force : `keep the edit as a patch: ${patch}; ${force}`,
    });
  }
  if (added === undefined) return;
  const message =
    locked === undefined
      ? `${directory} was not unpacked by infra: it has no lock`
      : `${directory}/${added} is not from the chart: somebody added it${others(state.added)}`;
  const keep = `keep it in an overlay: infra patch <cluster>/${plan.namespace}/${app} --add ${directory}/${added}`;
  throw new InfraError('EDITED', message, {
    location: { file: locked === undefined ? directory : `${directory}/${added}` },
    hint: locked === undefined ? force : `${keep}; ${force}`,
  });
}

/** The command that keeps an edited file as a patch of a target. */
function keepCommand({ app, namespace, directory, locked }: AppPlan, file: string): string | undefined {
  const identity = Object.entries(locked?.resources ?? {}).find(([, name]) => name === file)?.[0];
  if (identity === undefined) return undefined;
  const [kind = '', ...rest] = identity.split('/');
  const resource = `${kind.split('.', 1)[0]!}/${rest.at(-1) ?? ''}`;
  return `infra patch <cluster>/${namespace}/${app} ${resource} --from ${directory}/${file}`;
}

function others(names: readonly string[]): string {
  return names.length === 1 ? '' : `, and ${names.length - 1} other ${names.length === 2 ? 'file' : 'files'}`;
}

/** Everything in which a base and its lock differ from each other, or from what the lock's inputs give today. */
export function problemsOf(
  { app, directory, isLockNew, differences, locked }: AppPlan,
  state: BaseState,
): BaseProblem[] {
  const lock = appPaths(app).lock;
  if (locked === undefined) return [{ file: lock, problem: 'is not there' }];
  const inBase = (names: readonly string[], problem: string): BaseProblem[] =>
    names.map((name) => ({ file: `${directory}/${name}`, problem }));
  if (!state.exists) return [{ file: directory, problem: 'is not there' }];
  return [
    ...(isLockNew ? [{ file: lock, problem: `would change: ${differences.join(', ')}` }] : []),
    ...inBase(state.edited, 'is not what its lock says'),
    ...inBase(state.added, 'is not in the lock'),
    ...inBase(state.missing, 'is not there'),
  ];
}

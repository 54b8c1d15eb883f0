import { satisfiesVersion } from './satisfies-version.ts';
import { InfraError } from '../lib/error.ts';
import { baseChanges, inspectBase } from '../project/base.ts';
import { checkRequires } from '../project/infra-yaml.ts';
import {
  appNames,
  appPaths,
  hasOverlays,
  openApp,
  openInfraYaml,
  repositoryRoot,
} from '../project/repository.ts';
import { applyChanges, recoverRepository } from '../project/transaction.ts';
import type { CommandIo } from './io.ts';
import { planApp, type AppPlan, type Place } from './plan-app.ts';
import { guardBase, problemsOf, type BaseProblem } from './guard-base.ts';
import type { UnpackOptions } from './unpack-options.ts';

/** What `infra unpack` did to one app, or would do. */
export interface Unpacked extends Omit<AppPlan, 'texts' | 'base' | 'locked' | 'isLockNew'> {
  /** names of the files of the base */
  readonly files: readonly string[];
  /** what is not as its lock says; only with --check */
  readonly problems: readonly BaseProblem[];
}

export interface UnpackResult {
  readonly apps: readonly Unpacked[];
  /** paths from the repository's root that were written or taken away, or would be */
  readonly changes: readonly string[];
  readonly isDryRun: boolean;
  /** every app of the repository was asked for */
  readonly isAll: boolean;
  readonly isCheck: boolean;
}

/**
 * Makes bases: renders each app's chart with its CRDs into `base/<app>`, and keeps in `infra/<app>` what made it. All that
 * changes is written together, or nothing is. Throws InfraError.
 */
export async function unpack(
  options: UnpackOptions,
  directory: string,
  io: CommandIo,
): Promise<UnpackResult> {
  checkOptions(options);
  const root = repositoryRoot(directory);
  recoverRepository(root);
  const infraYaml = openInfraYaml(root);
  checkRequires(infraYaml, io.version, satisfiesVersion);
  const plans = await planAll(options, { root, directory, infraYaml }, io);
  const changes = new Map(plans.flatMap((plan) => [...changesOf(plan, root, options)]));
  const isCheck = options.check === true;
  if (!isCheck) await addDerived(plans, changes, { root, infraYaml }, io);
  const isRefused = plans.some(({ difference }) => difference !== undefined);
  const isDryRun = options.dryRun === true || isCheck || isRefused;
  const changed = isDryRun ? [...changes.keys()].sort() : await applyChanges(root, changes);
  const apps = plans.map((plan) => resultOf(plan, root, isCheck));
  return { apps, changes: changed, isDryRun, isCheck, isAll: options.all === true };
}

/** Flags that are not about one app. */
const FOR_ALL = new Set([
  ...['words', 'all', 'check', 'locked', 'force', 'dryRun', 'json', 'mirror', 'offline', 'verifyWith'],
  ...['username', 'password', 'passCredentials', 'plainHttp'],
]);

function checkOptions(options: UnpackOptions): void {
  const { words, all, check, locked, version } = options;
  const fail = (message: string): never => {
    throw new InfraError('USAGE', message, { hint: 'infra unpack --help' });
  };
  if (all === true && words.length > 0) fail('--all takes no app: it unpacks every one');
  if (all !== true && words.length !== 1) fail('name one app or chart to unpack, or give --all');
  if (check === true && all !== true) fail('--check goes with --all');
  if (version !== undefined && locked === true) fail('--version does not go with --locked');
  const single = all === true ? Object.keys(options).find((name) => !FOR_ALL.has(name)) : undefined;
  if (single === undefined) return;
  const flag = single.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  fail(`--${flag} is for one app, and --all unpacks every one`);
}

async function planAll(options: UnpackOptions, place: Place, io: CommandIo): Promise<AppPlan[]> {
  if (options.all !== true) return [await planApp(options.words[0]!, options, place, io)];
  const plans: AppPlan[] = [];
  for (const app of appNames(place.root)) {
    if (openApp(place.root, app).definition?.upstream.manifests === '-') {
      io.warn(`infra/${app} came from standard input and cannot be made again: it is left out`);
      continue;
    }
    io.progress(`unpacking ${app}`);
    try {
      plans.push(await planApp(app, options, place, io));
    } catch (error) {
      throw ofApp(error, app);
    }
  }
  return plans;
}

/** The error with the app in its message: of many, it says which one. */
function ofApp(error: unknown, app: string): unknown {
  if (!(error instanceof InfraError) || error.code === 'INTERNAL') return error;
  const { code, message, location = { file: appPaths(app).definition }, hint } = error;
  return new InfraError(code, `${app}: ${message}`, {
    cause: error,
    location,
    ...(hint !== undefined && { hint }),
  });
}

/** What is derived for targets from a base changes with it. Throws InfraError that names the target. */
async function addDerived(
  plans: readonly AppPlan[],
  changes: Map<string, string | undefined>,
  { root, infraYaml }: Pick<Place, 'root' | 'infraYaml'>,
  io: CommandIo,
): Promise<void> {
  if (!hasOverlays(root)) return;
  const { planAllDerived } = await import('./derive-overlay.ts');
  for (const { app } of plans) {
    const derived = await planAllDerived(root, app, infraYaml, changes, io);
    for (const [path, text] of derived) changes.set(path, text);
  }
}

/** All that is to be written for an app. Throws InfraError where that would lose somebody's work. */
function changesOf(plan: AppPlan, root: string, options: UnpackOptions): Map<string, string | undefined> {
  const { app, directory, base, texts } = plan;
  const state = inspectBase(root, directory, plan.locked?.files ?? {}, base.files);
  if (options.force !== true && options.check !== true) guardBase(plan, state);
  if (options.locked === true && plan.isLockNew) throw lockWouldChange(plan);
  return new Map([
    ...baseChanges(directory, state.present, base.files),
    ...[...texts].map(([name, text]) => [appPaths(app)[name], text] as const),
  ]);
}

function lockWouldChange({ app, differences }: AppPlan): InfraError {
  const what = differences.length === 0 ? 'it has none yet' : `${differences.join(', ')} would be other`;
  return new InfraError('LOCK', `the lock of ${app} would change: ${what}`, {
    location: { file: appPaths(app).lock },
    hint: `run infra unpack ${app} without --locked, look at the difference, and commit it`,
  });
}

function resultOf(plan: AppPlan, root: string, isCheck: boolean): Unpacked {
  const { texts: _, base, locked: _locked, isLockNew: _isLockNew, ...told } = plan;
  const problems = isCheck
    ? problemsOf(plan, inspectBase(root, plan.directory, plan.lock.files, base.files))
    : [];
  return { ...told, files: [...base.files.keys()], problems };
}

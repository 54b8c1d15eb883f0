import type { Chart, Dependency } from '../helm/chart.ts';
import { isCompatible } from '../helm/dependencies.ts';
import type { Profile } from '../helm/profile.ts';
import { InfraError } from '../lib/error.ts';
import type { LockedDependency } from '../project/lock.ts';
import { withoutPasswords } from '../lib/url-secrets.ts';
import { fetchChart } from '../source/fetch-chart.ts';
import type { ChartReference, FetchContext, FetchedChart, Upstream } from '../source/fetch-context.ts';
import { localDependency } from '../source/local-dependency.ts';
import { belowRepository } from '../source/ref.ts';
import { lockedVersions } from './locked-dependencies.ts';

/** A dependency that was fetched, as a lock records it. */
export interface FetchedDependency {
  readonly name: string;
  readonly version: string;
  readonly upstream: Upstream;
}

/** Charts in charts that are fetched, and all that one chart may bring. */
const MAX_DEPTH = 10;
const MAX_CHARTS = 100;

/** What fetching the dependencies of one chart needs to know. */
export interface DependencyRun {
  readonly profile: Profile;
  readonly context: FetchContext;
  /** the chart as it was fetched */
  readonly open: (chart: FetchedChart) => Chart;
  /** the chart of these files */
  readonly load: (files: ReadonlyMap<string, Uint8Array>) => Chart;
  /** what a lock says they were: where that still fits, they are the same again */
  readonly locked: readonly LockedDependency[];
  /** all that were fetched so far */
  readonly fetched: FetchedDependency[];
}

/**
 * Fetches the dependencies that a chart declares and does not have in its charts/, and those of these, in the versions of its
 * lock file if it has one; adds them to its files. What nobody says the repository of is left to the check that all are there.
 * Throws InfraError.
 */
export async function fetchDependencies(chart: FetchedChart, run: DependencyRun, depth = 0): Promise<Chart> {
  const loaded = run.open(chart);
  const missing = missingDependencies(loaded);
  if (missing.length === 0) return loaded;
  const versions = lockedVersions(chart.files, loaded.metadata, run.profile);
  const results = await Promise.allSettled(
    missing.map(async (dependency) => {
      const locked = lockedDependency(dependency, versions?.get(dependency), run);
      const version = locked?.version ?? versions?.get(dependency) ?? dependency.version;
      const digest = locked?.digest !== undefined && { expectedDigest: locked.digest };
      const reference = referenceOf(dependency, version, chart, run.context);
      return fetchChart(reference, { ...run.context, ...digest });
    }),
  );
  for (const [index, result] of results.entries()) {
    const dependency = missing[index]!;
    if (result.status === 'rejected') throw asError(result.reason, dependency);
    if (depth >= MAX_DEPTH) throw tooMany(`are nested deeper than ${MAX_DEPTH}`);
    await addDependency(chart, dependency, result.value, run, depth);
  }
  return run.load(chart.files);
}

async function addDependency(
  parent: FetchedChart,
  dependency: Dependency,
  found: FetchedChart,
  run: DependencyRun,
  depth: number,
): Promise<void> {
  if (run.fetched.length >= MAX_CHARTS) throw tooMany(`are more than ${MAX_CHARTS}`);
  const { metadata } = await fetchDependencies(found, run, depth + 1);
  const { name, version } = metadata;
  if (name !== dependency.name || !isCompatible(wanted(dependency), version, run.profile)) {
    const asked = `${dependency.name} ${dependency.version}`;
    throw chartError(`the chart for the dependency ${asked} is ${name} ${version}`);
  }
  run.fetched.push({ name, version, upstream: found.upstream });
  for (const [path, data] of found.files) parent.files.set(`charts/${name}-${version}/${path}`, data);
}

/** What the lock says of a dependency, if that is still what its chart wants. */
function lockedDependency(
  dependency: Dependency,
  version: string | undefined,
  { locked, profile }: DependencyRun,
): LockedDependency | undefined {
  return locked.find(
    (each) =>
      each.name === dependency.name &&
      (version === undefined
        ? isCompatible(wanted(dependency), each.version, profile)
        : each.version === version),
  );
}

function wanted({ version }: Dependency): string {
  return version === '' ? '*' : version;
}

/** Those with a repository whose name no chart in charts/ has; each once, whatever its aliases. */
function missingDependencies({ metadata, dependencies }: Chart): Dependency[] {
  const present = new Set(dependencies.map((each) => each.metadata.name));
  const seen = new Set<string>();
  return ((metadata.dependencies ?? []) as Dependency[]).filter(({ name, version, repository }) => {
    const key = JSON.stringify([name, version, repository]);
    if (repository === '' || present.has(name) || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function referenceOf(
  dependency: Dependency,
  version: string,
  { place }: FetchedChart,
  { repositories }: FetchContext,
): ChartReference {
  const { name, repository } = dependency;
  if (repository.startsWith('file://'))
    return localDependency(name, repository.slice('file://'.length), place);
  const alias = /^(?:@|alias:)(.+)$/.exec(repository)?.[1];
  const url = alias === undefined ? repository : repositories.get(alias);
  if (url === undefined) {
    throw chartError(`the dependency ${name} is in a repository ${alias ?? ''} that nobody named`, {
      hint: `give its URL below repositories in infra.yaml`,
    });
  }
  if (/^(?:https?|oci):\/\//.test(url)) return belowRepository(url, name, version);
  throw chartError(`the dependency ${name} cannot be had from ${withoutPasswords(url)}`, {
    hint: 'its repository starts with https://, oci:// or file://',
  });
}

function asError(reason: unknown, { name }: Dependency): unknown {
  if (!(reason instanceof InfraError)) return reason;
  const { code, message, location, hint } = reason;
  return new InfraError(code, `the dependency ${name} cannot be had: ${message}`, {
    ...(location !== undefined && { location }),
    ...(hint !== undefined && { hint }),
    cause: reason,
  });
}

function tooMany(problem: string): InfraError {
  return chartError(`the dependencies to fetch ${problem}`, { hint: 'vendor them: helm dependency build' });
}

function chartError(message: string, details: { readonly hint?: string } = {}): InfraError {
  return new InfraError('CHART', message, { location: { file: 'Chart.yaml' }, ...details });
}

import type { Chart } from '../helm/chart.ts';
import { parseConstraint, parseVersion } from '../helm/semver.ts';
import { InfraError } from '../lib/error.ts';
import { joinPath } from '../lib/path.ts';
import { isSameSource, readAppYaml, type Upstream } from '../project/app-yaml.ts';
import { appPaths, type AppFiles } from '../project/repository.ts';
import type { LockedDependency, LockedUpstream } from '../project/lock.ts';
import { isKustomization } from '../source/manifest-files.ts';
import { isManifestUrl } from '../source/manifest-url.ts';
import type { CommandIo } from './io.ts';
import type { RenderOptions } from '../helm/render.ts';
import type { FetchedDependency } from './fetch-dependencies.ts';
import type { KustomizationDirectory } from './open-kustomization.ts';
import { nameOfFile, openManifestUrl, openManifests } from './open-manifests.ts';
import { renderTwice, type RenderedTwice } from './render-twice.ts';
import {
  openChart,
  type ChartOnDisk,
  type OpenChartOptions,
  type OpenedChart,
  type SourceChoices,
} from './open-chart.ts';
import type { Profile } from '../helm/profile.ts';
import type { Place } from './plan-app.ts';
import { profileFor } from './render-choices.ts';
import type { UnpackOptions } from './unpack-options.ts';
import { appName, isPath, type Asked } from './upstream-of.ts';

/** A chart that was found, to be read as often as it is rendered. */
export interface OpenedUpstream {
  /** of the app: what was asked for, else that of the chart */
  readonly name: string;
  /** as app.yaml says it, in one text */
  readonly source: string;
  readonly upstream: Omit<LockedUpstream, 'source'>;
  /** charts that were fetched because this one depends on them */
  readonly dependencies?: readonly FetchedDependency[];
  /** what app.yaml is to name, where that shows only when it is read */
  readonly definition?: Upstream;
  /** what the app consists of, and what of it another render would write differently */
  readonly render: (options: RenderOptions) => Promise<RenderedTwice>;
  /** for another program to read; only of charts */
  readonly chartOnDisk?: () => ChartOnDisk;
  /** the chart, read anew each time: a render changes what it is given */
  readonly chart?: () => Chart;
  /** whether the chart says so of itself */
  readonly isDeprecated?: boolean;
}

/**
 * Finds an app's chart: the version and the archive that its lock names, unless another one is asked for, by a flag or by
 * app.yaml. Throws InfraError.
 */
export async function openUpstream(
  asked: Asked,
  files: AppFiles | undefined,
  options: UnpackOptions,
  place: Place,
  io: CommandIo,
): Promise<OpenedUpstream> {
  const { upstream, helmVersion } = definedUpstream(asked, files);
  const source = sourceOf(upstream);
  const profile = profileFor(options.helmVersion ?? helmVersion ?? '4.2');
  const locked = options.version === undefined ? lockedUpstream(files, source, upstream.version) : undefined;
  io.progress(`reading ${source}`);
  if (upstream.chart === undefined) checkNoVersion(source, options);
  if (upstream.manifests !== undefined) {
    const name = files?.app ?? appName(options.app ?? nameOfFile(source));
    // Whoever names a URL means what is there now.
    const digest = asked.upstream === undefined ? locked?.digest : undefined;
    const opened = isManifestUrl(source)
      ? await openManifestUrl(source, digest, sourceChoices(options, place), profile, io)
      : openManifests(source, place, profile, io);
    return { name, source, ...opened };
  }
  const named = referenceOf(upstream, place);
  const isGit = named.startsWith('git+');
  const atLock = isGit && locked?.commit !== undefined ? atCommit(named, locked.commit) : named;
  const directory = await directoryOf(atLock, upstream, asked, options, io);
  if (directory?.isKustomization === true) {
    checkNoVersion(source, options);
    const name = files?.app ?? appName(options.app ?? nameOfDirectory(named));
    const { openKustomization } = await import('./open-kustomization.ts');
    const opened = await openKustomization(directory, options.offline === true, profile, io);
    const definition = asked.upstream !== undefined && { definition: { kustomization: source } };
    return { name, source, ...opened, ...definition };
  }
  const reference = directory?.commit === undefined ? atLock : atCommit(named, directory.commit);
  // Whoever names an archive means that archive, whatever it was when it was locked.
  const isNamed = isPath(asked.upstream?.chart ?? '');
  const found = await findChart(
    {
      reference,
      ...(upstream.repository !== undefined && { repository: repositoryOf(upstream.repository, place) }),
      version: options.version ?? (isGit ? '' : (locked?.version ?? upstream.version ?? '')),
      ...(locked?.digest !== undefined && !isNamed && { expectedDigest: locked.digest }),
      ...(locked !== undefined && {
        lockedDependencies: files?.lock.get(files.app)?.dependencies ?? [],
      }),
      source: options,
    },
    profile,
    place,
    io,
  );
  const first = found.open();
  const name = files?.app ?? appName(options.app ?? first.metadata.name);
  const version = found.upstream.version ?? first.metadata.version;
  let unused: Chart | undefined = first;
  const open = (): Chart => {
    const chart = unused ?? found.open();
    unused = undefined;
    return chart;
  };
  return {
    name,
    source,
    upstream: { ...found.upstream, version },
    dependencies: found.dependencies,
    async render(choices) {
      const twice = await renderTwice(open, { ...choices, bodies: found.bodies });
      found.bodies?.save();
      return twice;
    },
    chartOnDisk: found.onDisk,
    chart: found.open,
    isDeprecated: first.metadata.deprecated,
  };
}

/** Where an app comes from: what the word asked for, else what app.yaml says. */
function definedUpstream(
  asked: Asked,
  files: AppFiles | undefined,
): { upstream: Upstream; helmVersion: string | undefined } {
  const file = files === undefined ? '' : appPaths(files.app).definition;
  const packed = asked.packed === undefined ? undefined : readAppYaml(asked.packed.definitionText, file);
  const definition = files?.definition ?? packed;
  const isSame =
    asked.upstream === undefined ||
    (definition !== undefined && isSameSource(asked.upstream, definition.upstream));
  const upstream = isSame ? (definition?.upstream ?? asked.upstream) : asked.upstream;
  if (upstream === undefined)
    throw new InfraError('PROJECT', 'the app has no upstream', { location: { file } });
  return { upstream, helmVersion: definition?.helmVersion };
}

function sourceOf({ chart, repository, manifests, kustomization }: Upstream): string {
  if (chart === undefined) return manifests ?? kustomization ?? '';
  return repository === undefined ? chart : `${repository}/${chart}`;
}

/** What the lock says of this source, if app.yaml still allows that version. */
function lockedUpstream(
  files: AppFiles | undefined,
  source: string,
  range: string | undefined,
): LockedUpstream | undefined {
  const locked = files?.lock.get(files.app)?.upstream;
  if (locked?.source !== source) return undefined;
  if (range === undefined || range === locked.version || locked.version === undefined) return locked;
  try {
    return parseConstraint(range, 4).check(parseVersion(locked.version)) ? locked : undefined;
  } catch {
    return undefined;
  }
}

/** The reference as openChart takes it: paths are from the repository's root. */
function referenceOf({ chart, repository, kustomization }: Upstream, { root }: Place): string {
  const named = chart ?? kustomization ?? '';
  if (repository !== undefined) return named;
  return isPath(named) ? joinPath(root, named) : named;
}

function checkNoVersion(source: string, { version }: UnpackOptions): void {
  if (version === undefined) return;
  throw new InfraError('USAGE', `${source} is no chart, and only charts have a --version`, {
    hint: 'a tag or commit is a part of the URL',
  });
}

/**
 * The directory that may be a kustomization: what app.yaml says is one, and a directory in Git that a user named, of which
 * only its files tell whether it is one.
 */
async function directoryOf(
  reference: string,
  { chart }: Upstream,
  asked: Asked,
  { offline }: UnpackOptions,
  io: CommandIo,
): Promise<(KustomizationDirectory & { readonly isKustomization: boolean }) | undefined> {
  const isGit = reference.startsWith('git+');
  if (chart !== undefined && !(isGit && asked.upstream !== undefined)) return undefined;
  if (!isGit) return { directory: reference, isKustomization: true };
  const { openKustomizationInGit } = await import('./open-kustomization.ts');
  const found = await openKustomizationInGit(reference, offline === true, io);
  return { ...found, isKustomization: chart === undefined || isKustomization(found.directory) };
}

/** The last part of a path, or of the repository where a Git URL has no path in it. */
function nameOfDirectory(reference: string): string {
  const path = reference.replace(/\?.*$/s, '').replace(/\/+$/, '');
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.git$/, '');
}

/** The reference to a chart in Git, at a commit instead of a branch or tag. */
function atCommit(reference: string, commit: string): string {
  return `${reference.replace(/\?.*$/s, '')}?ref=${commit}`;
}

/** The address of a repository that may be named as infra.yaml does. */
function repositoryOf(repository: string, { infraYaml }: Place): string {
  return infraYaml.repositories.get(repository) ?? repository;
}

interface Wanted {
  readonly reference: string;
  readonly version: string;
  readonly repository?: string;
  readonly expectedDigest?: string;
  readonly lockedDependencies?: readonly LockedDependency[];
  readonly source: SourceChoices;
}

async function findChart(
  { reference, version, repository, expectedDigest, lockedDependencies, source }: Wanted,
  profile: Profile,
  place: Place,
  io: CommandIo,
): Promise<OpenedChart> {
  const options: OpenChartOptions = {
    ...sourceChoices(source, place),
    fetchDependencies: true,
    version,
    ...(repository !== undefined && { repo: repository }),
    ...(expectedDigest !== undefined && { expectedDigest }),
    ...(lockedDependencies !== undefined && { lockedDependencies }),
  };
  return await openChart(reference, profile, options, io);
}

/** The choices that are about fetching anything; paths of flags start at the directory that the command was called from. */
function sourceChoices(source: SourceChoices, { infraYaml, directory }: Place): OpenChartOptions {
  const { devel, username, password, passCredentials, plainHttp, offline, mirror } = source;
  return {
    ...(devel !== undefined && { devel }),
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(passCredentials !== undefined && { passCredentials }),
    ...(plainHttp !== undefined && { plainHttp }),
    ...(offline !== undefined && { offline }),
    repositories: infraYaml.repositories,
    ...(mirror !== undefined && { mirror: joinPath(directory, mirror) }),
  };
}

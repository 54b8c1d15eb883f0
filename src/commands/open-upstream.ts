import type { Chart } from '../helm/chart.ts';
import { parseConstraint, parseVersion } from '../helm/semver.ts';
import { InfraError } from '../lib/error.ts';
import { joinPath } from '../lib/path.ts';
import { readAppYaml, type Upstream } from '../project/app-yaml.ts';
import { appPaths, type AppFiles } from '../project/repository.ts';
import type { LockedUpstream } from '../project/lock.ts';
import type { CommandIo } from './io.ts';
import type { RenderOptions } from '../helm/render.ts';
import { nameOfFile, openManifests } from './open-manifests.ts';
import { renderTwice, type RenderedTwice } from './render-twice.ts';
import { openChart, type OpenChartOptions, type OpenedChart, type SourceChoices } from './open-chart.ts';
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
  /** what the app consists of, and what of it another render would write differently */
  readonly render: (options: RenderOptions) => Promise<RenderedTwice>;
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
  if (upstream.manifests !== undefined) {
    const name = files?.app ?? appName(options.app ?? nameOfFile(upstream.manifests));
    const { render, digest } = openManifests(upstream.manifests, place, profile, io);
    return { name, source, upstream: { digest }, render };
  }
  const reference = referenceOf(upstream, place);
  const isGit = reference.startsWith('git+');
  // Whoever names an archive means that archive, whatever it was when it was locked.
  const isNamed = isPath(asked.upstream?.chart ?? '');
  const found = await findChart(
    {
      reference: isGit && locked?.commit !== undefined ? atCommit(reference, locked.commit) : reference,
      ...(upstream.repository !== undefined && { repository: repositoryOf(upstream.repository, place) }),
      version: options.version ?? (isGit ? '' : (locked?.version ?? upstream.version ?? '')),
      ...(locked?.digest !== undefined && !isNamed && { expectedDigest: locked.digest }),
      ...(options.mirror !== undefined && { mirror: joinPath(place.directory, options.mirror) }),
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
    render: (choices) => renderTwice(open, choices),
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
    (asked.upstream.chart === definition?.upstream.chart &&
      asked.upstream.manifests === definition?.upstream.manifests &&
      asked.upstream.repository === definition?.upstream.repository);
  const upstream = isSame ? (definition?.upstream ?? asked.upstream) : asked.upstream;
  if (upstream === undefined)
    throw new InfraError('PROJECT', 'the app has no upstream', { location: { file } });
  return { upstream, helmVersion: definition?.helmVersion };
}

function sourceOf({ chart, repository, manifests }: Upstream): string {
  if (chart === undefined) return manifests ?? '';
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
function referenceOf({ chart, repository }: Upstream, { root }: Place): string {
  if (chart === undefined) return '';
  if (repository !== undefined) return chart;
  return isPath(chart) ? joinPath(root, chart) : chart;
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
  readonly mirror?: string;
  readonly source: SourceChoices;
}

async function findChart(
  { reference, version, repository, expectedDigest, mirror, source }: Wanted,
  profile: Profile,
  { infraYaml }: Place,
  io: CommandIo,
): Promise<OpenedChart> {
  const { devel, username, password, passCredentials, plainHttp, offline } = source;
  const options: OpenChartOptions = {
    ...(devel !== undefined && { devel }),
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(passCredentials !== undefined && { passCredentials }),
    ...(plainHttp !== undefined && { plainHttp }),
    ...(offline !== undefined && { offline }),
    repositories: infraYaml.repositories,
    fetchDependencies: true,
    version,
    ...(repository !== undefined && { repo: repository }),
    ...(mirror !== undefined && { mirror }),
    ...(expectedDigest !== undefined && { expectedDigest }),
  };
  return await openChart(reference, profile, options, io);
}

import type { Chart } from '../helm/chart.ts';
import { loadChart } from '../helm/load.ts';
import type { Profile } from '../helm/profile.ts';
import type { LockedDependency } from '../project/lock.ts';
import { readArchive } from '../source/archive.ts';
import { openLocalArchive, readChartDirectory } from '../source/chart-files.ts';
import { openReadCharts } from '../source/read-charts.ts';
import type {
  ChartLanguage,
  ChartReference,
  Credentials,
  FetchContext,
  FetchedChart,
  Upstream,
} from '../source/fetch-context.ts';
import { parseChartRef } from '../source/ref.ts';
import { chartLanguage } from './chart-language.ts';
import type { FetchedDependency } from './fetch-dependencies.ts';
import type { CommandIo } from './io.ts';
import { numberTemplates, openBodies, type KeptBodies } from './kept-bodies.ts';

/** Where a person wants a chart from, as the flags of Helm name it. */
export interface SourceChoices {
  /** a version or a range of versions */
  readonly version?: string;
  /** pre-releases too, where no version is given */
  readonly devel?: boolean;
  /** URL of the repository that has the chart */
  readonly repo?: string;
  readonly username?: string;
  readonly password?: string;
  /** to other servers too, where the index of the repository says that the archive is there */
  readonly passCredentials?: boolean;
  readonly plainHttp?: boolean;
  /** a folder of archives that takes the place of the network */
  readonly mirror?: string;
  readonly offline?: boolean;
}

export interface OpenChartOptions extends SourceChoices {
  /** repositories by their names in infra.yaml */
  readonly repositories?: ReadonlyMap<string, string>;
  /** `sha256:…`; an archive with another one is an error */
  readonly expectedDigest?: string;
  /** Helm's rule: what is on the disk is meant, however it is written */
  readonly pathsFirst?: boolean;
  /** what a lock says of dependencies */
  readonly lockedDependencies?: readonly LockedDependency[];
  /** fetch the dependencies that charts/ does not have */
  readonly fetchDependencies?: boolean;
}

export interface OpenedChart {
  /** The chart, read anew each time: a render changes what it is given. */
  readonly open: () => Chart;
  /** what is known of its texts, of charts from archives */
  readonly bodies?: KeptBodies;
  readonly reference: ChartReference;
  readonly upstream: Upstream;
  /** those that were not in charts/ */
  readonly dependencies: readonly FetchedDependency[];
  /** The very chart, for another program to read. */
  readonly onDisk: () => ChartOnDisk;
}

/** Where a chart lies, or what is to be written for a program to read it. */
export type ChartOnDisk =
  { readonly path: string } | { readonly archive: Uint8Array } | { readonly files: Files };

type Files = ReadonlyMap<string, Uint8Array>;

/**
 * Reads and parses the chart that a user named, wherever it is: on this disk, in a repository or registry, or in Git. Throws
 * InfraError.
 */
export async function openChart(
  text: string,
  profile: Profile,
  options: OpenChartOptions,
  io: Pick<CommandIo, 'cacheDirectory' | 'loginFiles' | 'progress' | 'warn'>,
): Promise<OpenedChart> {
  const reference = referenceOf(text, options);
  const loader = chartLoader(profile, io.cacheDirectory());
  const { load, open: openFetched } = loader;
  const language = chartLanguage(profile);
  if (
    options.fetchDependencies !== true &&
    (reference.kind === 'archive' || reference.kind === 'directory')
  ) {
    // Most renders are of what is on this disk: they load nothing that fetches.
    const local = openLocalChart(reference, language, io.cacheDirectory(), loader);
    const { path } = reference;
    return { ...local, reference, upstream: {}, dependencies: [], onDisk: () => ({ path }) };
  }
  const { fetchChart, fetchedArchive } = await import('../source/fetch-chart.ts');
  const context = fetchContext(reference, language, options, io);
  const { expectedDigest } = options;
  const fetched = await fetchChart(reference, {
    ...context,
    ...(expectedDigest !== undefined && { expectedDigest }),
  });
  const dependencies: FetchedDependency[] = [];
  let chart: Chart | undefined;
  if (options.fetchDependencies === true) {
    const { fetchDependencies } = await import('./fetch-dependencies.ts');
    const credentials = (url: string): Credentials | undefined =>
      credentialsFor(url, reference, options, false);
    const locked = options.lockedDependencies ?? [];
    const run = {
      ...{ profile, load, locked, open: openFetched },
      ...{ fetched: dependencies, context: { ...context, credentials } },
    };
    chart = await fetchDependencies(fetched, run);
  }
  const open = (): Chart => {
    const loaded = chart ?? (dependencies.length > 0 ? load(fetched.files) : openFetched(fetched));
    chart = undefined;
    return loaded;
  };
  const onDisk = (): ChartOnDisk => {
    if (dependencies.length > 0) return { files: fetched.files };
    if (reference.kind === 'archive' || reference.kind === 'directory') return { path: reference.path };
    const archive = fetchedArchive(fetched, context);
    return archive === undefined ? { files: fetched.files } : { archive };
  };
  const { digest } = fetched.upstream;
  const bodies = digest !== undefined && dependencies.length === 0 && { bodies: loader.bodies(digest) };
  return { open, reference, upstream: fetched.upstream, dependencies, onDisk, ...bodies };
}

/** The version that Helm takes with --devel. */
const ANY_VERSION = '>0.0.0-0';

function referenceOf(text: string, options: OpenChartOptions): ChartReference {
  const version = options.version?.trim() ?? '';
  return parseChartRef(text, {
    version: version === '' && options.devel === true ? ANY_VERSION : version,
    pathsFirst: options.pathsFirst === true,
    ...(options.repositories !== undefined && { repositories: options.repositories }),
    ...(options.repo !== undefined && options.repo !== '' && { repository: options.repo }),
  });
}

/** Makes charts. */
interface ChartLoader {
  /** what is known of its texts */
  readonly bodies: (digest: string) => KeptBodies;
  /** of files */
  readonly load: (files: Files) => Chart;
  /** of what has files, which are not asked for where the chart of that archive was read in an earlier run */
  readonly open: (fetched: Pick<FetchedChart, 'files' | 'upstream'>) => Chart;
}

function chartLoader(profile: Profile, cacheDirectory: string): ChartLoader {
  const directory = `${cacheDirectory}/charts/read`;
  const charts = openReadCharts<Chart>(directory, profile.version);
  const load = (files: Files): Chart => loadChart(files, { readArchive, profile });
  return {
    load,
    bodies: (digest) => openBodies(openReadCharts(directory, `${profile.version}-bodies`), digest),
    open(fetched) {
      const { digest } = fetched.upstream;
      const known = digest === undefined ? undefined : charts.find(digest);
      if (known !== undefined) return known;
      const chart = load(fetched.files);
      if (digest === undefined) return chart;
      numberTemplates(chart);
      charts.keep(digest, chart);
      return chart;
    },
  };
}

function openLocalChart(
  { kind, path }: { readonly kind: 'archive' | 'directory'; readonly path: string },
  { ignoreRule }: ChartLanguage,
  cacheDirectory: string,
  { load, open, bodies }: ChartLoader,
): Pick<OpenedChart, 'open' | 'bodies'> {
  if (kind === 'directory') {
    const files = readChartDirectory(path, ignoreRule);
    return { open: () => load(files) };
  }
  const { digest, files } = openLocalArchive(path, cacheDirectory);
  let read: Map<string, Uint8Array> | undefined;
  const fetched = {
    upstream: { digest: digest() },
    get files() {
      return (read ??= files());
    },
  };
  return { open: () => open(fetched), bodies: bodies(fetched.upstream.digest) };
}

/** What fetching needs to know of a person's choices. */
export function fetchContext(
  reference: ChartReference,
  language: ChartLanguage,
  options: OpenChartOptions,
  io: Pick<CommandIo, 'cacheDirectory' | 'loginFiles' | 'progress' | 'warn'>,
): FetchContext {
  return {
    cacheDirectory: io.cacheDirectory(),
    language,
    repositories: options.repositories ?? new Map(),
    credentials: (url) => credentialsFor(url, reference, options, options.passCredentials === true),
    loginFiles: () => io.loginFiles(),
    tell: (progress) => {
      io.progress(progress, true);
    },
    warn: (message) => {
      io.warn(message);
    },
    indexes: new Map(),
    offline: options.offline === true,
    plainHttp: options.plainHttp === true,
    ...(options.mirror !== undefined && { mirror: options.mirror }),
  };
}

/** The user's credentials are for the server that the user named, and for no other unless that was said. */
function credentialsFor(
  url: string,
  reference: ChartReference,
  { username = '', password = '' }: SourceChoices,
  toAll: boolean,
): Credentials | undefined {
  if (username === '' && password === '') return undefined;
  return toAll || serverOf(url) === serverOfReference(reference) ? { user: username, password } : undefined;
}

function serverOfReference(reference: ChartReference): string {
  switch (reference.kind) {
    case 'repository':
    case 'url':
      return serverOf(reference.url);
    case 'oci':
      return serverOf(reference.reference.replace('oci:', 'https:'));
    default:
      return '';
  }
}

/** Host and port; those of a registry are the same by http and https. */
function serverOf(url: string): string {
  if (!URL.canParse(url)) return '';
  const { host, origin } = new URL(url);
  return url.startsWith('http:') ? origin : `https://${host}`;
}

import type { GoMap } from '../gotemplate/value.ts';
import type { Plain } from '../k8s/plain.ts';
import { YamlError } from '../k8s/yaml/error.ts';
import { InfraError } from '../lib/error.ts';
import { fromBytes } from '../lib/utf8.ts';
import {
  chartContents,
  extension,
  toChartFiles,
  withoutDirectory,
  type ChartContents,
} from './chart-contents.ts';
import { setDependencies, type Chart, type ChartFile } from './chart.ts';
import { jsonKind } from './json-kind.ts';
import { loadedFiles } from './loaded-files.ts';
import { decodeMetadata, emptyMetadata, type Metadata } from './metadata.ts';
import { HELM_4, type Profile } from './profile.ts';
import { validateMetadata } from './validate-metadata.ts';
import { readValuesYaml, readYamlAsJson } from './values-yaml.ts';

export interface LoadOptions {
  /** unpacks a chart archive found in charts/; without it such archives are refused */
  readonly readArchive?: (data: Uint8Array, name: string) => ReadonlyMap<string, Uint8Array>;
  /** apply .helmignore, as Helm does to directories but not to archives */
  readonly ignore?: boolean;
  /** the release of Helm to agree with; Helm 4 by default */
  readonly profile?: Profile;
}

/** Charts in charts in charts; archives may contain themselves. */
const MAX_DEPTH = 100;

/** What loading a chart needs to know besides its files. */
interface Loader {
  readonly readArchive: LoadOptions['readArchive'];
  readonly profile: Profile;
  /** 0 for the root chart */
  readonly depth: number;
  /** where the chart's files are, from the root chart: empty, or with a slash behind */
  readonly path: string;
}

/**
 * Reads a chart from its files (by path from the chart's root) and those of the charts in its charts/ directory.
 *
 * @throws InfraError CHART, or VALUES for a bad values.yaml, with Helm's message
 */
export function loadChart(files: ReadonlyMap<string, Uint8Array>, options: LoadOptions = {}): Chart {
  const { readArchive, profile = HELM_4 } = options;
  const loader: Loader = { readArchive, profile, depth: 0, path: '' };
  // Helm 4 asks for the version of the chart's format before it ignores or reads anything.
  if (profile.major === 4 && !files.has('Chart.yaml')) {
    throw chartError('unable to detect chart version, no Chart.yaml found', 'Chart.yaml', loader);
  }
  return load(options.ignore === true ? loadedFiles(files) : toChartFiles(files), loader);
}

function load(files: readonly ChartFile[], loader: Loader): Chart {
  const contents = chartContents(files);
  const metadata = readMetadata(contents, loader);
  const values = readDefaults(contents, loader);
  const problem = validateMetadata(metadata, loader.profile.major);
  if (problem !== undefined) throw chartError(problem, 'Chart.yaml', loader);
  const { templates, rest, schema, requirements, subcharts } = contents;
  const chart: Chart = {
    metadata,
    templates,
    files: metadata.apiVersion === 'v1' ? [...rest, ...requirements] : rest,
    raw: files,
    values,
    ...(schema === undefined ? {} : { schema }),
    dependencies: [],
  };
  setDependencies(chart, loadSubcharts(metadata.name, subcharts, loader));
  return chart;
}

function chartError(message: string, file: string, { path }: Loader): InfraError {
  return new InfraError('CHART', message, { location: { file: `${path}${file}` } });
}

/** Chart.yaml, and on top of it requirements.yaml. Lock files only have to be readable. */
function readMetadata({ chartYaml, lock, requirements }: ChartContents, loader: Loader): Metadata {
  if (chartYaml === undefined && requirements.length === 0) {
    throw chartError('Chart.yaml file is missing', 'Chart.yaml', loader);
  }
  const metadata = emptyMetadata();
  if (chartYaml !== undefined) {
    decodeFile(chartYaml, metadata, loader);
    if (loader.depth === 0 && loader.profile.major === 4) checkApiVersion(metadata, loader);
    if (metadata.apiVersion === '') metadata.apiVersion = 'v1';
  }
  if (lock !== undefined) readData(lock, loader);
  for (const file of requirements) {
    if (file.name === 'requirements.yaml') decodeFile(file, metadata, loader);
    else readData(file, loader);
  }
  return metadata;
}

function checkApiVersion({ apiVersion }: Metadata, loader: Loader): void {
  if (apiVersion === 'v3') throw chartError('invalid chart apiVersion', 'Chart.yaml', loader);
  if (!['', 'v1', 'v2'].includes(apiVersion))
    throw chartError('unsupported chart version', 'Chart.yaml', loader);
}

function decodeFile(file: ChartFile, metadata: Metadata, loader: Loader): void {
  const { major } = loader.profile;
  const data = readData(file, loader);
  // Helm 4 reads the apiVersion of the root chart by itself first.
  const isFirstRead = major === 4 && loader.depth === 0 && file.name === 'Chart.yaml';
  reporting(file, 'CHART', loader, () => {
    if (isFirstRead && data !== null && !(data instanceof Map)) {
      const target = 'Go value of type loader.chartBase';
      throw new Error(
        `error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${jsonKind(data)} into ${target}`,
      );
    }
    decodeMetadata(metadata, data, major);
  });
}

function readData(file: ChartFile, loader: Loader): Plain {
  return reporting(file, 'CHART', loader, () => readYamlAsJson(fromBytes(file.data), { integers: true }));
}

function readDefaults({ values }: ChartContents, loader: Loader): GoMap {
  if (values === undefined) return new Map();
  return reporting(values, 'VALUES', loader, () => readValuesYaml(fromBytes(values.data), loader.profile));
}

/** Runs what reads a file; its failure becomes `cannot load FILE: …`. */
function reporting<T>(file: ChartFile, code: 'CHART' | 'VALUES', { path }: Loader, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const { message } = cause as Error;
    const line = cause instanceof YamlError ? cause.line : undefined;
    const location = { file: `${path}${file.name}`, ...(line === undefined ? {} : { line }) };
    throw new InfraError(code, `cannot load ${file.name}: ${message}`, { location, cause });
  }
}

type Subcharts = ChartContents['subcharts'];

function loadSubcharts(chartName: string, subcharts: Subcharts, loader: Loader): Chart[] {
  const charts: Chart[] = [];
  for (const [name, files] of subcharts) {
    if (name.startsWith('_') || name.startsWith('.')) continue;
    if (loader.depth >= MAX_DEPTH)
      throw chartError(`charts are nested deeper than ${MAX_DEPTH}`, `charts/${name}`, loader);
    const isArchive = extension(name) === '.tgz';
    const [first] = files;
    if (isArchive && first!.name !== name) {
      const message = `error unpacking subchart tar in ${chartName}: expected ${name}, got ${first!.name}`;
      throw chartError(message, `charts/${name}`, loader);
    }
    const inner: Loader = { ...loader, depth: loader.depth + 1, path: `${loader.path}charts/${name}/` };
    try {
      charts.push(load(isArchive ? unpack(first!, loader) : withoutDirectory(files), inner));
    } catch (error) {
      throw inSubchart(error, `error unpacking subchart ${name} in ${chartName}: `);
    }
  }
  return charts;
}

function unpack({ name, data }: ChartFile, loader: Loader): ChartFile[] {
  const { readArchive } = loader;
  if (readArchive === undefined)
    throw chartError('chart archives cannot be read here', `charts/${name}`, loader);
  return toChartFiles(readArchive(data, `${loader.path}charts/${name}`));
}

function inSubchart(error: unknown, prefix: string): unknown {
  if (!(error instanceof InfraError)) return error;
  const { code, message, location, hint, cause } = error;
  const details = {
    ...(location === undefined ? {} : { location }),
    ...(hint === undefined ? {} : { hint }),
    cause,
  };
  return new InfraError(code, prefix + message, details);
}

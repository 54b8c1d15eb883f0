import type { ChartFile } from './chart.ts';

/** The files of a chart by what they are for. */
export interface ChartContents {
  chartYaml?: ChartFile;
  values?: ChartFile;
  schema?: Uint8Array;
  /** Chart.lock */
  lock?: ChartFile;
  /** requirements.yaml and requirements.lock */
  readonly requirements: ChartFile[];
  readonly templates: ChartFile[];
  readonly rest: ChartFile[];
  /** files below charts/ (paths from there) by the first part of their path */
  readonly subcharts: Map<string, ChartFile[]>;
}

/** Sorts a chart's files by their paths, as Helm's loader does. */
export function chartContents(files: readonly ChartFile[]): ChartContents {
  const contents: ChartContents = { requirements: [], templates: [], rest: [], subcharts: new Map() };
  for (const file of files) {
    switch (file.name) {
      case 'Chart.yaml':
        contents.chartYaml = file;
        break;
      case 'values.yaml':
        contents.values = file;
        break;
      case 'values.schema.json':
        contents.schema = file.data;
        break;
      case 'Chart.lock':
        contents.lock = file;
        break;
      case 'requirements.yaml':
      case 'requirements.lock':
        contents.requirements.push(file);
        break;
      default:
        addByDirectory(file, contents);
    }
  }
  return contents;
}

function addByDirectory(file: ChartFile, { templates, rest, subcharts }: ChartContents): void {
  const { name, data } = file;
  if (name.startsWith('templates/')) templates.push(file);
  else if (!name.startsWith('charts/') || extension(name) === '.prov') rest.push(file);
  else {
    const inner = name.slice('charts/'.length);
    const slash = inner.indexOf('/');
    const chart = slash < 0 ? inner : inner.slice(0, slash);
    const list = subcharts.get(chart);
    if (list === undefined) subcharts.set(chart, [{ name: inner, data }]);
    else list.push({ name: inner, data });
  }
}

/** Go's filepath.Ext: from the last dot of the last element, or nothing. */
export function extension(path: string): string {
  const dot = path.lastIndexOf('.');
  return dot > path.lastIndexOf('/') ? path.slice(dot) : '';
}

/** The files with the first part of their paths dropped; those without another part are left out. */
export function withoutDirectory(files: readonly ChartFile[]): ChartFile[] {
  const inner: ChartFile[] = [];
  for (const { name, data } of files) {
    const slash = name.indexOf('/');
    if (slash >= 0) inner.push({ name: name.slice(slash + 1), data });
  }
  return inner;
}

/** A map of files as a list, in its order, without the byte order marks that files may start with. */
export function toChartFiles(files: ReadonlyMap<string, Uint8Array>): ChartFile[] {
  const list: ChartFile[] = [];
  for (const [name, data] of files) list.push({ name, data: withoutByteOrderMark(data) });
  return list;
}

/** A file's data without the byte order mark that it may start with. */
export function withoutByteOrderMark(data: Uint8Array): Uint8Array {
  return data[0] === 0xef && data[1] === 0xbb && data[2] === 0xbf ? data.subarray(3) : data;
}

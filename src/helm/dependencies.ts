import { formatValue } from '../gotemplate/format.ts';
import { MapView, type GoMap, type Value } from '../gotemplate/value.ts';
import { InfraError } from '../lib/error.ts';
import { setDependencies, type Chart, type Dependency, type Metadata } from './chart.ts';
import { mergeValues, previewValues } from './coalesce.ts';
import { coalesceTables, type Merging } from './coalesce-tables.ts';
import { copyTables } from './copy-values.ts';
import { HELM_4, type Profile } from './profile.ts';
import { parseConstraint, parseVersion } from './semver.ts';
import { trimSpace } from './space.ts';
import { lookUpTable, lookUpValue } from './value-path.ts';

type Warn = (message: string) => void;

/** What processing dependencies needs on every level. */
interface Process {
  readonly profile: Profile;
  readonly warn: Warn;
}

/**
 * Checks that every dependency that Chart.yaml declares is in charts/.
 *
 * @throws InfraError with Helm's message
 */
export function checkDependencies(chart: Chart, profile: Profile = HELM_4): void {
  const present = new Set(chart.dependencies.map(({ metadata }) => metadata.name));
  const missing = declared(chart.metadata).filter(({ name }) => !present.has(name));
  if (missing.length === 0) return;
  const advice =
    profile.major === 4
      ? "an error occurred while checking for chart dependencies. You may need to run 'helm dependency build' to fetch missing dependencies"
      : 'An error occurred while checking for chart dependencies. You may need to run `helm dependency build` to fetch missing dependencies';
  const names = missing.map(({ name }) => name).join(', ');
  throw new InfraError(
    'CHART',
    `${advice}: found in Chart.yaml, but missing in charts/ directory: ${names}`,
    {
      location: { file: 'Chart.yaml' },
    },
  );
}

/**
 * Makes the chart what it is for these user values: declared dependencies get their alias, disabled ones (by condition or
 * tags) go, and the defaults of subcharts become part of the defaults of their parents, as does what these import.
 *
 * @throws InfraError where a subchart's values are no table
 */
export function processDependencies(chart: Chart, userValues: GoMap, profile: Profile, warn: Warn): void {
  const process: Process = { profile, warn };
  try {
    selectDependencies(chart, userValues, '', process);
    importValues(chart, process);
  } catch (error) {
    if (!(error instanceof InfraError) || profile.major === 3) throw error;
    throw new InfraError(error.code, `chart dependencies processing failed: ${error.message}`, {
      cause: error,
    });
  }
}

/** Validation refuses empty entries, so a loaded chart has none. */
function declared({ dependencies = [] }: Metadata): Dependency[] {
  return dependencies as Dependency[];
}

function selectDependencies(chart: Chart, values: GoMap, path: string, process: Process): void {
  const { metadata } = chart;
  if (metadata.dependencies === undefined) return;
  const requirements = declared(metadata);
  setDependencies(chart, matchRequirements(chart, requirements, process.profile));
  for (const requirement of requirements) requirement.enabled = true;
  const known = previewValues(chart, values, process.profile, process.warn);
  applyTags(requirements, known, process.warn);
  applyConditions(requirements, known, path, process.warn);
  const disabled = new Set(requirements.filter(({ enabled }) => !enabled).map(({ name }) => name));
  const kept = chart.dependencies.filter((subchart) => !disabled.has(subchart.metadata.name));
  const keptRequirements = requirements.filter(({ name }) => !disabled.has(name));
  for (const subchart of kept)
    selectDependencies(subchart, known, `${path}${subchart.metadata.name}.`, process);
  if (keptRequirements.length > 0) metadata.dependencies = keptRequirements;
  else delete metadata.dependencies;
  setDependencies(chart, kept);
}

/** Subcharts nobody declared, then for each declaration the first chart that fits, under its alias. */
function matchRequirements(chart: Chart, requirements: readonly Dependency[], profile: Profile): Chart[] {
  const { dependencies } = chart;
  const charts = dependencies.filter((subchart) => !requirements.some((one) => fits(subchart, one, profile)));
  for (const requirement of requirements) {
    const subchart = dependencies.find((candidate) => fits(candidate, requirement, profile));
    if (subchart !== undefined) charts.push(copyForAlias(subchart, requirement.alias, profile));
    if (requirement.alias !== '') requirement.name = requirement.alias;
  }
  return charts;
}

function fits({ metadata }: Chart, { name, version }: Dependency, profile: Profile): boolean {
  return metadata.name === name && isCompatible(version, metadata.version, profile);
}

/** Whether a version satisfies a constraint; false if either cannot be read. */
export function isCompatible(constraint: string, version: string, { major }: Profile): boolean {
  try {
    return parseConstraint(constraint, major).check(parseVersion(version, major));
  } catch {
    return false;
  }
}

/**
 * The chart as one dependency sees it. In Helm 3 two aliases of one chart still share its subcharts (which stay children of
 * the original) and its declarations; Helm 4 copies those.
 */
function copyForAlias(chart: Chart, alias: string, { major }: Profile): Chart {
  const metadata = { ...chart.metadata };
  const copy: Chart = { ...chart, metadata };
  if (major === 4) {
    if (metadata.dependencies !== undefined)
      metadata.dependencies = declared(metadata).map((one) => ({ ...one }));
    setDependencies(
      copy,
      chart.dependencies.map((subchart) => ({ ...subchart })),
    );
  }
  if (alias !== '') metadata.name = alias;
  return copy;
}

/** Tags enable a dependency unless all of its tags that are set are false. */
function applyTags(requirements: readonly Dependency[], values: GoMap, warn: Warn): void {
  const set = values.get('tags');
  if (!(set instanceof Map)) return;
  for (const requirement of requirements) {
    const states: boolean[] = [];
    for (const tag of requirement.tags ?? []) {
      const state = set.get(tag);
      if (typeof state === 'boolean') states.push(state);
      else if (state !== undefined)
        warn(`Warning: Tag '${tag}' for chart ${requirement.name} returned non-bool value`);
    }
    requirement.enabled = states.length === 0 || states.includes(true);
  }
}

/** The first path of a condition that leads to a boolean decides, whatever the tags say. */
function applyConditions(requirements: readonly Dependency[], values: GoMap, path: string, warn: Warn): void {
  for (const requirement of requirements) {
    for (const condition of trimSpace(requirement.condition).split(',')) {
      if (condition === '') continue;
      const value = lookUpValue(values, path + condition);
      if (typeof value === 'boolean') {
        requirement.enabled = value;
        break;
      }
      if (value === undefined) continue;
      warn(`Warning: Condition path '${condition}' for chart ${requirement.name} returned non-bool value`);
    }
  }
}

/** Bottom-up: the defaults of a chart become what they are with those of its subcharts, and what it imports from these. */
function importValues(chart: Chart, process: Process): void {
  for (const subchart of chart.dependencies) importValues(subchart, process);
  const { metadata } = chart;
  if (metadata.dependencies === undefined) return;
  const merging: Merging = { ...process, keepsNulls: true };
  const values = mergeValues(chart, process.profile, process.warn);
  const imported: GoMap = new Map();
  for (const requirement of declared(metadata)) {
    for (const { child, parent } of readImports(requirement)) {
      const table = lookUpTable(values, `${requirement.name}.${child}`);
      if (table instanceof Map) coalesceTables(imported, nest(table, parent), '', merging);
      else
        process.warn(`Warning: ImportValues missing table from chart ${requirement.name}: ${table.message}`);
    }
  }
  if (imported.size === 0) {
    chart.values = values;
    return;
  }
  // Imported tables are parts of `values`, so the merge needs copies of these.
  chart.values = copyTables(values);
  coalesceTables(chart.values, imported, '', merging);
}

interface Import {
  readonly child: string;
  readonly parent: string;
}

/** The imports of a dependency, which Helm rewrites as pairs of child and parent: templates can see them. */
function readImports(requirement: Dependency): Import[] {
  const imports: Import[] = [];
  for (const value of requirement.importValues ?? []) {
    if (typeof value === 'string') imports.push({ child: `exports.${value}`, parent: '.' });
    else if (value instanceof Map)
      imports.push({ child: importPath(value, 'child'), parent: importPath(value, 'parent') });
  }
  if (imports.length === 0) delete requirement.importValues;
  else requirement.importValues = imports.map(asStringMap);
  return imports;
}

function importPath(value: GoMap, key: string): string {
  return formatValue(value.get(key) ?? null);
}

function asStringMap({ child, parent }: Import): Value {
  const pair = new Map<string, Value>([
    ['child', child],
    ['parent', parent],
  ]);
  return new MapView('string', pair);
}

/** The table under a dotted path; `.` is the table itself. */
function nest(table: GoMap, path: string): GoMap {
  // An empty table is made anew, as in Helm: what is merged into it later stays out of the subchart's values.
  let nested: GoMap = table.size === 0 ? new Map<string, Value>() : table;
  if (path === '.') return nested;
  for (const key of path.split('.').reverse()) nested = new Map<string, Value>([[key, nested]]);
  return nested;
}

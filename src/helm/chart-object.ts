import { formatValue } from '../gotemplate/format.ts';
import { ANY, MapView, nilSlice, Slice, stringSlice, type GoMap, type Value } from '../gotemplate/value.ts';
import type { Chart, Dependency, Maintainer, Metadata } from './chart.ts';
import type { Profile } from './profile.ts';
import { StructObject } from './struct-object.ts';

/** `.Chart`: in Helm 4 a map of the fields' Go names, in Helm 3 a struct. */
export function chartObject(chart: Chart, profile: Profile): Value {
  return profile.major === 4 ? chartMap(chart) : chartStruct(chart);
}

function chartMap({ metadata, parent }: Chart): GoMap {
  const { dependencies = [], maintainers = [] } = metadata;
  return new Map<string, Value>([
    ['Name', metadata.name],
    ['Home', metadata.home],
    ['Sources', [...(metadata.sources ?? [])]],
    ['Version', metadata.version],
    ['Description', metadata.description],
    ['Keywords', [...(metadata.keywords ?? [])]],
    ['Maintainers', (maintainers as Maintainer[]).map(maintainerFields)],
    ['Icon', metadata.icon],
    ['APIVersion', metadata.apiVersion],
    ['Condition', metadata.condition],
    ['Tags', metadata.tags],
    ['AppVersion', metadata.appVersion],
    ['Deprecated', metadata.deprecated],
    ['Annotations', annotationMap(metadata)],
    ['KubeVersion', metadata.kubeVersion],
    ['Dependencies', (dependencies as Dependency[]).map(dependencyMap)],
    ['Type', metadata.type],
    ['IsRoot', parent === undefined],
  ]);
}

function annotationMap({ annotations }: Metadata): MapView {
  return new MapView('string', new Map(annotations), { isNil: annotations === undefined });
}

function maintainerFields({ name, email, url }: Maintainer): GoMap {
  return new Map([
    ['Name', name],
    ['Email', email],
    ['URL', url],
  ]);
}

function dependencyMap(dependency: Dependency): GoMap {
  const { tags = [], importValues = [] } = dependency;
  return dependencyFields(dependency, [...tags], [...importValues]);
}

function dependencyFields(dependency: Dependency, tags: Value, importValues: Value): GoMap {
  return new Map<string, Value>([
    ['Name', dependency.name],
    ['Version', dependency.version],
    ['Repository', dependency.repository],
    ['Condition', dependency.condition],
    ['Tags', tags],
    ['Enabled', dependency.enabled],
    ['ImportValues', importValues],
    ['Alias', dependency.alias],
  ]);
}

/** An anonymous struct in which the metadata is embedded: its fields are fields of the whole. */
function chartStruct({ metadata, parent }: Chart): StructObject {
  const own = metadataFields(metadata);
  const isRoot = parent === undefined;
  const printOwn = (): string => `{${[...own.values()].map(printField).join(' ')}}`;
  const inner = new StructObject('chart.Metadata', own, { json: () => metadataJson(own) });
  const fields = new Map<string, Value>([['Metadata', inner], ...own, ['IsRoot', isRoot]]);
  return new StructObject('struct { chart.Metadata; IsRoot bool }', fields, {
    print: () => `{${printOwn()} ${isRoot}}`,
    json: () => metadataJson(own).set('IsRoot', isRoot),
  });
}

function printField(value: Value): string {
  return formatValue(value);
}

function metadataFields(metadata: Metadata): GoMap {
  const { sources, keywords, maintainers, dependencies } = metadata;
  return new Map<string, Value>([
    ['Name', metadata.name],
    ['Home', metadata.home],
    ['Sources', textSlice(sources)],
    ['Version', metadata.version],
    ['Description', metadata.description],
    ['Keywords', textSlice(keywords)],
    [
      'Maintainers',
      pointerSlice('*chart.Maintainer', (maintainers as Maintainer[] | undefined)?.map(maintainerPointer)),
    ],
    ['Icon', metadata.icon],
    ['APIVersion', metadata.apiVersion],
    ['Condition', metadata.condition],
    ['Tags', metadata.tags],
    ['AppVersion', metadata.appVersion],
    ['Deprecated', metadata.deprecated],
    ['Annotations', annotationMap(metadata)],
    ['KubeVersion', metadata.kubeVersion],
    [
      'Dependencies',
      pointerSlice('*chart.Dependency', (dependencies as Dependency[] | undefined)?.map(dependencyPointer)),
    ],
    ['Type', metadata.type],
  ]);
}

function textSlice(texts: readonly string[] | undefined): Slice {
  return texts === undefined ? nilSlice('string') : stringSlice([...texts]);
}

function pointerSlice(element: string, items: Value[] | undefined): Slice {
  return items === undefined ? nilSlice(element) : new Slice(element, items);
}

function maintainerPointer(maintainer: Maintainer): StructObject {
  const fields = maintainerFields(maintainer);
  return new StructObject('*chart.Maintainer', fields, { kind: 'ptr', json: () => withJsonNames(fields) });
}

function dependencyPointer(dependency: Dependency): StructObject {
  const { tags, importValues } = dependency;
  const imports = importValues === undefined ? nilSlice(ANY) : [...importValues];
  const fields = dependencyFields(dependency, textSlice(tags), imports);
  const json = (): GoMap => withJsonNames(fields, ['Name', 'Repository']);
  return new StructObject('*chart.Dependency', fields, { kind: 'ptr', json });
}

function metadataJson(fields: GoMap): GoMap {
  return withJsonNames(fields);
}

/** The names in JSON that are not the Go name with a small first letter. */
const JSON_NAMES: Readonly<Record<string, string>> = {
  APIVersion: 'apiVersion',
  URL: 'url',
  ImportValues: 'import-values',
};

/** Fields under their names in JSON, empty ones left out unless they are always written. */
function withJsonNames(fields: GoMap, always: readonly string[] = []): GoMap {
  const json: GoMap = new Map();
  for (const [name, value] of fields) {
    if (isEmpty(value) && !always.includes(name)) continue;
    json.set(JSON_NAMES[name] ?? name.charAt(0).toLowerCase() + name.slice(1), value);
  }
  return json;
}

function isEmpty(value: Value): boolean {
  if (value === '' || value === false) return true;
  if (value instanceof MapView) return value.map.size === 0;
  if (value instanceof Slice) return value.items.length === 0;
  return Array.isArray(value) && value.length === 0;
}

import { isMap, parseDocument, type Document } from 'yaml';
import type { Plain } from '../k8s/plain.ts';
import { writeReadable } from '../k8s/yaml/write-readable.ts';
import type { Upstream } from './app-yaml.ts';

/** What a person chose with flags, to be kept in app.yaml. */
export interface AppChoices {
  readonly upstream?: Upstream;
  readonly release?: string;
  readonly namespace?: string;
  readonly helmVersion?: string;
  readonly kubeVersion?: string;
  readonly apiVersions?: readonly string[];
  readonly skipSchemaValidation?: boolean;
}

const ORDER = [
  ...(['upstream', 'release', 'namespace', 'helmVersion', 'kubeVersion', 'apiVersions'] as const),
  ...(['skipSchemaValidation'] as const),
];
const UPSTREAM = ['chart', 'repository', 'manifests', 'kustomization', 'version'] as const;

/**
 * The text of an app.yaml with what was chosen set in it; all else stays as it is, comments too. `text` is undefined for an
 * app that is new. Read it with readAppYaml before: here it is taken to be right.
 */
export function editAppYaml(text: string | undefined, app: string, choices: AppChoices): string {
  if (text === undefined) return newAppYaml(app, choices);
  const document: Document = parseDocument(text);
  let changed = false;
  for (const name of ORDER) {
    const choice = choices[name];
    if (choice === undefined) continue;
    if (name === 'upstream') changed = setUpstream(document, choice as Upstream) || changed;
    else changed = setField(document, [name], choice) || changed;
  }
  return changed ? document.toString({ lineWidth: 0 }) : text;
}

function newAppYaml(app: string, choices: AppChoices): string {
  const heading = `# Where ${app} comes from and how it is unpacked: \`infra unpack ${app}\` reads this.\n`;
  const upstream = present(UPSTREAM, choices.upstream ?? {});
  const text = writeReadable(present(ORDER, { ...choices, upstream }));
  // As the library writes lists when it edits the file.
  return heading + text.replace(/^- /gm, '  - ');
}

/** Those of the fields that have a value, in their order. */
function present<Name extends string>(
  names: readonly Name[],
  fields: Partial<Record<Name, unknown>>,
): Map<string, Plain> {
  return new Map(
    names.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name] as Plain] as const])),
  );
}

function setUpstream(document: Document, upstream: Upstream): boolean {
  let changed = false;
  const map = document.get('upstream');
  if (isMap(map)) map.flow = false;
  for (const name of UPSTREAM) {
    const value = upstream[name];
    if (value !== undefined) changed = setField(document, ['upstream', name], value) || changed;
    else if (document.hasIn(['upstream', name])) changed = document.deleteIn(['upstream', name]) || changed;
  }
  return changed;
}

function setField(document: Document, path: readonly string[], value: unknown): boolean {
  const present: unknown = document.getIn(path);
  // Numbers and words may be written without quotes: 1.5 is the text 1.5.
  const isSame = String(JSON.parse(JSON.stringify(present ?? null))) === String(value);
  if (isSame) return false;
  document.setIn(path, document.createNode(value));
  return true;
}

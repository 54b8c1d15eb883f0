import { readBounds, type Bound } from './bounds.ts';
import type { Retired } from './retired.ts';
import {
  booleanAt,
  choiceAt,
  entriesAt,
  fieldsAt,
  readYamlPlace,
  textAt,
  textsAt,
  wrongAt,
  type Place,
} from './yaml-place.ts';

/** Where an app comes from, as app.yaml says it. */
export interface Upstream {
  /** a chart as it is named on the command line; with `repository` only its name there */
  readonly chart?: string;
  /** address of a Helm repository, or its name in infra.yaml */
  readonly repository?: string;
  /** plain manifests: a file or a directory, or the URL of a file */
  readonly manifests?: string;
  /** a kustomization: its directory, or that in a Git repository */
  readonly kustomization?: string;
  /** a version or a range of versions */
  readonly version?: string;
}

/** Whether both name the same source; a version is none of its names. */
export function isSameSource(a: Upstream, b: Upstream): boolean {
  const names = ['chart', 'repository', 'manifests', 'kustomization'] as const;
  return names.every((name) => a[name] === b[name]);
}

type Scope = 'Cluster' | 'Namespaced';

/** What unpacking does to what a chart rendered; what is not said takes its default. */
export interface PolicyChoices {
  readonly labels?: 'strip' | 'keep';
  readonly hooks?: 'argocd' | 'keep';
  readonly tests?: 'drop' | 'keep';
  readonly namespaces?: 'explicit' | 'keep';
  readonly crds?: 'include' | 'omit';
}

/** What infra/<app>/app.yaml says. */
export interface AppYaml {
  readonly upstream: Upstream;
  readonly release?: string;
  readonly namespace?: string;
  readonly helmVersion?: string;
  readonly kubeVersion?: string;
  readonly apiVersions: readonly string[];
  readonly skipSchemaValidation: boolean;
  readonly policies: PolicyChoices;
  /** scopes of kinds that no table knows, by `group/Kind` */
  readonly scopes: ReadonlyMap<string, Scope>;
  /** how far numbers of its resources may go */
  readonly bounds: readonly Bound[];
  /** it is not to be installed any more, unless an operator knows that */
  readonly retired?: Retired;
}

const FIELDS = [
  ...(['upstream', 'release', 'namespace', 'helmVersion', 'kubeVersion', 'apiVersions'] as const),
  ...(['skipSchemaValidation', 'policies', 'scopes', 'bounds', 'retired'] as const),
] as const;

const POLICIES = {
  labels: ['strip', 'keep'],
  hooks: ['argocd', 'keep'],
  tests: ['drop', 'keep'],
  namespaces: ['explicit', 'keep'],
  crds: ['include', 'omit'],
} as const;

/** Reads an app.yaml strictly. Throws InfraError PROJECT with the place of what it does not understand. */
export function readAppYaml(text: string, file: string): AppYaml {
  const whole = readYamlPlace(text, file);
  const fields = fieldsAt(whole, FIELDS);
  if (fields.upstream === undefined)
    throw wrongAt(whole, 'has no upstream', 'say which chart: `upstream: {chart: …}`');
  return {
    upstream: readUpstream(fields.upstream),
    ...textFields(fields, ['release', 'namespace', 'helmVersion', 'kubeVersion'] as const),
    apiVersions: fields.apiVersions === undefined ? [] : textsAt(fields.apiVersions),
    skipSchemaValidation: fields.skipSchemaValidation !== undefined && booleanAt(fields.skipSchemaValidation),
    policies: fields.policies === undefined ? {} : readPolicies(fields.policies),
    scopes: fields.scopes === undefined ? new Map() : readScopes(fields.scopes),
    bounds: fields.bounds === undefined ? [] : readBounds(fields.bounds),
    ...(fields.retired && { retired: { why: sentenceAt(fields.retired), place: fields.retired } }),
  };
}

function readUpstream(place: Place): Upstream {
  const names = ['chart', 'repository', 'manifests', 'kustomization', 'version'] as const;
  const fields = fieldsAt(place, names);
  const kinds = [fields.chart, fields.manifests, fields.kustomization];
  if (kinds.filter((kind) => kind !== undefined).length !== 1)
    throw wrongAt(place, 'must name either a chart, or manifests, or a kustomization');
  return textFields(fields, names);
}

/** Those of the fields that are there, as texts. */
function textFields<Name extends string>(
  fields: Partial<Record<NoInfer<Name>, Place>>,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const texts: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const place = fields[name];
    if (place !== undefined) texts[name] = textAt(place);
  }
  return texts;
}

function readPolicies(place: Place): PolicyChoices {
  const names = Object.keys(POLICIES) as (keyof typeof POLICIES)[];
  const choices: Partial<Record<keyof typeof POLICIES, string>> = {};
  for (const [name, entry] of Object.entries(fieldsAt(place, names)))
    choices[name as keyof typeof POLICIES] = choiceAt(
      entry,
      POLICIES[name as keyof typeof POLICIES] as readonly string[],
    );
  return choices as PolicyChoices;
}

function readScopes(place: Place): Map<string, Scope> {
  const scopes = new Map<string, Scope>();
  for (const [kind, entry] of entriesAt(place)) {
    if (!/^[^/]*\/[^/]+$/.test(kind)) throw wrongAt({ ...entry, isKey: true }, 'must be written group/Kind');
    scopes.set(kind, choiceAt(entry, ['Cluster', 'Namespaced']));
  }
  return scopes;
}

/** A text of several words: who must decide has to be told why. */
function sentenceAt(place: Place): string {
  const text = textAt(place).trim();
  if (/\s/.test(text)) return text;
  throw wrongAt(place, 'must be a sentence that says why, and since when');
}

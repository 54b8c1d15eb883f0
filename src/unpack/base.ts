import { InfraError } from '../lib/error.ts';
import { compareBytes, sortBytes } from '../lib/utf8.ts';
import { writeReadable } from '../k8s/yaml/write-readable.ts';
import { guardCrds, withoutCrds } from './crds.ts';
import { fileNames } from './file-name.ts';
import { withoutUselessHooks } from './hook-events.ts';
import { convertHooks } from './hooks.ts';
import { explicitNamespaces, type Scopes } from './namespaces.ts';
import type { Policies } from './policies.ts';
import { emptyNotes, type BaseReport, type Notes } from './report.ts';
import type { Resource } from './resource.ts';
import { withoutRepeats } from './same-identity.ts';
import { splitResources, type RenderedDocuments } from './split.ts';
import { stripLabels } from './strip-labels.ts';
import { reportOddTexts } from './odd-texts.ts';

/** What a base is made of. */
export interface BaseInput {
  readonly rendered: RenderedDocuments;
  /** the namespace of whatever lives in one and names none */
  readonly namespace: string;
  readonly policies: Policies;
  /** scopes of kinds that neither Kubernetes nor the chart's CRDs know, by `group/Kind` */
  readonly scopes?: Scopes;
  /** the file names that resources had before, by identity */
  readonly fileNames?: ReadonlyMap<string, string>;
}

/** A resource of a base. */
export interface BaseResource {
  readonly identity: string;
  /** its file, from the directory of the base */
  readonly file: string;
  /** the template or CRD file that it came from */
  readonly template: string;
}

export interface Base {
  /** texts by path from the directory of the base, sorted, but kustomization.yaml first */
  readonly files: ReadonlyMap<string, string>;
  readonly report: BaseReport;
  /** sorted by file */
  readonly resources: readonly BaseResource[];
}

/**
 * A rendered chart as a Kustomize base: one resource a file, changed as the policies say, and a kustomization.yaml that lists
 * them. The same input gives the same bytes. Throws InfraError MANIFEST when a document is no object or has no name, and when two
 * templates give the same object.
 */
export function makeBase(input: BaseInput): Base {
  const notes = emptyNotes();
  const all = splitResources(input.rendered, notes.findings);
  const resources = withoutRepeats(applyPolicies(all, input, notes), notes);
  for (const resource of resources.values()) reportOddTexts(resource, notes);
  const names = fileNames([...resources.values()], input.fileNames);
  const listed = [...resources]
    .map(([identity, { template }]) => ({ identity, file: names.get(identity)!, template }))
    .sort((a, b) => compareBytes(a.file, b.file));
  const files = new Map([['kustomization.yaml', kustomization(listed)]]);
  for (const { identity, file } of listed) files.set(file, textOf(resources.get(identity)!));
  const { dropped, changed, kept, findings } = notes;
  const counts = { read: all.length, written: resources.size, kinds: countKinds(resources.values()) };
  return { files, resources: listed, report: { ...counts, dropped, changed, kept, findings } };
}

function applyPolicies(all: readonly Resource[], input: BaseInput, notes: Notes): Resource[] {
  const { policies, namespace, scopes = new Map() } = input;
  let resources = withoutUselessHooks(all, policies, notes);
  if (policies.namespaces === 'explicit') {
    resources = explicitNamespaces(resources, namespace, scopes, notes);
  }
  if (policies.crds === 'omit') resources = withoutCrds(resources, notes);
  if (policies.hooks === 'argocd') resources = convertHooks(resources, notes);
  if (policies.labels === 'strip') resources = stripLabels(resources, notes);
  return guardCrds(resources, notes);
}

function kustomization(resources: readonly BaseResource[]): string {
  const list = resources.length === 0 ? ' []' : resources.map(({ file }) => `\n- ${file}`).join('');
  return `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:${list}\n`;
}

function textOf({ data, template }: Resource): string {
  try {
    return writeReadable(data);
  } catch (error) {
    throw new InfraError(
      'MANIFEST',
      `what ${template} rendered cannot be written: ${(error as Error).message}`,
      {
        location: { file: template },
        cause: error,
      },
    );
  }
}

function countKinds(resources: Iterable<Resource>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { kind } of resources) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return new Map(sortBytes([...counts.keys()]).map((kind) => [kind, counts.get(kind)!]));
}

import { InfraError } from '../lib/error.ts';
import { nearNames } from '../lib/near-names.ts';
import type { Cluster, InfraYaml } from '../project/infra-yaml.ts';
import { overlayDirectory, printTarget, sharedDirectory, type TargetName } from '../project/target.ts';
import { applicationText } from './application.ts';
import { NO_ENTRIES, withDerivedEntries } from './derived/derived-entries.ts';
import { rootPath, rootText } from './root-application.ts';
import type { StagedChanges } from './staged-tree.ts';

/** What declares a target. */
export interface NewOverlay {
  readonly infraYaml: InfraYaml;
  readonly target: TargetName;
  /** address of this repository, as Argo CD reads it; asked for once it is known that it is needed */
  readonly repoURL: () => string;
  /** the overlay's files by their paths below it, where it is made like another one */
  readonly files?: ReadonlyMap<string, string>;
}

/** Gives a file of the repository by its path from the root, undefined where there is none. */
export type ReadText = (path: string) => string | undefined;

const KUSTOMIZATIONS = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/**
 * The files that declare a target: its overlay over the base, its Application, and the cluster's root.yaml where there is
 * none; nothing where they are all there. An overlay that has no Application gets one, and stays as it is. Throws InfraError PROJECT where the cluster is not
 * known, the app is not unpacked, or the target is there already and is not what this would make.
 */
export function planAdd(wanted: NewOverlay, readText: ReadText): StagedChanges {
  const { infraYaml, target } = wanted;
  const cluster = clusterOf(infraYaml, target);
  checkUnpacked(target, readText);
  const repoURL = wanted.repoURL();
  const changes = new Map(overlayFiles(wanted, cluster, readText));
  changes.set(
    `${overlayDirectory(target)}/application.yaml`,
    applicationText({ target, cluster, infraYaml, repoURL }),
  );
  checkNotThere(target, changes, readText);
  const root = rootPath(target.cluster);
  if (readText(root) === undefined) {
    changes.set(root, rootText({ name: target.cluster, cluster, infraYaml, repoURL }));
  }
  return new Map([...changes].filter(([path, text]) => readText(path) !== text));
}

/** What infra.yaml says about a target's cluster. Throws InfraError PROJECT where it does not name it. */
export function clusterOf({ clusters }: InfraYaml, { cluster: name }: TargetName): Cluster {
  const cluster = clusters.get(name);
  if (cluster !== undefined) return cluster;
  const near = nearNames(name, clusters.keys());
  const known = [...clusters.keys()].join(', ');
  const others =
    near.length > 0 ? `did you mean ${near.join(' or ')}?` : known === '' ? '' : `known are ${known};`;
  throw new InfraError('PROJECT', `infra.yaml has no cluster ${name}`, {
    location: { file: 'infra.yaml' },
    hint: `${others} to add it, write it below clusters: with its phase and server`.trimStart(),
  });
}

function checkUnpacked({ app }: TargetName, readText: ReadText): void {
  if (hasKustomization(`base/${app}`, readText)) return;
  throw new InfraError('PROJECT', `${app} is not unpacked: there is no base/${app}`, {
    hint: `infra unpack ${app}`,
  });
}

/** The overlay's own files, by their paths; none where it is there and lacks but its Application. */
function* overlayFiles(
  { target, files }: NewOverlay,
  cluster: Cluster,
  readText: ReadText,
): Generator<readonly [path: string, text: string]> {
  const directory = overlayDirectory(target);
  if (files !== undefined) {
    for (const [path, text] of files) yield [`${directory}/${path}`, text];
    return;
  }
  const isThere = hasKustomization(directory, readText);
  if (isThere && readText(`${directory}/application.yaml`) === undefined) return;
  const path = `${directory}/kustomization.yaml`;
  const text = kustomizationText(target, cluster, readText);
  const present = readText(path);
  // What is derived for the target comes on top of it.
  const isSame = present !== undefined && withDerivedEntries(present, NO_ENTRIES, path) === text;
  yield [path, isSame ? present : text];
}

function kustomizationText({ app }: TargetName, { phase }: Cluster, readText: ReadText): string {
  // A phase is any text, and only a name can be that of a directory.
  const shared = /^[a-z0-9][-a-z0-9]*$/.test(phase) ? sharedDirectory(phase, app) : undefined;
  const components =
    shared !== undefined && hasKustomization(shared, readText)
      ? `components:\n- ${shared.replace(/^overlays/, '../../..')}\n`
      : '';
  return `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n- ../../../../base/${app}\n${components}`;
}

function hasKustomization(directory: string, readText: ReadText): boolean {
  return KUSTOMIZATIONS.some((name) => readText(`${directory}/${name}`) !== undefined);
}

function checkNotThere(target: TargetName, changes: StagedChanges, readText: ReadText): void {
  const directory = overlayDirectory(target);
  const other = [...changes].find(([path, text]) => ![undefined, text].includes(readText(path)));
  const kustomization = KUSTOMIZATIONS.find((name) => readText(`${directory}/${name}`) !== undefined);
  const isHidden = kustomization !== undefined && kustomization !== 'kustomization.yaml';
  const file = other?.[0] ?? (isHidden && changes.size > 1 ? `${directory}/${kustomization}` : undefined);
  if (file === undefined) return;
  throw new InfraError('PROJECT', `${printTarget(target)} is already there`, {
    location: { file },
    hint: file.endsWith('/application.yaml')
      ? `infra.yaml gives another application.yaml now: delete it, and run infra add ${printTarget(target)} again`
      : `change it with infra patch ${printTarget(target)}, or delete ${directory} to begin anew`,
  });
}

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readInfraYaml } from '../../src/project/infra-yaml.ts';
import { parseTarget, type TargetName } from '../../src/project/target.ts';

/** The top of the project, which is a repository to begin with. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** The text of a file of the repository. */
export function read(path: string): string {
  return readFileSync(`${root}/${path}`, 'utf8');
}

/** The paths of all files below a directory of the repository, from its root, sorted. */
export function filesBelow(directory: string): string[] {
  return readdirSync(`${root}/${directory}`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(root.length + 1))
    .sort();
}

export const infraYaml = readInfraYaml(read('infra.yaml'), 'infra.yaml');

/** Every target with an overlay, sorted. */
export const targets: readonly TargetName[] = filesBelow('overlays')
  .map((path) => /^overlays\/([^_/][^/]*\/[^/]+\/[^/]+)\/kustomization\.yaml$/.exec(path)?.[1])
  .filter((name) => name !== undefined)
  .map(parseTarget);

/** Every app that has a lock, sorted. */
export const lockedApps: readonly string[] = readdirSync(`${root}/infra`)
  .filter((app) => readdirSync(`${root}/infra/${app}`).includes('app.lock'))
  .sort();

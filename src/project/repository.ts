import { InfraError } from '../lib/error.ts';
import { directoryNames, fileStatus, readFile } from '../system/files.ts';
import { readAppYaml, type AppYaml } from './app-yaml.ts';
import { NO_INFRA_YAML, readInfraYaml, type InfraYaml } from './infra-yaml.ts';
import { readLock, type Lock } from './lock.ts';

/** No file of a repository that a person or this program wrote is larger. */
const MAX_SIZE = 64 * 1024 * 1024;

/** What infra/<app>/ holds; texts are undefined where there is no such file. */
export interface AppFiles {
  readonly app: string;
  readonly definition: AppYaml | undefined;
  readonly definitionText: string | undefined;
  readonly valuesText: string | undefined;
  readonly lockText: string | undefined;
  readonly lock: Lock;
}

/** The root of the repository that a directory is in: the nearest with an infra.yaml or a Git directory; else itself. */
export function repositoryRoot(directory: string): string {
  let candidate = directory;
  for (;;) {
    const isRoot =
      fileStatus(`${candidate}/infra.yaml`) !== undefined || fileStatus(`${candidate}/.git`) !== undefined;
    if (isRoot) return candidate;
    const parent = candidate.slice(0, candidate.lastIndexOf('/'));
    if (parent === '') return directory;
    candidate = parent;
  }
}

/** What infra.yaml at a root says; its defaults where there is none. Throws InfraError PROJECT. */
export function openInfraYaml(root: string): InfraYaml {
  const text = textOf(root, 'infra.yaml');
  return text === undefined ? NO_INFRA_YAML : readInfraYaml(text, 'infra.yaml');
}

/** The paths, from the root, of what belongs to an app. */
export function appPaths(app: string): { definition: string; values: string; lock: string; base: string } {
  const home = `infra/${app}`;
  return {
    definition: `${home}/app.yaml`,
    values: `${home}/values.yaml`,
    lock: `${home}/app.lock`,
    base: `base/${app}`,
  };
}

/** Reads infra/<app>/. Throws InfraError PROJECT or LOCK. */
export function openApp(root: string, app: string): AppFiles {
  const paths = appPaths(app);
  const definitionText = textOf(root, paths.definition);
  const lockText = textOf(root, paths.lock);
  return {
    app,
    definition: definitionText === undefined ? undefined : readAppYaml(definitionText, paths.definition),
    definitionText,
    valuesText: textOf(root, paths.values),
    lockText,
    lock: lockText === undefined ? new Map() : readLock(lockText, paths.lock),
  };
}

/** What infra/<app>/app.yaml says, undefined where there is none. Throws InfraError PROJECT. */
export function openDefinition(root: string, app: string): AppYaml | undefined {
  const path = appPaths(app).definition;
  const text = textOf(root, path);
  return text === undefined ? undefined : readAppYaml(text, path);
}

/** Whether the repository defines an app of that name. */
export function hasApp(root: string, app: string): boolean {
  return isAppName(app) && fileStatus(`${root}/${appPaths(app).definition}`) !== undefined;
}

/** Names of all apps of the repository, sorted. */
export function appNames(root: string): string[] {
  if (fileStatus(`${root}/infra`)?.kind !== 'directory') return [];
  return directoryNames(`${root}/infra`)
    .filter((name) => hasApp(root, name))
    .sort();
}

/** Whether the repository may have targets. */
export function hasOverlays(root: string): boolean {
  return fileStatus(`${root}/overlays`)?.kind === 'directory';
}

/** Apps, clusters and namespaces are DNS labels. */
export function isAppName(name: string): boolean {
  return name.length <= 63 && /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/.test(name);
}

function textOf(root: string, path: string): string | undefined {
  const status = fileStatus(`${root}/${path}`);
  if (status === undefined) return undefined;
  if (status.kind !== 'file' || status.size > MAX_SIZE) {
    const problem = status.kind === 'file' ? 'is too large' : 'is no file';
    throw new InfraError('PROJECT', `${path} ${problem}`, { location: { file: path } });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFile(`${root}/${path}`));
  } catch (error) {
    if (error instanceof InfraError) throw error;
    throw new InfraError('PROJECT', `${path} is no UTF-8 text`, { location: { file: path }, cause: error });
  }
}

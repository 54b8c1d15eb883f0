import { knownRepositoryUrl } from '../install/repository-url.ts';
import { InfraError } from '../lib/error.ts';
import { joinPath } from '../lib/path.ts';
import { rootPath, rootText } from '../overlay/root-application.ts';
import { existingFiles } from '../project/existing-files.ts';
import { readInfraYaml } from '../project/infra-yaml.ts';
import { newRepository } from '../project/new-repository.ts';
import { applyChanges, recoverRepository } from '../project/transaction.ts';

interface InitOptions {
  readonly directory: string;
  readonly dryRun: boolean;
}

/**
 * Writes what a repository starts with; files that are there stay as they are. What Argo CD must know of a cluster is written
 * where Git has a remote already, else by the first `add`. Throws InfraError where there is such a repository.
 */
export async function init(
  { directory, dryRun }: InitOptions,
  current: string,
): Promise<{ files: string[] }> {
  const root = joinPath(current, directory);
  recoverRepository(root);
  const files = newRepository(root.slice(root.lastIndexOf('/') + 1));
  for (const [path, text] of rootFiles(root, files.get('infra.yaml') ?? '')) files.set(path, text);
  const present = existingFiles(root, [...files.keys()]);
  if (present.includes('infra.yaml')) {
    const file = directory === '.' ? 'infra.yaml' : `${directory}/infra.yaml`;
    throw new InfraError('WRITE', 'this is such a repository already: it has an infra.yaml', {
      location: { file },
      hint: 'go on with infra unpack',
    });
  }
  for (const path of present) files.delete(path);
  return { files: dryRun ? [...files.keys()].sort() : await applyChanges(root, files) };
}

/** The root.yaml of each cluster; none where nothing says yet where Argo CD finds this repository. */
function rootFiles(root: string, text: string): [path: string, text: string][] {
  const infraYaml = readInfraYaml(text, 'infra.yaml');
  const repoURL = knownRepositoryUrl(root, infraYaml);
  if (repoURL === undefined) return [];
  return [...infraYaml.clusters].map(([name, cluster]) => {
    return [rootPath(name), rootText({ name, cluster, infraYaml, repoURL })];
  });
}

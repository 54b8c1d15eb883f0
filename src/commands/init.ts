import { InfraError } from '../lib/error.ts';
import { joinPath } from '../lib/path.ts';
import { existingFiles } from '../project/existing-files.ts';
import { newRepository } from '../project/new-repository.ts';
import { applyChanges, recoverRepository } from '../project/transaction.ts';

interface InitOptions {
  readonly directory: string;
  readonly dryRun: boolean;
}

/**
 * Writes what a repository starts with; files that are there stay as they are. Throws InfraError where there is one already.
 */
export async function init(
  { directory, dryRun }: InitOptions,
  current: string,
): Promise<{ files: string[] }> {
  const root = joinPath(current, directory);
  recoverRepository(root);
  const files = newRepository(root.slice(root.lastIndexOf('/') + 1));
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

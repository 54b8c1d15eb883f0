import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { InfraError } from '../lib/error.ts';

/**
 * Gives an action a directory with these files (content by path below it), which is gone when the action has ended. Throws
 * InfraError WRITE.
 */
export function withTemporaryFiles<Result>(
  files: ReadonlyMap<string, Uint8Array | string>,
  action: (directory: string) => Result,
): Result {
  const directory = attempt(() => mkdtempSync(join(tmpdir(), 'infra-')));
  try {
    attempt(() => {
      for (const [path, content] of files) writeBelow(directory, path, content);
    });
    return action(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function writeBelow(directory: string, path: string, content: Uint8Array | string): void {
  if (path.split('/').some((element) => element === '' || element === '.' || element === '..'))
    throw new InfraError('WRITE', `${JSON.stringify(path)} would be written outside a temporary directory`);
  const full = join(directory, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, content);
}

function attempt<Result>(action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    if (error instanceof InfraError) throw error;
    const reason = (error as Error).message;
    throw new InfraError('WRITE', `a temporary file cannot be written: ${reason}`, { cause: error });
  }
}

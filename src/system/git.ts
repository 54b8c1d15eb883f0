import { spawnSync } from 'node:child_process';
import { InfraError } from '../lib/error.ts';

const MAX_OUTPUT = 2 ** 30;

/** What one run of Git gave. */
export interface GitResult {
  readonly status: number;
  readonly stdout: Uint8Array;
  readonly stderr: string;
}

/** They would make Git work on another repository, as inside a hook. */
const OTHER_REPOSITORY =
  /^GIT_(DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|NAMESPACE|PREFIX)$/;

/** The environment that Git runs in: it works on the repository that it is started in, asks nobody, and speaks English. */
export function gitEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !OTHER_REPOSITORY.test(name));
  return { ...Object.fromEntries(own), GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };
}

/**
 * Runs the system's Git on the operator's own repository, to its end and without a shell; `input` is what it reads. How it
 * ended is the caller's to judge. Throws InfraError REMOTE where there is no Git.
 */
export function runGit(
  root: string,
  words: readonly string[],
  options: { readonly input?: string | Uint8Array } = {},
): GitResult {
  const { error, status, stdout, stderr } = spawnSync('git', words, {
    cwd: root,
    input: options.input ?? '',
    // What only looks must not wait for, or hold, the lock of the index.
    env: { ...gitEnvironment(), GIT_OPTIONAL_LOCKS: '0' },
    maxBuffer: MAX_OUTPUT,
  });
  if (error !== undefined) throw notStarted(error);
  return { status: status ?? -1, stdout, stderr: stderr.toString('utf8') };
}

function notStarted(error: NodeJS.ErrnoException): InfraError {
  const message = error.code === 'ENOENT' ? 'there is no program git' : `git cannot be run: ${error.message}`;
  return new InfraError('REMOTE', message, { hint: 'install Git', cause: error });
}

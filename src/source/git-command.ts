import { spawn, type ChildProcess } from 'node:child_process';
import { InfraError } from '../lib/error.ts';
import { withoutPasswords } from '../lib/url-secrets.ts';
import { gitEnvironment } from '../system/git.ts';

/** What is kept of each stream. */
const MAX_OUTPUT = 1024 * 1024;
/** How long a command that was asked to stop may take for it. */
const GRACE_MILLISECONDS = 2000;

export interface GitCommand {
  readonly arguments: readonly string[];
  readonly directory: string;
  readonly timeoutSeconds: number;
}

/** Set for every command: nothing of the user's hooks is run, and no helper that a URL names. */
const SETTINGS = [
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'protocol.ext.allow=never',
  '-c',
  'advice.detachedHead=false',
];

/**
 * Runs the system's Git, without a shell and without asking anybody for a password; gives what it prints. Throws InfraError
 * (REMOTE) if there is no Git, it takes too long, or it fails.
 */
export async function runGit(command: GitCommand): Promise<string> {
  const { status, output, complaint } = await finished(start(command), command);
  if (status === 0) return output;
  const reason =
    complaint.trim() === ''
      ? `it ended with status ${status ?? 'unknown'}`
      : withoutPasswords(complaint.trim());
  throw new InfraError('REMOTE', `git ${verbOf(command)} failed: ${reason}`, {
    hint: 'check the URL and the ref, and that Git can reach the repository without asking for a password',
  });
}

interface Outcome {
  readonly status: number | null;
  readonly output: string;
  readonly complaint: string;
}

function start({ arguments: words, directory }: GitCommand): ChildProcess {
  return spawn('git', [...SETTINGS, ...words], {
    cwd: directory,
    env: gitEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function finished(child: ChildProcess, command: GitCommand): Promise<Outcome> {
  const { timeoutSeconds } = command;
  return await new Promise((resolve, reject) => {
    const output = collect(child.stdout);
    const complaint = collect(child.stderr);
    const timer = setTimeout(
      () => {
        stop(child);
        reject(tooSlow(command));
      },
      Math.min(timeoutSeconds * 1000, 2 ** 31 - 1),
    );
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(notStarted(error));
    });
    child.once('close', (status) => {
      clearTimeout(timer);
      resolve({ status, output: output(), complaint: complaint() });
    });
  });
}

function collect(stream: ChildProcess['stdout']): () => string {
  let text = '';
  stream?.setEncoding('utf8').on('data', (chunk: string) => {
    if (text.length < MAX_OUTPUT) text += chunk;
  });
  return () => text;
}

function stop(child: ChildProcess): void {
  child.stdout?.destroy();
  child.stderr?.destroy();
  child.kill('SIGTERM');
  setTimeout(() => child.kill('SIGKILL'), GRACE_MILLISECONDS).unref();
}

function tooSlow(command: GitCommand): InfraError {
  return new InfraError(
    'REMOTE',
    `git ${verbOf(command)} took longer than ${command.timeoutSeconds} seconds`,
    {
      hint: 'allow more with timeout=… in the query of the URL',
    },
  );
}

function notStarted(error: NodeJS.ErrnoException): InfraError {
  const message = error.code === 'ENOENT' ? 'there is no program git' : `git cannot be run: ${error.message}`;
  return new InfraError('REMOTE', message, { hint: 'install Git to use repositories', cause: error });
}

function verbOf({ arguments: [verb = ''] }: GitCommand): string {
  return verb;
}

import { spawnSync } from 'node:child_process';
import { InfraError } from '../lib/error.ts';

const MAX_OUTPUT = 2 ** 30;

/** Runs a program to its end, without a shell; `input` is its standard input. Throws InfraError NOT_FOUND if it cannot be started. */
export function runProgram(
  program: string,
  words: readonly string[],
  input = '',
): { readonly status: number; readonly stdout: Uint8Array; readonly stderr: Uint8Array } {
  const { error, status, stdout, stderr } = spawnSync(program, words, { input, maxBuffer: MAX_OUTPUT });
  if (error !== undefined) {
    throw new InfraError('NOT_FOUND', `${program} cannot be run: ${error.message}`, {
      hint: `install ${program}, or give its path`,
      cause: error,
    });
  }
  return { status: status ?? -1, stdout, stderr };
}

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const infra = fileURLToPath(new URL('../../dist/bin/infra.js', import.meta.url));

/** A chart of our own to run commands on. */
export const beacon = fileURLToPath(new URL('../../examples/charts/beacon', import.meta.url));

export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built program as a person does. */
export function infraRun(
  words: readonly string[],
  options: { cwd?: string; input?: string; env?: object } = {},
): Run {
  const { cwd, input = '', env = {} } = options;
  const result = spawnSync(process.execPath, [infra, ...words], {
    cwd,
    input,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', ...env },
    maxBuffer: 64 * 1024 * 1024,
  });
  return { status: result.status, stdout: result.stdout, stderr: result.stderr };
}

/** The program's path, to run it in a shell. */
export const program = `${process.execPath} ${infra}`;

import type { CommandIo } from '../commands/io.ts';
import { cacheDirectory } from '../system/cache-directory.ts';
import { nodeEnvironment } from '../system/environment.ts';
import { readStandardInput } from '../system/files.ts';
import { loginFiles } from '../system/login-files.ts';
import { printMessage } from './output.ts';
import { createProgress } from './progress.ts';

declare const __VERSION__: string | undefined;

/** The version that the program was built as. */
export const VERSION = typeof __VERSION__ === 'undefined' ? 'development' : __VERSION__;

/** One run of the program: what commands take from outside, and what the run has to know at its end. */
export interface Session extends CommandIo {
  /** what was read of standard input so far; it cannot be read twice */
  readonly standardInput: Uint8Array | undefined;
  /** errors go to standard output, as JSON */
  json: boolean;
  /** 0 done, 1 findings or differences that were asked for, 2 could not run */
  exitCode: number;
  /** no more progress is told: what is printed now stays */
  endProgress(): void;
}

/** A session on this process. `inherited` is standard input when another thread has read it already. */
export function createSession(inherited?: Uint8Array): Session {
  let input = inherited;
  const progress = createProgress();
  return {
    json: false,
    exitCode: 0,
    get standardInput() {
      return input;
    },
    readStandardInput: () => (input ??= readStandardInput()),
    environment: nodeEnvironment(),
    cacheDirectory,
    loginFiles,
    warn(message) {
      progress.end();
      printMessage(`Warning: ${message.replace(/^warning: /, '')}\n`);
    },
    progress: progress.tell,
    endProgress: progress.end,
    version: VERSION,
  };
}

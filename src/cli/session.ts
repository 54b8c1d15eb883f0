import type { CommandIo } from '../commands/io.ts';
import { cacheDirectory } from '../system/cache-directory.ts';
import { nodeEnvironment } from '../system/environment.ts';
import { readStandardInput } from '../system/files.ts';
import { printMessage } from './output.ts';

/** One run of the program: what commands take from outside, and what the run has to know at its end. */
export interface Session extends CommandIo {
  /** what was read of standard input so far; it cannot be read twice */
  readonly standardInput: Uint8Array | undefined;
  /** errors go to standard output, as JSON */
  json: boolean;
  /** 0 done, 1 findings or differences that were asked for, 2 could not run */
  exitCode: number;
}

/** A session on this process. `inherited` is standard input when another thread has read it already. */
export function createSession(inherited?: Uint8Array): Session {
  let input = inherited;
  return {
    json: false,
    exitCode: 0,
    get standardInput() {
      return input;
    },
    readStandardInput: () => (input ??= readStandardInput()),
    environment: nodeEnvironment(),
    cacheDirectory,
    warn: (message) => printMessage(`Warning: ${message.replace(/^warning: /, '')}\n`),
  };
}

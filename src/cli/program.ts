import { Command, CommanderError, type OutputConfiguration } from 'commander';
import { buildCommand } from './build-command.ts';
import { InfraError } from '../lib/error.ts';
import { normalizeArguments } from './normalize-arguments.ts';
import { messagesHaveColour, printJson, printMessage, printResult } from './output.ts';
import { createSession, type Session } from './session.ts';
import { templateCommand } from './template-command.ts';
import { unpackCommand } from './unpack-command.ts';

declare const __VERSION__: string | undefined;

const OVERVIEW = `
Examples:
  $ infra template ./jenkins.tgz -f values.yaml      what helm template would print
  $ infra unpack ./jenkins.tgz                       a Kustomize base in base/jenkins
  $ infra build overlays/dev/ci/jenkins              what kustomize build would print
  $ infra unpack --help                              the flags of a command, with examples
`;

/** Runs the program on these arguments; returns its exit code. Never throws. */
export async function run(words: readonly string[]): Promise<number> {
  const session = createSession(await inheritedInput());
  try {
    const program = createProgram(session, words);
    const command = program.commands.find((each) => each.name() === words[0]);
    const rest = command === undefined ? words : [words[0]!, ...normalizeArguments(command, words.slice(1))];
    if (rest.length === 0) program.outputHelp();
    else await program.parseAsync(rest, { from: 'user' });
    return session.exitCode;
  } catch (error) {
    return await endWith(error, session);
  }
}

/** Help of a fixed width: asking the terminal for its own takes longer than all the rest. */
const OUTPUT: OutputConfiguration = {
  writeOut: printResult,
  writeErr: () => undefined,
  getOutHelpWidth: () => 100,
  getErrHelpWidth: () => 100,
  getOutHasColors: () => false,
  getErrHasColors: () => false,
};

const COMMANDS: Readonly<Record<string, (session: Session, words: readonly string[]) => Command>> = {
  template: templateCommand,
  unpack: unpackCommand,
  build: buildCommand,
};

/** The program with the command that is asked for, or with all where none is. */
function createProgram(session: Session, words: readonly string[]): Command {
  const word = words[0];
  const asked =
    word !== undefined && Object.hasOwn(COMMANDS, word) ? [COMMANDS[word]!] : Object.values(COMMANDS);
  const program = new Command('infra')
    .description('Install off-the-shelf infrastructure on many clusters, without forking charts.')
    .version(typeof __VERSION__ === 'undefined' ? 'development' : __VERSION__, '-v, --version')
    .enablePositionalOptions()
    .addHelpText('after', OVERVIEW);
  for (const create of asked) program.addCommand(create(session, words.slice(1)));
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput(OUTPUT);
  }
  return program;
}

async function endWith(error: unknown, session: Session): Promise<number> {
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  if (isStackOverflow(error) && process.env['INFRA_BIG_STACK'] === undefined) {
    const { runWithBigStack } = await import('../system/big-stack.ts');
    return await runWithBigStack(session.standardInput);
  }
  await printError(asInfraError(error), session);
  return 2;
}

async function printError(error: InfraError, session: Session): Promise<void> {
  const { errorAsJson, formatError } = await import('./print-error.ts');
  if (session.json) printJson('infra.error/v1', errorAsJson(error));
  else printMessage(formatError(error, messagesHaveColour()));
}

function asInfraError(error: unknown): InfraError {
  if (error instanceof InfraError) return error;
  if (error instanceof CommanderError) {
    return new InfraError('USAGE', error.message.replace(/^error: /, ''), {
      hint: 'infra --help, or infra <command> --help',
    });
  }
  const detail =
    process.env['INFRA_DEBUG'] === undefined ? String(error) : ((error as Error).stack ?? String(error));
  return new InfraError('INTERNAL', `this is a fault of infra: ${detail}`, {
    hint: 'please report it with the command and the chart',
    cause: error,
  });
}

/** The engine ran out of JavaScript's stack before any of its own limits. */
function isStackOverflow(error: unknown): boolean {
  const cause = error instanceof InfraError && error.code === 'LIMIT' ? error.cause : error;
  return cause instanceof RangeError && cause.message.includes('call stack');
}

async function inheritedInput(): Promise<Uint8Array | undefined> {
  if (process.env['INFRA_BIG_STACK'] === undefined) return undefined;
  return (await import('../system/big-stack.ts')).inheritedInput();
}

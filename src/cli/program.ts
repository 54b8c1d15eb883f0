import { InfraError } from '../lib/error.ts';
import type { CommandDefinition } from './command-definition.ts';
import { messagesHaveColour, printJson, printMessage } from './output.ts';
import { readArguments } from './read-arguments.ts';
import { createSession, VERSION, type Session } from './session.ts';

const EXAMPLES = `
Examples:
  $ infra template ./jenkins.tgz -f values.yaml      what helm template would print
  $ infra init                                       a repository to install from
  $ infra unpack ./jenkins.tgz                       a Kustomize base in base/jenkins
  $ infra build overlays/dev/ci/jenkins              what kustomize build would print
  $ infra unpack --help                              the flags of a command, with examples
`;

/** The commands in the order of the help; each is loaded when it is run or told of. */
const DEFINITIONS: ReadonlyMap<string, () => Promise<CommandDefinition>> = new Map([
  ['init', async () => (await import('./init-command.ts')).INIT],
  ['template', async () => (await import('./template-command.ts')).TEMPLATE],
  ['unpack', async () => (await import('./unpack-command.ts')).UNPACK],
  ['add', async () => (await import('./add-command.ts')).ADD],
  ['patch', async () => (await import('./patch-command.ts')).PATCH],
  ['lift', async () => (await import('./lift-command.ts')).LIFT],
  ['build', async () => (await import('./build-command.ts')).BUILD],
  ['diff', async () => (await import('./diff-command.ts')).DIFF],
  ['install', async () => (await import('./install-command.ts')).INSTALL],
]);

/** Runs the program on these arguments; returns its exit code. Never throws. */
export async function run(words: readonly string[]): Promise<number> {
  const session = createSession(await inheritedInput());
  try {
    const definition = await DEFINITIONS.get(words[0] ?? '')?.();
    const read = definition && readArguments(definition, words.slice(1));
    if (read === undefined) await explain(words, session);
    else await definition!.run(read.words, read.flags, session);
    return session.exitCode;
  } catch (error) {
    return await endWith(error, session);
  }
}

/** Leaves a command line that asks for help, or has a mistake, to Commander. */
async function explain(words: readonly string[], session: Session): Promise<void> {
  const { runCommander } = await import('./commander-program.ts');
  const description = 'Install off-the-shelf infrastructure on many clusters, without forking charts.';
  const definitions = await Promise.all([...DEFINITIONS.values()].map((load) => load()));
  await runCommander(definitions, { description, version: VERSION, examples: EXAMPLES }, words, session);
}

async function endWith(error: unknown, session: Session): Promise<number> {
  if (isOfCommander(error) && error.exitCode === 0) return 0;
  if (isStackOverflow(error) && process.env['INFRA_BIG_STACK'] === undefined) {
    const { runWithBigStack } = await import('../system/big-stack.ts');
    return await runWithBigStack(session.standardInput);
  }
  session.endProgress();
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
  if (isOfCommander(error)) {
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

/** Commander's own error; its class is not asked for, since it is loaded only to explain. */
function isOfCommander(error: unknown): error is Error & { readonly exitCode: number } {
  return (
    error instanceof Error &&
    'exitCode' in error &&
    'code' in error &&
    String(error.code).startsWith('commander.')
  );
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

import { Command, Option, type OutputConfiguration } from 'commander';
import { InfraError } from '../lib/error.ts';
import type { CommandDefinition, Flag, GivenFlags } from './command-definition.ts';
import { normalizeArguments } from './normalize-arguments.ts';
import { printResult } from './output.ts';
import type { Session } from './session.ts';

/** Help of a fixed width: asking the terminal for its own takes longer than all the rest. */
const OUTPUT: OutputConfiguration = {
  writeOut: printResult,
  writeErr: () => undefined,
  getOutHelpWidth: () => 100,
  getErrHelpWidth: () => 100,
  getOutHasColors: () => false,
  getErrHasColors: () => false,
};

/** What stands above and below the list of commands. */
export interface Overview {
  readonly description: string;
  readonly version: string;
  readonly examples: string;
}

/**
 * Reads a command line with Commander and runs its command: prints help, and throws CommanderError or InfraError for whatever
 * cannot be read.
 */
export async function runCommander(
  definitions: readonly CommandDefinition[],
  overview: Overview,
  words: readonly string[],
  session: Session,
): Promise<void> {
  const program = new Command('infra')
    .description(overview.description)
    .version(overview.version, '-v, --version')
    .enablePositionalOptions()
    .addHelpText('after', overview.examples);
  for (const definition of definitions) program.addCommand(commandOf(definition, session));
  for (const each of [program, ...program.commands]) each.exitOverride().configureOutput(OUTPUT);
  const command = program.commands.find((each) => each.name() === words[0]);
  const rest = command === undefined ? words : [words[0]!, ...normalizeArguments(command, words.slice(1))];
  if (rest.length === 0) program.outputHelp();
  else await program.parseAsync(rest, { from: 'user' });
}

function commandOf(definition: CommandDefinition, session: Session): Command {
  const { name, summary, description, operands, allowsExcess, usage, flags, examples, run } = definition;
  const command = new Command(name)
    .summary(summary)
    .description(description)
    .allowExcessArguments(allowsExcess === true)
    .addHelpText('after', examples);
  for (const operand of operands) command.argument(operand.name, operand.description);
  for (const flag of flags) addFlag(command, flag);
  if (usage !== undefined) command.usage(usage);
  return command.action(() => run(command.args, command.opts<GivenFlags>(), session));
}

function addFlag(
  command: Command,
  { flags, description, initial, choices, collect, isHidden, refused }: Flag,
): void {
  const option = new Option(flags, description);
  if (initial !== undefined) option.default(initial);
  if (choices !== undefined) option.choices(choices);
  if (collect !== undefined) {
    option.argParser((value: string, previous: readonly string[] | undefined) => [
      ...(previous ?? []),
      ...collect(value),
    ]);
  }
  command.addOption(option.hideHelp(isHidden === true));
  if (refused === undefined) return;
  command.on(`option:${option.name()}`, () => {
    throw new InfraError('USAGE', `--${option.name()} cannot be used here: ${refused}`);
  });
}

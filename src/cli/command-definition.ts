import type { Session } from './session.ts';

/** A flag of a command, as data: the help and the errors are made of it, and the arguments are read by it. */
export interface Flag {
  /** As the help shows it: `-f, --values <files>`, `--json`, `--dry-run [mode]`, `--no-hooks`. */
  readonly flags: string;
  readonly description: string;
  /** What it is where it is not given. */
  readonly initial?: string | undefined;
  readonly choices?: readonly string[];
  /** The flag may be given again; one value stands for these. */
  readonly collect?: (value: string) => string[];
  /** Taken, but not shown. */
  readonly isHidden?: boolean;
  /** Why it cannot be used here: giving it is an error that says so. */
  readonly refused?: string;
}

/** An argument that is no flag: `<chart>` must be given, `[name]` may be, `[targets...]` takes all there are. */
export interface Operand {
  readonly name: string;
  readonly description: string;
}

/** What flags were given, by their names in camel case. */
export type GivenFlags = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** A command, as data. */
export interface CommandDefinition {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  readonly description: string;
  readonly operands: readonly Operand[];
  /** More operands than named are taken, and ignored. */
  readonly allowsExcess?: boolean;
  readonly usage?: string;
  readonly flags: readonly Flag[];
  /** What stands behind the help. */
  readonly examples: string;
  readonly run: (words: readonly string[], flags: GivenFlags, session: Session) => Promise<void>;
}

/** A flag that may be given again; `collect` turns one value into those it stands for. */
export function repeatable(
  flags: string,
  description: string,
  collect = (value: string): string[] => [value],
): Flag {
  return { flags, description, collect };
}

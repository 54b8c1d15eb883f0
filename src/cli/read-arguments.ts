import type { CommandDefinition, Flag, GivenFlags } from './command-definition.ts';

/** The arguments of a command: operands, and flags by their names in camel case. */
export interface Arguments {
  readonly words: readonly string[];
  readonly flags: GivenFlags;
}

const TRUE = /^(?:1|t|T|true|TRUE|True)$/;
const FALSE = /^(?:0|f|F|false|FALSE|False)$/;
const CAMEL = /-([a-z])/g;

type Values = Record<string, string | boolean | readonly string[] | undefined>;

/**
 * Reads a command line that is well-formed, with the forms that Helm's flag parser takes: `--flag value`, `--flag=value`,
 * `-f value`, `-f=value`, `--flag=true`; all behind `--` are operands. Gives undefined for anything else (help, unknown flags,
 * missing values, several letters behind one hyphen): then Commander reads it, and finds the words. Loading Commander takes
 * longer than reading any command line.
 */
export function readArguments(
  { flags: definitions, operands, allowsExcess }: CommandDefinition,
  words: readonly string[],
): Arguments | undefined {
  const [flags, found]: [Values, string[]] = [initialValues(definitions), []];
  const byName = new Map(definitions.flatMap((flag) => namesOf(flag).map((name) => [name, flag] as const)));
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    if (word === '--') {
      found.push(...words.slice(index + 1));
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      found.push(word);
      continue;
    }
    const equals = word.indexOf('=');
    const flag = byName.get(equals < 0 ? word : word.slice(0, equals));
    if (flag === undefined || flag.refused !== undefined) return undefined;
    const takesNext = equals < 0 && flag.flags.endsWith('>');
    const value = takesNext ? words[++index] : equals < 0 ? undefined : word.slice(equals + 1);
    if (!give(flags, flag, value)) return undefined;
  }
  return fits(operands, found.length, allowsExcess === true) ? { words: found, flags } : undefined;
}

/** Sets a flag to what was given; false for what it does not take. */
function give(flags: Values, flag: Flag, value: string | undefined): boolean {
  const name = attributeOf(flag);
  if (flag.flags.endsWith(']')) flags[name] = value ?? '';
  else if (!flag.flags.endsWith('>')) return giveSwitch(flags, flag, value);
  else if (value === undefined || flag.choices?.includes(value) === false) return false;
  else if (flag.collect === undefined) flags[name] = value;
  else flags[name] = [...((flags[name] ?? []) as readonly string[]), ...flag.collect(value)];
  return true;
}

function giveSwitch(flags: Values, flag: Flag, value: string | undefined): boolean {
  if (value === undefined || TRUE.test(value)) flags[attributeOf(flag)] = !isNegated(flag);
  else return FALSE.test(value);
  return true;
}

function initialValues(definitions: readonly Flag[]): Values {
  const values: Values = {};
  for (const flag of definitions) {
    if (isNegated(flag)) values[attributeOf(flag)] = true;
    else if (flag.initial !== undefined) values[attributeOf(flag)] = flag.initial;
  }
  return values;
}

/** `-f` and `--values` of `-f, --values <files>`. */
function namesOf({ flags }: Flag): string[] {
  return flags.split(', ').map((part) => part.split(' ', 1)[0]!);
}

/** `kubeVersion` of `--kube-version <version>`, `hooks` of `--no-hooks`. */
function attributeOf(flag: Flag): string {
  const long = namesOf(flag)
    .at(-1)!
    .slice(isNegated(flag) ? '--no-'.length : '--'.length);
  return long.replace(CAMEL, (_, letter: string) => letter.toUpperCase());
}

function isNegated({ flags }: Flag): boolean {
  return flags.startsWith('--no-');
}

function fits(operands: CommandDefinition['operands'], count: number, allowsExcess: boolean): boolean {
  const least = operands.filter(({ name }) => name.startsWith('<')).length;
  const isOpen = allowsExcess || operands.some(({ name }) => name.includes('...'));
  return count >= least && (isOpen || count <= operands.length);
}

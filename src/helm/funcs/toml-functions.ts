import { LimitError } from '../../gotemplate/budget.ts';
import { define, GoError, type FunctionTable } from '../../gotemplate/function.ts';
import type { Value } from '../../gotemplate/value.ts';
import type { FunctionContext } from '../environment.ts';
import { readToml } from './read-toml.ts';
import { loadZone, UTC } from './time-zone.ts';
import { writeToml, type TomlOptions } from './write-toml.ts';

/** The functions that write and read TOML. */
export function tomlFunctions({ budget, environment, profile }: FunctionContext): FunctionTable {
  const options = (): TomlOptions => ({ exponents: profile.major >= 4, spend: budget.meter() });
  const mustToToml = define(['interface {}'], (value) => writeToml(value, options()));
  return {
    toToml: define(['interface {}'], (value) => quietToToml(value, options())),
    ...(profile.major >= 4 ? { mustToToml } : {}),
    fromToml: define(['string'], (text) => {
      budget.spendText(text.length);
      const local = loadZone(environment.timeZone) ?? UTC;
      const { offset } = local.at(Number(environment.now() / 1_000_000_000n));
      return orError(() => readToml(text, local, offset));
    }),
  };
}

/** The text, or what is wrong with the value. Null is a panic, which nothing quiets. */
function quietToToml(value: Value, options: TomlOptions): string {
  if (value === null) return writeToml(value, options);
  try {
    return writeToml(value, options);
  } catch (error) {
    if (error instanceof GoError) return error.message;
    throw error;
  }
}

function orError(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof LimitError || !(error instanceof GoError)) throw error;
    return new Map<string, Value>([['Error', error.message]]);
  }
}

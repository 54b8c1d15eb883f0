import type { Command, Option } from 'commander';

const TRUE = /^(1|t|T|true|TRUE|True)$/;
const FALSE = /^(0|f|F|false|FALSE|False)$/;

/**
 * Rewrites the forms that Helm's flag parser takes and Commander does not: `--include-crds=true`, `--include-crds=false` (as if
 * not given) and `-f=values.yaml`. A flag whose value is optional takes it only behind `=`. Values of flags and everything
 * after `--` stay as they are.
 */
export function normalizeArguments(command: Command, words: readonly string[]): string[] {
  const options = new Map<string, Option>();
  for (const option of command.options) {
    if (option.long !== undefined) options.set(option.long, option);
    if (option.short !== undefined) options.set(option.short, option);
  }
  const result: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    if (word === '--') return [...result, ...words.slice(index)];
    const option = options.get(word);
    if (option === undefined) result.push(...rewrite(word, options));
    else result.push(option.optional ? `${word}=` : word);
    if (option?.required && index + 1 < words.length) result.push(words[++index]!);
  }
  return result;
}

function rewrite(word: string, options: ReadonlyMap<string, Option>): string[] {
  const equals = word.indexOf('=');
  const option = equals < 0 ? undefined : options.get(word.slice(0, equals));
  if (option === undefined) return [word];
  const value = word.slice(equals + 1);
  if (option.required) return [word.slice(0, equals), value];
  if (option.optional) return [word];
  if (TRUE.test(value)) return [word.slice(0, equals)];
  return FALSE.test(value) ? [] : [word];
}

import { InfraError } from '../lib/error.ts';

export interface NameAndChart {
  readonly chart: string;
  /** undefined where the user gave none */
  readonly name?: string;
}

/** Splits the arguments of `template [name] <chart>`, with Helm's rules for what excludes what. Throws InfraError USAGE. */
export function nameAndChart(
  words: readonly string[],
  flags: { readonly generateName?: boolean | undefined; readonly nameTemplate?: string | undefined },
): NameAndChart {
  const [first, second, ...rest] = words;
  if (first === undefined)
    throw new InfraError('USAGE', 'a chart is required', { hint: 'infra template ./chart.tgz' });
  if (rest.length > 0) {
    throw new InfraError('USAGE', `expected at most two arguments, unexpected arguments: ${rest.join(', ')}`);
  }
  if (second === undefined) return { chart: first };
  if (flags.generateName) throw new InfraError('USAGE', 'cannot set --generate-name and also specify a name');
  if (flags.nameTemplate) throw new InfraError('USAGE', 'cannot set --name-template and also specify a name');
  return { chart: second, name: first };
}

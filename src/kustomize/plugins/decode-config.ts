import type { Plain } from '../../k8s/plain.ts';
import { UnprintableNode, plainOf } from '../../k8s/node-to-plain.ts';
import { goFloat } from '../../k8s/yaml/go-float.ts';
import { InfraError } from '../../lib/error.ts';
import { printId } from '../resource-id.ts';
import type { Resource } from '../resource.ts';
import { DecodeProblem, object, text, type Decoder, type ObjectOf } from '../strict-decoding.ts';

/**
 * The fields of a plugin's configuration. Other fields are passed over, unlike in a kustomization file. Throws InfraError for
 * a field of a wrong type.
 */
export function decodeConfig<F extends Readonly<Record<string, Decoder<unknown>>>>(
  config: Resource,
  fields: F,
): ObjectOf<F> {
  try {
    const decoder = someFields(fields);
    return decoder.decode(plainOf(config.root), decoder.zero, []);
  } catch (error) {
    if (error instanceof DecodeProblem) throw configError(config, problemText(error), undefined, error.path);
    if (error instanceof UnprintableNode) throw configError(config, error.message, undefined, error.path);
    throw error;
  }
}

/** An object of which only these fields matter. */
export function someFields<F extends Readonly<Record<string, Decoder<unknown>>>>(
  fields: F,
): Decoder<ObjectOf<F>> {
  return object(fields, 'passed over');
}

/** A text, or a number or boolean that is taken for one, as Kustomize does it in fields that a plugin does not share. */
export const anyText: Decoder<string> = {
  zero: '',
  decode(data, before, path) {
    if (typeof data === 'number') return numberText(data);
    return text.decode(
      typeof data === 'bigint' || typeof data === 'boolean' ? String(data) : data,
      before,
      path,
    );
  },
};

/** Integers of up to 64 bits in full, whatever way they were written. */
function numberText(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 2 ** 64 ? BigInt(value).toString() : goFloat(value, 32);
}

/** What is wrong with the configuration of a plugin, and where in it. */
export class ConfigProblem extends InfraError {
  readonly path: readonly (string | number)[];

  constructor(message: string, hint: string | undefined, path: readonly (string | number)[]) {
    super('PLUGIN', message, hint === undefined ? {} : { hint });
    this.path = path;
  }
}

/** What to throw for a configuration that cannot be used. */
export function configError(
  { id }: Resource,
  problem: string,
  hint?: string,
  path: readonly (string | number)[] = [],
): ConfigProblem {
  return new ConfigProblem(`${printId(id)}: ${problem}`, hint, path);
}

function problemText({ path, wanted, found }: DecodeProblem): string {
  const place = path.length === 0 ? 'the configuration' : printPath(path);
  return `${place} must be ${typeof wanted === 'string' ? wanted : 'a mapping'}, not ${describe(found)}`;
}

function printPath([first = '', ...rest]: readonly (string | number)[]): string {
  return `${first}${rest.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('')}`;
}

function describe(found: Plain): string {
  if (found instanceof Map) return 'a mapping';
  if (Array.isArray(found)) return 'a list';
  return typeof found === 'string' ? `the text ${JSON.stringify(found)}` : String(found);
}

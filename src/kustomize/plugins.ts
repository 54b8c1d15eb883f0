import { nodeAt } from '../k8s/node.ts';
import { InfraError, type Location } from '../lib/error.ts';
import { pluginOrigin } from './build-metadata.ts';
import { resourceLocation } from './location.ts';
import { placeLocation } from './place.ts';
import { ConfigProblem, configError } from './plugins/decode-config.ts';
import { GENERATOR_KINDS } from './plugins/generator-kinds.ts';
import { TRANSFORMER_KINDS } from './plugins/transformer-kinds.ts';
import { printId } from './resource-id.ts';
import type { Resource } from './resource.ts';
import type { Generator, StepContext, Transformer } from './transform.ts';

const BUILT_IN = 'builtin';
const FUNCTION = ['metadata', 'annotations', 'config.kubernetes.io/function'];

/** The generators that the entries of `generators` configure. Throws for what is not built in, and for a transformer. */
export function pluginGenerators(configs: readonly Resource[], context: StepContext): Generator[] {
  return configs.map((config) => {
    const make = kindOf(config, GENERATOR_KINDS, TRANSFORMER_KINDS, 'generator');
    const { kind, generate } = atConfig(config, context, () => make(config));
    return {
      kind,
      ...originOf(config),
      generate: (stepContext) => atConfigLater(config, stepContext, () => generate(stepContext)),
    };
  });
}

/** The transformers that the entries of `transformers` or `validators` configure. Throws for what is not built in, and for a generator. */
export function pluginTransformers(configs: readonly Resource[], context: StepContext): Transformer[] {
  return configs.map((config) => {
    const make = kindOf(config, TRANSFORMER_KINDS, GENERATOR_KINDS, 'transformer');
    const { kind, transform } = atConfig(config, context, () => make(config, context));
    return {
      kind,
      ...originOf(config),
      transform: (set, stepContext) => atConfigLater(config, stepContext, () => transform(set, stepContext)),
    };
  });
}

function originOf(config: Resource): { origin?: string } {
  const origin = pluginOrigin(config);
  return origin === undefined ? {} : { origin };
}

function kindOf<Make>(
  config: Resource,
  kinds: Readonly<Record<string, Make>>,
  others: Readonly<Record<string, unknown>>,
  role: string,
): Make {
  const { id, place } = config;
  if (id.group !== '' || id.version !== BUILT_IN) throw external(config);
  if (Object.hasOwn(kinds, id.kind)) return kinds[id.kind]!;
  const { code, message, hint } = Object.hasOwn(others, id.kind)
    ? configError(config, `it is no ${role}`)
    : configError(config, `there is no built-in ${role} of this kind`, hintOf(kinds));
  throw new InfraError(code, message, {
    location: placeLocation(place),
    ...(hint === undefined ? {} : { hint }),
  });
}

function hintOf(kinds: Readonly<Record<string, unknown>>): string {
  return `known are ${Object.keys(kinds).join(', ')}`;
}

function external(config: Resource): InfraError {
  const isFunction = nodeAt(config.root, FUNCTION) !== undefined;
  const what = isFunction ? 'a function in a container or program of its own' : 'an external plugin';
  return new InfraError('PLUGIN', `${printId(config.id)} is ${what}, which is not run here`, {
    location: placeLocation(config.place),
    hint: 'built-in plugins have apiVersion: builtin; to run others, use --engine kustomize',
  });
}

function atConfig<T>(config: Resource, context: StepContext, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw placed(error, config, context);
  }
}

async function atConfigLater<T>(
  config: Resource,
  context: StepContext,
  run: () => T | Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw placed(error, config, context);
  }
}

/** An error with its place in the configuration, if it has none but in the kustomization file, which knows nothing of the step. */
function placed(error: unknown, config: Resource, context: StepContext): unknown {
  if (!(error instanceof InfraError)) return error;
  if (error.location !== undefined && error.location.file !== context.file) return error;
  const { code, message, hint } = error;
  const location = locationIn(config, context, error instanceof ConfigProblem ? error.path : []);
  return new InfraError(code, message, { location, cause: error, ...(hint === undefined ? {} : { hint }) });
}

function locationIn(config: Resource, context: StepContext, path: ConfigProblem['path']): Location {
  return path.length === 0 ? placeLocation(config.place) : resourceLocation(context, config, path);
}

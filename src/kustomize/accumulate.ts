import { InfraError } from '../lib/error.ts';
import { appendPath, noteOrigin, noteTransformation, originOfStep, printOrigin } from './build-metadata.ts';
import { builtOnce } from './built-once.ts';
import { absorb } from './generators/absorb.ts';
import type { Loader } from './loader.ts';
import { setOpenApi } from './open-api.ts';
import { pluginGenerators, pluginTransformers } from './plugins.ts';
import { parseInline } from './parse-inline.ts';
import { readConfigurations } from './read-configurations.ts';
import { readCrds } from './read-crds.ts';
import { ResourceSet } from './resource-set.ts';
import type { Resource } from './resource.ts';
import { enterEntry, readResourceEntry } from './resources.ts';
import { builtInGenerators, builtInTransformers } from './steps.ts';
import { childTarget, contextOf, type Target } from './target.ts';
import type { Transformer } from './transform.ts';
import { EMPTY_CONFIG, mergeConfig, type TransformerConfig } from './transformer-config.ts';
import { validate } from './validate.ts';
import { mergeVars, noteVarTargets, type Vars } from './vars.ts';

/** What the kustomizations read so far come to: resources, and what the last steps at the top will need. */
export interface Accumulation {
  readonly set: ResourceSet;
  config: TransformerConfig | undefined;
  vars: Vars;
}

/** An accumulation of nothing. */
export function emptyAccumulation(): Accumulation {
  return { set: new ResourceSet(), config: undefined, vars: new Map() };
}

/**
 * Builds a kustomization, but for the steps that come once at the top, into an accumulation: an empty one, or for a Component
 * that of the kustomization which lists it.
 */
export async function accumulateTarget(target: Target, into: Accumulation): Promise<void> {
  const { kustomization, loader } = target;
  await addResources(target, into, kustomization.resources);
  addConfig(into, readConfigurations(loader, kustomization.configurations));
  if (kustomization.crds.length > 0) addConfig(into, readCrds(loader, kustomization.crds));
  await runGenerators(target, into);
  for (const entry of kustomization.components) await addComponent(target, into, entry);
  loader.session.observe?.(loader.root, into.set);
  await runTransformers(target, into);
  await runValidators(target, into);
  noteVarTargets(into.set, kustomization.vars);
  into.vars = mergeVars(into.vars, kustomization.vars);
}

function addConfig(into: Accumulation, config: TransformerConfig): void {
  into.config = mergeConfig(into.config ?? EMPTY_CONFIG, config);
}

function configOf({ config }: Accumulation): TransformerConfig {
  if (config === undefined) throw new InfraError('INTERNAL', 'field specs are used before they are read');
  return config;
}

/** Reads entries of `resources` in their order; each is a file, or a directory that is built in full. */
async function addResources(target: Target, into: Accumulation, entries: readonly string[]): Promise<void> {
  for (const entry of entries) {
    const found = await readResourceEntry(target.loader, entry);
    if (found.kind === 'resources') {
      if (target.origin !== undefined) {
        noteOrigin(found.resources, printOrigin(appendPath(target.origin, entry)));
      }
      into.set.appendAll(found.resources);
    } else await addDirectory(target, into, found.loader, entry);
  }
}

async function addDirectory(
  target: Target,
  into: Accumulation,
  loader: Loader,
  entry: string,
): Promise<void> {
  const built = await builtOnce(target, loader, () => buildDirectory(target, loader, entry));
  into.set.appendAll(built.set.resources);
  if (built.config !== undefined) addConfig(into, built.config);
  into.vars = mergeVars(into.vars, built.vars.values());
}

async function buildDirectory(parent: Target, loader: Loader, entry: string): Promise<Accumulation> {
  const child = childTarget(parent, loader, entry);
  setOpenApi(child, false);
  if (child.kustomization.kind === 'Component') {
    throw new InfraError('KUSTOMIZATION', `${entry} is a Component, which resources cannot list`, {
      location: { file: child.file },
      hint: 'list it under components instead',
    });
  }
  const into = emptyAccumulation();
  await accumulateTarget(child, into);
  return into;
}

/** A Component works on all that its parent has so far. */
async function addComponent(target: Target, into: Accumulation, entry: string): Promise<void> {
  const loader = await enterEntry(target.loader, entry);
  const child = childTarget(target, loader, entry);
  setOpenApi(child, false);
  if (child.kustomization.kind !== 'Component') {
    throw new InfraError('KUSTOMIZATION', `${entry} is no Component but a ${child.kustomization.kind}`, {
      location: { file: child.file },
      hint: 'list it under resources instead, or give it kind: Component',
    });
  }
  await accumulateTarget(child, into);
}

async function runGenerators(target: Target, into: Accumulation): Promise<void> {
  const { kustomization, helmNamespace, origin, file } = target;
  const context = contextOf(target, configOf(into));
  const configs = await pluginConfigs(target, kustomization.generators);
  const generators = [
    ...builtInGenerators(kustomization, helmNamespace),
    ...pluginGenerators(configs, context),
  ];
  for (const generator of generators) {
    const resources = await generator.generate(context);
    if (origin !== undefined) {
      noteOrigin(resources, generator.origin ?? originOfStep(origin, file, generator.kind));
    }
    absorb(into.set, resources);
  }
}

async function runTransformers(target: Target, into: Accumulation): Promise<void> {
  const { kustomization } = target;
  const config = configOf(into);
  const configs = await pluginConfigs(target, kustomization.transformers);
  const transformers = [
    ...builtInTransformers(kustomization, config),
    ...pluginTransformers(configs, contextOf(target, config)),
  ];
  for (const transformer of transformers) await runTransformer(target, into, transformer);
}

async function runTransformer(target: Target, into: Accumulation, transformer: Transformer): Promise<void> {
  const { origin, file } = target;
  await transformer.transform(into.set, contextOf(target, configOf(into)));
  if (origin !== undefined) {
    noteTransformation(
      into.set.resources,
      transformer.origin ?? originOfStep(origin, file, transformer.kind),
    );
  }
  into.set.filter((resource) => !resource.isDeleted);
}

async function runValidators(target: Target, into: Accumulation): Promise<void> {
  const { kustomization } = target;
  if (kustomization.validators.length === 0) return;
  const context = contextOf(target, configOf(into));
  const configs = await pluginConfigs(target, kustomization.validators);
  for (const validator of pluginTransformers(configs, context)) {
    await validate(validator, into.set, context);
  }
}

/** The configurations of plugins: each entry is the text of some, or else a file or a directory with some. */
async function pluginConfigs(target: Target, entries: readonly string[]): Promise<readonly Resource[]> {
  if (entries.length === 0) return [];
  const into = emptyAccumulation();
  const paths: string[] = [];
  for (const entry of entries) {
    const inline = parseInline(entry, target.file);
    if (inline === undefined) paths.push(entry);
    else {
      if (target.origin !== undefined)
        noteOrigin(inline, printOrigin(appendPath(target.origin, baseName(target.file))));
      into.set.appendAll(inline);
    }
  }
  await addResources(target, into, paths);
  return into.set.resources;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

import type { Schema } from '../k8s/schema-node.ts';
import type { Accumulation } from './accumulate.ts';
import type { Loader } from './loader.ts';
import type { Target } from './target.ts';

/** A base that was built in this run, and under which schema. */
interface Built {
  readonly accumulation: Accumulation;
  readonly schema: Schema;
  readonly warnings: readonly string[];
  readonly lookups: readonly string[];
}

/**
 * What a directory comes to, built the first time it is asked for in a run and copied from then on (documents are shared).
 * Not where origins are recorded, which depend on the way to it, or where it sets a schema.
 */
export async function builtOnce(
  parent: Target,
  loader: Loader,
  build: () => Promise<Accumulation>,
): Promise<Accumulation> {
  if (parent.origin !== undefined) return await build();
  const { session } = loader;
  const { namespace } = parent.kustomization;
  const key = `built ${loader.root} ${namespace === '' ? parent.helmNamespace : namespace}`;
  const known = session.memory.get(key) as Built | undefined;
  if (known?.schema === session.schema) {
    known.warnings.forEach(session.warn);
    for (const path of known.lookups) session.lookups.push(path);
    return copyOf(known.accumulation);
  }
  const { schema } = session;
  const [warned, looked] = [session.warnings.length, session.lookups.length];
  const accumulation = await build();
  if (session.schema === schema) {
    const built: Built = {
      accumulation: copyOf(accumulation),
      schema,
      warnings: session.warnings.slice(warned),
      lookups: session.lookups.slice(looked),
    };
    session.memory.set(key, built);
  }
  return accumulation;
}

function copyOf({ set, config, vars }: Accumulation): Accumulation {
  return { set: set.copy(), config, vars };
}

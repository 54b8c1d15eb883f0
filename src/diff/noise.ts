import { textOf } from '../k8s/node.ts';
import type { ResourceChange } from './diff-resources.ts';
import type { FieldChange } from './field-change.ts';

/** What a change is that says little by itself. Values are undefined where they differ from one resource to the next. */
export interface Noise {
  readonly what: 'version label' | 'checksum' | 'image' | 'reference' | 'namespace';
  /** The label, or what is referred to. */
  readonly subject: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What must be known of all changes to tell what is noise. */
export interface NoiseContext {
  /** The new name of each resource with a hash at its end, by its old one. */
  readonly renamed: ReadonlyMap<string, { readonly kind: string; readonly name: string }>;
  /** Whether `app.kubernetes.io/version` changed in the same way wherever it did. */
  readonly versionMovesAlong: boolean;
  /** The new namespaces of resources that are in another one now, by the old ones. */
  readonly moved: ReadonlyMap<string, ReadonlySet<string>>;
}

const CHART_LABELS = ['helm.sh/chart', 'chart'];
const VERSION_LABEL = 'app.kubernetes.io/version';
const CHECKSUM = /^checksum\//;

export function noiseContext(changes: readonly ResourceChange[]): NoiseContext {
  const renamed = new Map<string, { kind: string; name: string }>();
  const versions = new Set<string>();
  const moved = new Map<string, Set<string>>();
  for (const { name, formerName, fields } of changes) {
    const isRenamed = formerName !== undefined && formerName.name !== name.name;
    if (isRenamed) renamed.set(formerName.name, { kind: name.kind, name: name.name });
    if (formerName !== undefined && formerName.namespace !== name.namespace) {
      const known = moved.get(formerName.namespace) ?? new Set();
      moved.set(formerName.namespace, known.add(name.namespace));
    }
    for (const field of fields) {
      if (labelOf(field) === VERSION_LABEL)
        versions.add(JSON.stringify([textOf(field.before), textOf(field.after)]));
    }
  }
  return { renamed, moved, versionMovesAlong: versions.size === 1 };
}

/** The label that a field is, if it is one. */
function labelOf({ path }: FieldChange): string | undefined {
  const label = path.at(-1);
  return path.at(-2) === 'labels' && typeof label === 'string' ? label : undefined;
}

/** What noise a change is; undefined for one that says something. */
export function noiseOf(field: FieldChange, context: NoiseContext): Noise | undefined {
  if (field.change !== 'changed') return undefined;
  const [before, after] = [textOf(field.before), textOf(field.after)];
  const last = field.path.at(-1);
  if (before === undefined || after === undefined || typeof last !== 'string') return undefined;
  const label = labelOf(field);
  if (label !== undefined && isVersionLabel(label, context)) {
    return { what: 'version label', subject: label, before, after };
  }
  if (field.path.at(-2) === 'annotations' && CHECKSUM.test(last)) {
    return { what: 'checksum', subject: '', before: undefined, after: undefined };
  }
  const renamed = context.renamed.get(before);
  if (renamed?.name === after) return { what: 'reference', subject: renamed.kind, before, after };
  if (last === 'namespace' && context.moved.get(before)?.has(after) === true) {
    return { what: 'namespace', subject: '', before, after };
  }
  return last === 'image' ? { what: 'image', subject: '', before, after } : undefined;
}

function isVersionLabel(label: string, { versionMovesAlong }: NoiseContext): boolean {
  return CHART_LABELS.includes(label) || (label === VERSION_LABEL && versionMovesAlong);
}

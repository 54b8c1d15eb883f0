import {
  isMapping,
  isNull,
  isScalar,
  isSequence,
  withElement,
  withField,
  Scalar,
  type Mapping,
  type Node,
} from '../../k8s/node.ts';
import { settleLinks } from '../../k8s/linked-values.ts';
import type { StyledNode } from '../../k8s/styled/styled-node.ts';
import { splitDocuments } from '../../k8s/yaml/split-documents.ts';
import { InfraError, type Location } from '../../lib/error.ts';
import { fromBytes } from '../../lib/utf8.ts';
import { editFieldPath, type NodeKind } from '../edit-field-path.ts';
import { editStructuredText } from '../edit-structured-text.ts';
import { FieldProblem } from '../field-problem.ts';
import type {
  FieldOptions,
  ReplacementEntry,
  ReplacementSource,
  ReplacementTarget,
} from '../kustomization.ts';
import { LiveValue } from '../live-value.ts';
import { placedValue, refinedValue, withText } from '../place-value.ts';
import { readReplacements, type PlacedReplacement } from '../read-replacements.ts';
import { idsOf, isSourceId } from '../replacement-ids.ts';
import { lookUp, splitFieldPath, type Steps } from '../replacement-path.ts';
import { targetTest } from '../replacement-targets.ts';
import { printId } from '../resource-id.ts';
import type { ResourceSet } from '../resource-set.ts';
import type { Resource } from '../resource.ts';
import type { StepContext, Transformer } from '../transform.ts';
import { writtenLooks } from '../written-looks.ts';
import { writtenQuotes, type WrittenQuotes } from '../written-quotes.ts';

const DEFAULT_PATH = 'metadata.name';

export interface ReplacementOptions {
  readonly replacements: readonly ReplacementEntry[];
}

/**
 * Copies values from fields of resources, or fixed ones, into fields of others, one replacement after the other.
 *
 * @param at the path of the list in the file that configures it, for messages
 */
export function replacementTransformer(
  { replacements }: ReplacementOptions,
  at: readonly (string | number)[],
): Transformer {
  return {
    kind: 'ReplacementTransformer',
    transform(set, context) {
      for (const replacement of readReplacements(replacements, at, context))
        replace(set, replacement, context);
      set.idsChanged();
    },
  };
}

function replace(set: ResourceSet, replacement: PlacedReplacement, context: StepContext): void {
  const { source, sourceValue, targets, location } = replacement;
  if ((source === undefined && sourceValue === undefined) || targets === undefined) {
    throw new InfraError(
      'KUSTOMIZATION',
      'a replacement needs a source (or a sourceValue) and at least one target',
      {
        location: location(),
      },
    );
  }
  const value = sourceValueOf(set, replacement);
  targets.forEach((target, index) => {
    if (target?.select === undefined) {
      throw new InfraError('KUSTOMIZATION', 'a target of a replacement must say what it selects', {
        location: location('targets', index),
        hint: 'add select; an empty one, {}, selects everything',
      });
    }
    const place = (): Location => location('targets', index);
    const isTarget = targetTest(target.select, target.reject, place);
    const found = set.resources.filter(isTarget);
    if (found.length === 0) noteUnused(context, place());
    const write = fieldWriter(target, value, context, place);
    found.forEach(write);
  });
}

function noteUnused({ session }: StepContext, location: Location): void {
  session.addFinding({
    code: 'REPLACEMENT_MATCHES_NOTHING',
    severity: 'warning',
    message: 'a target of a replacement selects no resource',
    location,
  });
}

function sourceValueOf(set: ResourceSet, { source, sourceValue, location }: PlacedReplacement): LiveValue {
  if (source === undefined) return new LiveValue(new Scalar('', sourceValue ?? ''));
  if (sourceValue !== undefined) {
    throw new InfraError('KUSTOMIZATION', 'a replacement cannot have both a source and a sourceValue', {
      location: location(),
    });
  }
  const resource = sourceOf(set, source, () => location('source'));
  const path = source.fieldPath === '' ? DEFAULT_PATH : source.fieldPath;
  try {
    const parts = splitFieldPath(path);
    const found = lookUp(documentFor(resource, parts), parts);
    if (found === undefined || isEmpty(found.node)) throw new FieldProblem('there is nothing at this path');
    const refined = refinedValue(found.node, source.options);
    const isPiece = source.options !== undefined && source.options.delimiter !== '';
    return isPiece ? new LiveValue(refined) : new LiveValue(refined, resource, found.steps);
  } catch (error) {
    if (!(error instanceof FieldProblem)) throw error;
    throw new InfraError(
      'REFERENCE',
      `no value at ${path} of ${printId(resource.id)}, the source of a replacement: ${error.problem}`,
      {
        location: location('source'),
        cause: error,
      },
    );
  }
}

/** The document that a path is followed in: with what Kustomize keeps in annotations where it leads to all of them. */
function documentFor(resource: Resource, parts: readonly string[]): Mapping {
  return reachesBookkeeping(parts) ? resource.annotatedRoot : resource.root;
}

function reachesBookkeeping([first, second, third]: readonly string[]): boolean {
  return first === 'metadata' && (second === undefined || (second === 'annotations' && third === undefined));
}

function isEmpty(node: Node): boolean {
  return isNull(node) || (isMapping(node) && node.size === 0) || (isSequence(node) && node.length === 0);
}

function sourceOf(set: ResourceSet, source: ReplacementSource, location: () => Location): Resource {
  const found = set.resources.filter((resource) => idsOf(resource).some((id) => isSourceId(id, source)));
  const [resource] = found;
  if (resource !== undefined && found.length === 1) return resource;
  const told = printId(source);
  if (resource === undefined) {
    throw new InfraError('REFERENCE', `no resource is ${told}, the source of a replacement`, {
      location: location(),
    });
  }
  const names = found.slice(0, 5).map(({ id }) => printId(id));
  throw new InfraError(
    'REFERENCE',
    `${found.length} resources are ${told}, the source of a replacement: ${names.join(', ')}`,
    {
      location: location(),
      hint: 'say more of the one that is meant: its name, namespace, group or version',
    },
  );
}

function fieldWriter(
  { fieldPaths, options }: ReplacementTarget,
  value: LiveValue,
  context: StepContext,
  location: () => Location,
): (resource: Resource) => void {
  const paths = (fieldPaths.length === 0 ? [DEFAULT_PATH] : fieldPaths).map((path) => ({
    path,
    parts: splitFieldPath(path),
  }));
  return (resource) => {
    for (const { path, parts } of paths) {
      try {
        writeField(resource, parts, value, options, context);
      } catch (error) {
        if (!(error instanceof FieldProblem)) throw error;
        throw new InfraError(
          'REFERENCE',
          `${path} of ${printId(resource.id)}, the target of a replacement: ${error.problem}`,
          {
            location: location(),
            ...(options?.create === true ? {} : { hint: 'options.create makes fields that are not there' }),
            cause: error,
          },
        );
      }
    }
  };
}

function writeField(
  resource: Resource,
  parts: readonly string[],
  value: LiveValue,
  options: FieldOptions | undefined,
  context: StepContext,
): void {
  const create = options?.create === true ? kindOf(value.node) : undefined;
  const before = documentFor(resource, parts);
  const structured = editStructuredText(before, parts, {
    value: value.node,
    create,
    looks: () => looksOf(value, context),
  });
  if (structured !== undefined) {
    const { steps, text } = structured;
    setDocument(resource, parts, replaceText(before, steps, text), value);
    return;
  }
  const { node, count } = editFieldPath(before, parts, {
    create,
    quotes: (text, steps) => quotesIn(resource, context)(text, steps),
    set(target, steps) {
      // What is made for the value in its own source is in the value then.
      if (steps !== undefined && create !== undefined) value.noteChange(resource, steps, target);
      const placed = placedValue(target, value.node, options);
      if (steps !== undefined) value.noteChange(resource, steps, placed);
      return placed;
    },
  });
  if (count === 0) throw new FieldProblem('there is no such field');
  if (!isMapping(node)) throw new FieldProblem('a resource cannot be replaced as a whole');
  setDocument(resource, parts, node, value);
}

/** The quotes in the document that a resource was read from. */
function quotesIn(resource: Resource, context: StepContext): WrittenQuotes {
  const { file, document } = resource.place;
  const { memory } = context.session;
  const key = `quotes ${document} ${file}`;
  const known = memory.get(key) as WrittenQuotes | undefined;
  if (known !== undefined) return known;
  const quotes = writtenQuotes(() => writtenText(resource, context));
  memory.set(key, quotes);
  return quotes;
}

/** The document that a resource was read from; empty for what no file holds. */
function writtenText({ place }: Resource, { session }: StepContext): string {
  if (place.line === undefined) return '';
  return splitDocuments(fromBytes(session.tree.read(place.file)))[place.document]?.text ?? '';
}

function looksOf({ node, origin }: LiveValue, context: StepContext): StyledNode | undefined {
  if (isScalar(node) || origin === undefined) return undefined;
  return writtenLooks(writtenText(origin.resource, context), origin.steps, node);
}

function setDocument(
  resource: Resource,
  parts: readonly string[],
  document: Mapping,
  value: LiveValue,
): void {
  const settled = settleLinks(documentFor(resource, parts), document);
  if (reachesBookkeeping(parts)) resource.takeAnnotatedRoot(settled);
  else resource.root = settled;
  value.noteRoot(resource);
}

function kindOf(node: Node): NodeKind {
  if (isMapping(node)) return 'mapping';
  return isSequence(node) ? 'sequence' : 'scalar';
}

/** The mapping with another text for the scalar at the end of the steps. */
function replaceText(root: Mapping, steps: Steps, text: string): Mapping {
  return replaceAt(root, steps, text) as Mapping;
}

function replaceAt(node: Node, steps: Steps, text: string): Node {
  const [step, ...rest] = steps;
  if (step === undefined) return withText(node as string | Scalar, text);
  if (typeof step === 'number')
    return isSequence(node) ? withElement(node, step, replaceAt(node[step]!, rest, text)) : node;
  return isMapping(node) ? withField(node, step, replaceAt(node.get(step)!, rest, text)) : node;
}

import type { RenderedDocuments } from '../../src/unpack/split.ts';
import { makeBase, type Base, type BaseInput } from '../../src/unpack/base.ts';
import { DEFAULT_POLICIES, type Policies } from '../../src/unpack/policies.ts';

/** A render of documents, each from a template of its own; those with events are hooks. */
export function rendered(
  contents: readonly (string | readonly [events: string, content: string])[],
  crds: readonly string[] = [],
): RenderedDocuments {
  const documents = contents.map((each, index) => {
    const [events, content] = typeof each === 'string' ? ['', each] : each;
    const path = `web/templates/${index}.yaml`;
    return { path, kind: '', name: '', content, data: null, events: events === '' ? [] : events.split(',') };
  });
  return {
    manifests: documents.filter(({ events }) => events.length === 0),
    hooks: documents.filter(({ events }) => events.length > 0),
    crds: crds.map((text, index) => ({
      filename: `web/crds/${index}.yaml`,
      name: `crds/${index}.yaml`,
      text,
      data: new Uint8Array(),
    })),
  };
}

/** A base in the namespace `ns` with some policies that are not the default. */
export function baseOf(
  documents: RenderedDocuments,
  policies: Partial<Policies> = {},
  more: Partial<BaseInput> = {},
): Base {
  return makeBase({
    rendered: documents,
    namespace: 'ns',
    policies: { ...DEFAULT_POLICIES, ...policies },
    ...more,
  });
}

/** The resources of a base, without its kustomization. */
export function filesOf({ files }: Base): Record<string, string> {
  const { 'kustomization.yaml': _kustomization, ...rest } = Object.fromEntries(files);
  return rest;
}

/** The text of the only resource. */
export function onlyFile(base: Base): string {
  const [text, ...others] = Object.values(filesOf(base));
  if (text === undefined || others.length > 0) throw new Error('not one resource');
  return text;
}

export function object(kind: string, name: string, more = ''): string {
  return `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n${more}`;
}

/** A CRD of a kind. */
export function definition(kind: string, group: string, scope: string): string {
  const plural = `${kind.toLowerCase()}s`;
  return `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: ${plural}.${group}
spec:
  group: ${group}
  scope: ${scope}
  names: {kind: ${kind}, plural: ${plural}}
`;
}

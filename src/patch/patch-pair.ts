import type { Mapping, Node } from '../k8s/node.ts';

/** One operation of a JSON patch that this program makes. */
export interface PatchOperation {
  readonly op: 'test' | 'add' | 'replace' | 'remove';
  /** JSON pointer */
  readonly path: string;
  /** what a test expects, or what is set; none for remove */
  readonly value?: Node;
}

/** The patches of one resource in one kustomization: first the strategic merge, then the operations. */
export interface PatchPair {
  /** with its header: apiVersion, kind, metadata.name, and metadata.namespace where the resource has one */
  readonly strategic: Mapping | undefined;
  readonly operations: readonly PatchOperation[];
}

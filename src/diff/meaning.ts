import type { Mapping } from '../k8s/node.ts';
import type { FieldChange } from './field-change.ts';
import type { ResourceName } from './resource-name.ts';

/** How much a change asks for: nothing, a look, or a second thought. */
export type Severity = 'routine' | 'notice' | 'danger';

export type MeaningCode =
  | 'PODS_RESTART'
  | 'IMMUTABLE'
  | 'PRUNE'
  | 'REPLICAS'
  | 'IMAGE'
  | 'RBAC_WIDENED'
  | 'PRIVILEGED'
  | 'PVC_SHRINK'
  | 'WEBHOOK'
  | 'SERVICE_EXPOSED'
  | 'CRD_VERSION';

/** What a change of a resource does to a cluster. Codes are stable: scripts match on them. */
export interface Meaning {
  readonly code: MeaningCode;
  readonly severity: Severity;
  /** Goes on after the name of the resource and a colon. */
  readonly sentence: string;
}

/** A resource that differs, or is on one side only. Nothing in it is secret. */
export interface DifferentResource {
  readonly change: 'added' | 'removed' | 'changed';
  /** As it is called now, or was if it is gone. */
  readonly name: ResourceName;
  /** As it was called before, if otherwise. */
  readonly formerName: ResourceName | undefined;
  readonly before: Mapping | undefined;
  readonly after: Mapping | undefined;
  /** For a resource on both sides. */
  readonly fields: readonly FieldChange[];
}

/** Finds one kind of meaning; none for a resource that it says nothing about. */
export type MeaningRule = (resource: DifferentResource) => readonly Meaning[];

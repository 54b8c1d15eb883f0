/** The fields of a kind that nobody can change once it is there. */
export interface ImmutableFields {
  readonly group: string;
  readonly kind: string;
  /** Below these no field can be changed … */
  readonly paths: readonly string[];
  /** … but these, and what is below them. */
  readonly except?: readonly string[];
  /** A value may be put where there was none, and taken away (the API server keeps it). */
  readonly onlyFromValue?: boolean;
}

/** What the API server refuses to change, as its validation has it. Paths are dotted. */
export const IMMUTABLE_FIELDS: readonly ImmutableFields[] = [
  {
    ...{ group: 'apps', kind: 'StatefulSet', paths: ['spec'] },
    except: [
      ...['spec.replicas', 'spec.template', 'spec.updateStrategy', 'spec.minReadySeconds', 'spec.ordinals'],
      ...['spec.persistentVolumeClaimRetentionPolicy', 'spec.revisionHistoryLimit'],
    ],
  },
  { group: 'apps', kind: 'Deployment', paths: ['spec.selector'] },
  { group: 'apps', kind: 'DaemonSet', paths: ['spec.selector'] },
  { group: 'apps', kind: 'ReplicaSet', paths: ['spec.selector'] },
  {
    ...{ group: 'batch', kind: 'Job' },
    paths: [
      'spec.selector',
      'spec.template',
      'spec.completionMode',
      'spec.podFailurePolicy',
      'spec.backoffLimitPerIndex',
    ],
  },
  {
    ...{ group: '', kind: 'Pod', paths: ['spec'] },
    except: [
      ...['spec.containers', 'spec.initContainers', 'spec.activeDeadlineSeconds', 'spec.tolerations'],
      ...['spec.terminationGracePeriodSeconds', 'spec.schedulingGates'],
    ],
  },
  { group: '', kind: 'Service', paths: ['spec.clusterIP', 'spec.clusterIPs'], onlyFromValue: true },
  {
    ...{ group: '', kind: 'PersistentVolumeClaim', paths: ['spec'] },
    except: ['spec.resources', 'spec.volumeAttributesClassName'],
  },
  { group: '', kind: 'Secret', paths: ['type'] },
  { group: '', kind: 'ResourceQuota', paths: ['spec.scopes', 'spec.scopeSelector'] },
  { group: 'rbac.authorization.k8s.io', kind: 'RoleBinding', paths: ['roleRef'] },
  { group: 'rbac.authorization.k8s.io', kind: 'ClusterRoleBinding', paths: ['roleRef'] },
  {
    ...{ group: 'storage.k8s.io', kind: 'StorageClass' },
    paths: ['provisioner', 'parameters', 'reclaimPolicy', 'volumeBindingMode'],
  },
  { group: 'storage.k8s.io', kind: 'VolumeAttributesClass', paths: ['driverName', 'parameters'] },
  { group: 'storage.k8s.io', kind: 'CSIDriver', paths: ['spec.attachRequired', 'spec.volumeLifecycleModes'] },
  { group: 'scheduling.k8s.io', kind: 'PriorityClass', paths: ['value', 'preemptionPolicy'] },
  { group: 'networking.k8s.io', kind: 'IngressClass', paths: ['spec.controller'] },
  { group: 'node.k8s.io', kind: 'RuntimeClass', paths: ['handler'] },
  {
    ...{ group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' },
    paths: ['spec.group', 'spec.scope', 'spec.names.kind', 'spec.names.plural'],
  },
];

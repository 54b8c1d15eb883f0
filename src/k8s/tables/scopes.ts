// Made by scripts/scope-tables.mjs from the OpenAPI documents of Kubernetes 1.33, 1.34, 1.35, 1.36.

/** The kinds that live in a namespace: a line for each group (`core` is the one without a name), then its kinds. */
export const NAMESPACED = `
apps ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet
authorization.k8s.io LocalSubjectAccessReview
autoscaling HorizontalPodAutoscaler
batch CronJob Job
certificates.k8s.io PodCertificateRequest
coordination.k8s.io Lease LeaseCandidate
core Binding ConfigMap Endpoints Event LimitRange PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount
discovery.k8s.io EndpointSlice
events.k8s.io Event
networking.k8s.io Ingress NetworkPolicy
policy PodDisruptionBudget
rbac.authorization.k8s.io Role RoleBinding
resource.k8s.io ResourceClaim ResourceClaimTemplate
scheduling.k8s.io PodGroup Workload
storage.k8s.io CSIStorageCapacity
`;

/** The kinds that live in no namespace. */
export const CLUSTER_WIDE = `
admissionregistration.k8s.io MutatingAdmissionPolicy MutatingAdmissionPolicyBinding MutatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration
apiextensions.k8s.io CustomResourceDefinition
apiregistration.k8s.io APIService
authentication.k8s.io SelfSubjectReview TokenReview
authorization.k8s.io SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview
certificates.k8s.io CertificateSigningRequest ClusterTrustBundle
core ComponentStatus Namespace Node PersistentVolume
flowcontrol.apiserver.k8s.io FlowSchema PriorityLevelConfiguration
internal.apiserver.k8s.io StorageVersion
networking.k8s.io IPAddress IngressClass ServiceCIDR
node.k8s.io RuntimeClass
rbac.authorization.k8s.io ClusterRole ClusterRoleBinding
resource.k8s.io DeviceClass DeviceTaintRule ResourcePoolStatusRequest ResourceSlice
scheduling.k8s.io PriorityClass
storage.k8s.io CSIDriver CSINode StorageClass VolumeAttachment VolumeAttributesClass
storagemigration.k8s.io StorageVersionMigration
`;

// Made by scripts/schema-tables.mjs from kyaml v0.21.1, which holds the schema of Kubernetes v1.21.2.

/**
 * What is not replaced whole by a strategic merge. A shape of mapping a line: its name, then `field=shape` for mappings and
 * `field=shape[strategy:keys]` for lists of them.
 */
export const SHAPES = `
ObjectMeta finalizers=[merge:] ownerReferences=[merge:uid]
MutatingWebhookConfiguration metadata=ObjectMeta webhooks=[merge:name]
ValidatingWebhookConfiguration metadata=ObjectMeta webhooks=[merge:name]
Object metadata=ObjectMeta
Container env=[merge:name] ports=[merge:containerPort,protocol] volumeDevices=[merge:devicePath] volumeMounts=[merge:mountPath]
EphemeralContainer env=[merge:name] volumeDevices=[merge:devicePath] volumeMounts=[merge:mountPath]
EphemeralVolumeSource volumeClaimTemplate=Object
Volume ephemeral=EphemeralVolumeSource
PodSpec containers=Container[merge:name] ephemeralContainers=EphemeralContainer[merge:name] hostAliases=[merge:ip] imagePullSecrets=[merge:name] initContainers=Container[merge:name] topologySpreadConstraints=[merge:topologyKey,whenUnsatisfiable] volumes=Volume[merge,retainKeys:name]
PodTemplateSpec metadata=ObjectMeta spec=PodSpec
DaemonSetSpec template=PodTemplateSpec
DaemonSetStatus conditions=[merge:type]
DaemonSet metadata=ObjectMeta spec=DaemonSetSpec status=DaemonSetStatus
DeploymentSpec template=PodTemplateSpec
DeploymentStatus conditions=[merge:type]
Deployment metadata=ObjectMeta spec=DeploymentSpec status=DeploymentStatus
Kustomization configMapGenerator=[merge:name] secretGenerator=[merge:name]
ReplicaSetSpec template=PodTemplateSpec
ReplicaSetStatus conditions=[merge:type]
ReplicaSet metadata=ObjectMeta spec=ReplicaSetSpec status=ReplicaSetStatus
StatefulSetSpec template=PodTemplateSpec
StatefulSetStatus conditions=[merge:type]
StatefulSet metadata=ObjectMeta spec=StatefulSetSpec status=StatefulSetStatus
JobSpec template=PodTemplateSpec
JobTemplateSpec metadata=ObjectMeta spec=JobSpec
CronJobSpec jobTemplate=JobTemplateSpec
CronJob metadata=ObjectMeta spec=CronJobSpec
JobStatus conditions=[merge:type]
Job metadata=ObjectMeta spec=JobSpec status=JobStatus
ComponentStatus conditions=[merge:type] metadata=ObjectMeta
NamespaceStatus conditions=[merge:type]
Namespace metadata=ObjectMeta status=NamespaceStatus
NodeSpec podCIDRs=[merge:]
NodeStatus addresses=[merge:type] conditions=[merge:type]
Node metadata=ObjectMeta spec=NodeSpec status=NodeStatus
PersistentVolumeClaimStatus conditions=[merge:type]
PersistentVolumeClaim metadata=ObjectMeta status=PersistentVolumeClaimStatus
PodStatus conditions=[merge:type] podIPs=[merge:ip]
Pod metadata=ObjectMeta spec=PodSpec status=PodStatus
PodTemplate metadata=ObjectMeta template=PodTemplateSpec
ReplicationControllerSpec template=PodTemplateSpec
ReplicationControllerStatus conditions=[merge:type]
ReplicationController metadata=ObjectMeta spec=ReplicationControllerSpec status=ReplicationControllerStatus
ServiceSpec ports=[merge:port,protocol]
ServiceStatus conditions=[merge:type]
Service metadata=ObjectMeta spec=ServiceSpec status=ServiceStatus
ServiceAccount metadata=ObjectMeta secrets=[merge:name]
PodDisruptionBudgetStatus conditions=[merge:type]
PodDisruptionBudget metadata=ObjectMeta status=PodDisruptionBudgetStatus
CSINodeSpec drivers=[merge:name]
CSINode metadata=ObjectMeta spec=CSINodeSpec
APIServiceStatus conditions=[merge:type]
APIService metadata=ObjectMeta status=APIServiceStatus
`;

/** The kinds: an apiVersion a line, then `kind=shape`. */
export const KINDS = `
admissionregistration.k8s.io/v1 MutatingWebhookConfiguration ValidatingWebhookConfiguration
admissionregistration.k8s.io/v1beta1 MutatingWebhookConfiguration ValidatingWebhookConfiguration
apiextensions.k8s.io/v1 CustomResourceDefinition=Object
apiextensions.k8s.io/v1beta1 CustomResourceDefinition=Object
apiregistration.k8s.io/v1 APIService
apiregistration.k8s.io/v1beta1 APIService
apps/v1 ControllerRevision=Object DaemonSet Deployment ReplicaSet StatefulSet
authentication.k8s.io/v1 TokenRequest=Object TokenReview=Object
authentication.k8s.io/v1beta1 TokenReview=Object
authorization.k8s.io/v1 LocalSubjectAccessReview=Object SelfSubjectAccessReview=Object SelfSubjectRulesReview=Object SubjectAccessReview=Object
authorization.k8s.io/v1beta1 LocalSubjectAccessReview=Object SelfSubjectAccessReview=Object SelfSubjectRulesReview=Object SubjectAccessReview=Object
autoscaling/v1 HorizontalPodAutoscaler=Object Scale=Object
autoscaling/v2beta1 HorizontalPodAutoscaler=Object
autoscaling/v2beta2 HorizontalPodAutoscaler=Object
batch/v1 CronJob Job
batch/v1beta1 CronJob
certificates.k8s.io/v1 CertificateSigningRequest=Object
certificates.k8s.io/v1beta1 CertificateSigningRequest=Object
coordination.k8s.io/v1 Lease=Object
coordination.k8s.io/v1beta1 Lease=Object
discovery.k8s.io/v1 EndpointSlice=Object
discovery.k8s.io/v1beta1 EndpointSlice=Object
events.k8s.io/v1 Event=Object
events.k8s.io/v1beta1 Event=Object
extensions/v1beta1 Ingress=Object
flowcontrol.apiserver.k8s.io/v1beta1 FlowSchema=Object PriorityLevelConfiguration=Object
kustomize.config.k8s.io/v1beta1 Kustomization
networking.k8s.io/v1 Ingress=Object IngressClass=Object NetworkPolicy=Object
networking.k8s.io/v1beta1 Ingress=Object IngressClass=Object
node.k8s.io/v1 RuntimeClass=Object
node.k8s.io/v1beta1 RuntimeClass=Object
policy/v1 PodDisruptionBudget
policy/v1beta1 Eviction=Object PodDisruptionBudget PodSecurityPolicy=Object
rbac.authorization.k8s.io/v1 ClusterRole=Object ClusterRoleBinding=Object Role=Object RoleBinding=Object
rbac.authorization.k8s.io/v1beta1 ClusterRole=Object ClusterRoleBinding=Object Role=Object RoleBinding=Object
scheduling.k8s.io/v1 PriorityClass=Object
scheduling.k8s.io/v1beta1 PriorityClass=Object
storage.k8s.io/v1 CSIDriver=Object CSINode StorageClass=Object VolumeAttachment=Object
storage.k8s.io/v1beta1 CSIDriver=Object CSINode CSIStorageCapacity=Object StorageClass=Object VolumeAttachment=Object
v1 Binding=Object ComponentStatus ConfigMap=Object Endpoints=Object Event=Object LimitRange=Object Namespace Node PersistentVolume=Object PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota=Object Secret=Object Service ServiceAccount
`;

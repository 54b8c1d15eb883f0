/** The short names that kubectl knows, and a few that people use, by kind. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  ConfigMap: 'cm',
  CronJob: 'cj',
  CustomResourceDefinition: 'crd crds',
  DaemonSet: 'ds',
  Deployment: 'deploy',
  Endpoints: 'ep',
  HorizontalPodAutoscaler: 'hpa',
  Ingress: 'ing',
  LimitRange: 'limits',
  MutatingWebhookConfiguration: 'mwc',
  Namespace: 'ns',
  NetworkPolicy: 'netpol',
  PersistentVolume: 'pv',
  PersistentVolumeClaim: 'pvc',
  Pod: 'po',
  PodDisruptionBudget: 'pdb',
  PriorityClass: 'pc',
  ReplicaSet: 'rs',
  ReplicationController: 'rc',
  ResourceQuota: 'quota',
  Secret: 'sec',
  Service: 'svc',
  ServiceAccount: 'sa',
  ServiceMonitor: 'smon',
  StatefulSet: 'sts',
  StorageClass: 'sc',
  ValidatingWebhookConfiguration: 'vwc',
};

/** What a kind may be called in a command, in small letters: its name, the plural of that, and short names. */
export function namesOfKind(kind: string): readonly string[] {
  const name = kind.toLowerCase();
  const short = Object.hasOwn(SHORT_NAMES, kind) ? SHORT_NAMES[kind]!.split(' ') : [];
  return [name, pluralOf(name), ...short];
}

/** As Kubernetes forms them where nobody says otherwise. */
function pluralOf(name: string): string {
  if (/(?:s|x|ch|sh)$/.test(name)) return name === 'endpoints' ? name : `${name}es`;
  return /[^aeiou]y$/.test(name) ? `${name.slice(0, -1)}ies` : `${name}s`;
}

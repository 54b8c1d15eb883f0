/** Labels with which Helm marks what it installs. Each release of a chart changes them, which rolls pods for nothing. */
export const HELM_LABELS = ['helm.sh/chart', 'chart', 'heritage', 'app.kubernetes.io/managed-by'] as const;

const MANAGED_BY = 'app.kubernetes.io/managed-by';
const HELM_META = 'meta.helm.sh/';

/** Whether a label or annotation is a mark of Helm. Something else than Helm may manage an object. */
export function isHelmMark(key: string, value: unknown): boolean {
  if (key === MANAGED_BY) return value === 'Helm' || value === 'Tiller';
  return key.startsWith(HELM_META) || (HELM_LABELS as readonly string[]).includes(key);
}

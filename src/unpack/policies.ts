/** What is done to the resources of a chart on their way into a base; each can be chosen for an app. */
export interface Policies {
  /** Helm's own labels and annotations: taken away, but for keys that something in the app selects by; or kept */
  readonly labels: 'strip' | 'keep';
  /** Helm's hooks: turned into explicit annotations of Argo CD, or kept as they are */
  readonly hooks: 'argocd' | 'keep';
  /** hooks that are tests: left out, or kept as they are */
  readonly tests: 'drop' | 'keep';
  /** namespaces: written into everything that lives in one, or as the chart has them */
  readonly namespaces: 'explicit' | 'keep';
  /** custom resource definitions: part of the base, or left out */
  readonly crds: 'include' | 'omit';
}

export const DEFAULT_POLICIES: Policies = {
  labels: 'strip',
  hooks: 'argocd',
  tests: 'drop',
  namespaces: 'explicit',
  crds: 'include',
};

/**
 * Helm's rendering as a library: chart files in, manifests out, nothing read from disk, clock or network. The public face of
 * this room, and the package's entry `infra/helm`.
 */
export { InfraError, type ErrorCode, type ErrorDetails, type Location } from '../lib/error.ts';
export type { EffectCall } from '../gotemplate/exec.ts';
export { DEFAULT_LIMITS, type Limits } from '../gotemplate/budget.ts';
export type { GoMap, Value } from '../gotemplate/value.ts';
export type { Chart } from './chart.ts';
export type { Environment, KeyKind, PrivateKey } from './environment.ts';
export { loadChart, type LoadOptions } from './load.ts';
export type { Hook, Manifest } from './manifests.ts';
export { HELM_3, HELM_4, type Profile } from './profile.ts';
export { renderChart, type Rendered, type RenderOptions } from './render.ts';
export { mergeValueOptions, type ReadFile, type ValueOptions } from './values.ts';

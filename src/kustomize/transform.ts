import type { Kustomization } from './kustomization.ts';
import type { Loader } from './loader.ts';
import type { ResourceSet } from './resource-set.ts';
import type { Resource } from './resource.ts';
import type { Session } from './session.ts';
import type { TransformerConfig } from './transformer-config.ts';

/** What a step of a build can see besides the resources. */
export interface StepContext {
  readonly session: Session;
  readonly loader: Loader;
  readonly kustomization: Kustomization;
  /** The path of the kustomization file. */
  readonly file: string;
  /** The field specs that are in force. */
  readonly config: TransformerConfig;
}

/** Changes resources in a set; deletes some, adds none unless it says so. */
export interface Transformer {
  /** The name Kustomize gives it in `buildMetadata`, for example `PrefixTransformer`. */
  readonly kind: string;
  /** What `buildMetadata` says of it, for a step that a file of its own configured. */
  readonly origin?: string;
  readonly transform: (set: ResourceSet, context: StepContext) => void | Promise<void>;
}

/** Makes resources, which are then appended to, merged into or put in the place of those there are. */
export interface Generator {
  readonly kind: string;
  readonly origin?: string;
  readonly generate: (context: StepContext) => readonly Resource[] | Promise<readonly Resource[]>;
}

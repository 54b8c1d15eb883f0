import { build, type Built } from './build.ts';
import type { Resource } from './resource.ts';
import type { Session } from './session.ts';

/** A build, and what its kustomizations had to work on. */
export interface StagedBuild {
  readonly built: Built;
  /**
   * What stood in the build before the patches and other transformers of a kustomization ran, by its directory: the one that
   * is built, and each Component that it lists. (Directories below `resources` may be missing: they are built once a run.)
   */
  readonly before: ReadonlyMap<string, readonly Resource[]>;
}

/** Builds a directory as `build` does, and keeps what each stage began with. Throws InfraError. */
export async function buildInStages(session: Session, directory: string): Promise<StagedBuild> {
  const before = new Map<string, readonly Resource[]>();
  session.observe = (root, set): void => {
    before.set(
      root,
      set.resources.map((resource) => resource.copy()),
    );
  };
  try {
    return { built: await build(session, directory), before };
  } finally {
    delete session.observe;
  }
}

import type { Finding } from '../lib/finding.ts';
import { build, createSession, printBuilt } from './build.ts';
import { memoryTree } from './memory-tree.ts';
import type { BuildOptions, Outside } from './session.ts';

export { InfraError } from '../lib/error.ts';
export type { ErrorCode, Location } from '../lib/error.ts';
export type { Finding } from '../lib/finding.ts';
export { build, createSession, printBuilt, type Built, type SessionInput } from './build.ts';
export type { FileTree } from './file-tree.ts';
export { memoryTree } from './memory-tree.ts';
export type { BuildOptions, ChartRequest, Outside, Session } from './session.ts';

/** What `buildFiles` gives back. */
export interface BuildOutput {
  /** What `kustomize build` prints. */
  readonly text: string;
  /** What it says on stderr about deprecated fields. */
  readonly warnings: readonly string[];
  /** What is suspicious, though it changes no byte. */
  readonly findings: readonly Finding[];
}

/**
 * Builds a kustomization from files in memory (contents by path below `/`), as `kustomize build` does. Throws InfraError for
 * what Kustomize refuses.
 */
export async function buildFiles(
  files: ReadonlyMap<string, string | Uint8Array>,
  directory = '/',
  options: Partial<BuildOptions> = {},
  outside: Outside = {},
): Promise<BuildOutput> {
  const findings: Finding[] = [];
  const addFinding = (finding: Finding): void => void findings.push(finding);
  const session = createSession({ tree: memoryTree(files), options, outside, addFinding });
  const text = printBuilt(await build(session, directory));
  return { text, warnings: session.warnings, findings };
}

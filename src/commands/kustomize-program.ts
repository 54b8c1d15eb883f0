import { fromBytes } from '../lib/utf8.ts';
import { runProgram } from '../source/run-program.ts';

/** The flags that the real kustomize is given, as the user gave them. */
export interface KustomizeFlags {
  readonly loadRestrictor?: 'LoadRestrictionsRootOnly' | 'LoadRestrictionsNone';
  readonly reorder?: 'legacy' | 'none';
  readonly output?: string | undefined;
  readonly helmCommand?: string;
  readonly helmKubeVersion?: string;
  readonly helmApiVersions?: readonly string[];
  readonly enableHelm?: boolean;
  readonly helmDebug?: boolean;
  readonly enableAlphaPlugins?: boolean;
  readonly enableExec?: boolean;
  readonly enableManagedbyLabel?: boolean;
  readonly asCurrentUser?: boolean;
  readonly network?: boolean;
  readonly networkName?: string;
  readonly mount?: readonly string[];
  readonly env?: readonly string[];
}

const SWITCHES = {
  enableHelm: '--enable-helm',
  helmDebug: '--helm-debug',
  enableAlphaPlugins: '--enable-alpha-plugins',
  enableExec: '--enable-exec',
  enableManagedbyLabel: '--enable-managedby-label',
  asCurrentUser: '--as-current-user',
  network: '--network',
} as const;

const TEXTS = {
  loadRestrictor: '--load-restrictor',
  reorder: '--reorder',
  output: '--output',
  helmCommand: '--helm-command',
  helmKubeVersion: '--helm-kube-version',
  networkName: '--network-name',
  helmApiVersions: '--helm-api-versions',
  mount: '--mount',
  env: '--env',
} as const;

type Given = Readonly<Record<string, boolean | string | readonly string[] | undefined>>;

/** The command line of `kustomize build` for what a user asked of us. */
export function kustomizeArguments(words: readonly string[], flags: KustomizeFlags): string[] {
  const given = flags as unknown as Given;
  const switches = Object.entries(SWITCHES).flatMap(([key, flag]) => (given[key] === true ? [flag] : []));
  const texts = Object.entries(TEXTS).flatMap(([key, flag]) =>
    [given[key] ?? []].flat().map((value) => `${flag}=${value}`),
  );
  return ['build', ...words, ...switches, ...texts];
}

/** Runs the real kustomize. Throws InfraError NOT_FOUND where there is none. */
export function runKustomizeProgram(
  program: string,
  words: readonly string[],
): { readonly status: number; readonly stdout: string; readonly stderr: string } {
  const { status, stdout, stderr } = runProgram(program, words);
  return { status, stdout: fromBytes(stdout), stderr: fromBytes(stderr) };
}

/** Builds with the real kustomize too; says where its output differs from ours, undefined where it does not. */
export function verifyBuild(program: string, words: readonly string[], text: string): string | undefined {
  const { status, stdout, stderr } = runKustomizeProgram(program, words);
  if (status !== 0) return `${program} refuses what we build: ${stderr.trim()}`;
  if (stdout === text) return undefined;
  const [ours, theirs] = [text.split('\n'), stdout.split('\n')];
  const index = theirs.findIndex((line, at) => line !== ours[at]);
  const at = index === -1 ? theirs.length : index;
  return `line ${at + 1} differs from what ${program} prints\n- ${theirs[at] ?? '(end)'}\n+ ${ours[at] ?? '(end)'}`;
}

import type { BuildChoices, TargetResult } from '../commands/run-builds.ts';
import { toBytes } from '../lib/utf8.ts';
import { repeatable, type CommandDefinition, type Flag, type GivenFlags } from './command-definition.ts';
import { printFindings } from './findings.ts';
import { messagesHaveColour, printBytes, printMessage, printResult } from './output.ts';
import type { Session } from './session.ts';

interface BuildFlags extends Omit<BuildChoices, 'words'> {
  readonly strict?: boolean;
  readonly json?: boolean;
  readonly engine: 'infra' | 'kustomize';
}

const EXAMPLES = `
Examples:
  $ infra build overlays/dev/ci/jenkins                 what kustomize build would print
  $ infra build dev/ci/jenkins -o manifests/            a target below overlays/, a file for each resource
  $ infra build 'prod-*/ci/jenkins'                     all targets that match
  $ infra build --all -o built/                         every overlay below overlays/, one file each
`;

const RESTRICTIONS = ['LoadRestrictionsRootOnly', 'LoadRestrictionsNone'];

/** The flags of `kustomize build`. */
const KUSTOMIZE_FLAGS: readonly Flag[] = [
  {
    flags: '--load-restrictor <name>',
    description: 'whether files outside a root may be read',
    choices: RESTRICTIONS,
    initial: RESTRICTIONS[0],
  },
  { flags: '--reorder <order>', description: 'order of the resources', choices: ['legacy', 'none'] },
  { flags: '--enable-helm', description: 'allow helmCharts' },
  {
    flags: '--helm-command <program>',
    description: 'for kustomize; our charts need no helm',
    initial: 'helm',
  },
  repeatable('--helm-api-versions <versions>', 'API versions for charts', (value) => value.split(',')),
  { flags: '--helm-kube-version <version>', description: 'Kubernetes version for charts' },
  { flags: '--helm-debug', description: 'for kustomize' },
  {
    flags: '--enable-alpha-plugins',
    description: 'allow plugins (those built in; others need --engine kustomize)',
  },
  { flags: '--enable-exec', description: 'for kustomize: run plugins that are programs' },
  { flags: '--enable-managedby-label', description: 'add app.kubernetes.io/managed-by' },
  { flags: '--as-current-user', description: 'for kustomize: the user of containers' },
  { flags: '--network', description: 'for kustomize: network for containers' },
  {
    flags: '--network-name <name>',
    description: 'for kustomize: the network of containers',
    initial: 'bridge',
  },
  repeatable('--mount <mount>', 'for kustomize: storage for containers'),
  repeatable('-e, --env <variable>', 'for kustomize: environment of containers'),
];

/** `infra build [DIR]` */
export const BUILD: CommandDefinition = {
  name: 'build',
  summary: 'print what `kustomize build` prints',
  description:
    'Build a kustomization exactly as `kustomize build` does: the same flags, the same bytes, no kustomize needed.\n' +
    'Several targets, or --all, share what they read; each base is built once.',
  operands: [
    {
      name: '[targets...]',
      description: 'directory, target <cluster>/<namespace>/<app>, pattern of targets, or Git URL',
    },
  ],
  flags: [
    {
      flags: '--all',
      description:
        'build every kustomization below a directory (default overlays) that no other one takes in',
    },
    {
      flags: '-o, --output <path>',
      description: 'write to a file, or to a directory a file for each resource (for each target with --all)',
    },
    {
      flags: '--strict',
      description: 'exit with 1 where something is suspicious, though it changes no byte',
    },
    { flags: '--json', description: 'print resources and findings for programs' },
    {
      flags: '--no-cache',
      description: 'with several targets: build all, also what has not changed since the last run',
    },
    {
      flags: '--engine <name>',
      description: 'what builds',
      choices: ['infra', 'kustomize'],
      initial: 'infra',
    },
    {
      flags: '--verify-with <program>',
      description: 'build with this kustomize too, and report where its output differs',
    },
    ...KUSTOMIZE_FLAGS,
  ],
  examples: EXAMPLES,
  run: (words, flags, session) => runBuild(words, flags as GivenFlags & BuildFlags, session),
};

async function runBuild(words: readonly string[], flags: BuildFlags, session: Session): Promise<void> {
  session.json = flags.json === true;
  if (flags.engine === 'kustomize') {
    await runKustomize(words, flags, session);
    return;
  }
  const { runBuilds } = await import('../commands/run-builds.ts');
  const io = { ...session, warn: printLine };
  const { results, isMany } = await runBuilds({ ...flags, words }, process.cwd(), io);
  if (flags.json === true) {
    const { buildsAsJson } = await import('../commands/builds-as-json.ts');
    printResult(buildsAsJson(results));
  } else if (flags.output === undefined) {
    printResults(results, isMany);
  }
  for (const result of results) await report(result, flags, session);
}

async function runKustomize(words: readonly string[], flags: BuildFlags, session: Session): Promise<void> {
  const { kustomizeArguments, runKustomizeProgram } = await import('../commands/kustomize-program.ts');
  const { status, stdout, stderr } = runKustomizeProgram('kustomize', kustomizeArguments(words, flags));
  printResult(stdout);
  printMessage(stderr);
  if (status !== 0) session.exitCode = 2;
}

/** Each result, of many with a line that says which it is. */
function printResults(results: readonly TargetResult[], isMany: boolean): void {
  const parts = results.flatMap(({ target, output }) => {
    if (output === undefined) return [];
    return isMany ? [toBytes(`---\n# Source: ${target.name}\n`), output] : [output];
  });
  printBytes(parts.length === 1 ? parts[0]! : Buffer.concat(parts));
}

/** Tells what a person must know of a target, and what that means for the exit code. */
async function report(result: TargetResult, flags: BuildFlags, session: Session): Promise<void> {
  const { target, findings, error, difference } = result;
  if (error !== undefined) {
    const { formatError } = await import('./print-error.ts');
    printMessage(`${target.name}: ${formatError(error, messagesHaveColour())}`);
    session.exitCode = 2;
  }
  if (difference !== undefined) printMessage(`${target.name}: ${difference}\n`);
  if (flags.json !== true) printFindings(findings);
  const isFound = difference !== undefined || (flags.strict === true && findings.length > 0);
  if (isFound && session.exitCode === 0) session.exitCode = 1;
}

function printLine(message: string): void {
  printMessage(`${message}\n`);
}

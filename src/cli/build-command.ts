import { Command, Option } from 'commander';
import type { BuildChoices, TargetResult } from '../commands/run-builds.ts';
import { toBytes } from '../lib/utf8.ts';
import { printFindings } from './findings.ts';
import { messagesHaveColour, printBytes, printMessage, printResult } from './output.ts';
import type { Session } from './session.ts';
import { repeatable } from './template-flags.ts';

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

/** `infra build [DIR]` */
export function buildCommand(session: Session): Command {
  const command = new Command('build')
    .summary('print what `kustomize build` prints')
    .description(
      'Build a kustomization exactly as `kustomize build` does: the same flags, the same bytes, no kustomize needed.\n' +
        'Several targets, or --all, share what they read; each base is built once.',
    )
    .argument(
      '[targets...]',
      'directory, target <cluster>/<namespace>/<app>, pattern of targets, or Git URL',
      [],
    )
    .option(
      '--all',
      'build every kustomization below a directory (default overlays) that no other one takes in',
    )
    .option(
      '-o, --output <path>',
      'write to a file, or to a directory a file for each resource (for each target with --all)',
    )
    .option('--strict', 'exit with 1 where something is suspicious, though it changes no byte')
    .option('--json', 'print resources and findings for programs')
    .option('--no-cache', 'with several targets: build all, also what has not changed since the last run')
    .addOption(new Option('--engine <name>', 'what builds').choices(['infra', 'kustomize']).default('infra'))
    .option('--verify-with <program>', 'build with this kustomize too, and report where its output differs');
  return addKustomizeFlags(command)
    .addHelpText('after', EXAMPLES)
    .action((words: readonly string[], flags: BuildFlags) => runBuild(words, flags, session));
}

/** The flags of `kustomize build`. */
function addKustomizeFlags(command: Command): Command {
  const restrictions = ['LoadRestrictionsRootOnly', 'LoadRestrictionsNone'];
  const options = [
    new Option('--load-restrictor <name>', 'whether files outside a root may be read')
      .choices(restrictions)
      .default(restrictions[0]),
    new Option('--reorder <order>', 'order of the resources').choices(['legacy', 'none']),
    new Option('--enable-helm', 'allow helmCharts'),
    new Option('--helm-command <program>', 'for kustomize; our charts need no helm').default('helm'),
    repeatable('--helm-api-versions <versions>', 'API versions for charts', (value) => value.split(',')),
    new Option('--helm-kube-version <version>', 'Kubernetes version for charts'),
    new Option('--helm-debug', 'for kustomize'),
    new Option('--enable-alpha-plugins', 'allow plugins (those built in; others need --engine kustomize)'),
    new Option('--enable-exec', 'for kustomize: run plugins that are programs'),
    new Option('--enable-managedby-label', 'add app.kubernetes.io/managed-by'),
    new Option('--as-current-user', 'for kustomize: the user of containers'),
    new Option('--network', 'for kustomize: network for containers'),
    new Option('--network-name <name>', 'for kustomize: the network of containers').default('bridge'),
    repeatable('--mount <mount>', 'for kustomize: storage for containers'),
    repeatable('-e, --env <variable>', 'for kustomize: environment of containers'),
  ];
  for (const option of options) command.addOption(option);
  return command;
}

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

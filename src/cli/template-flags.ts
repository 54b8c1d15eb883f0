import { Command, Option } from 'commander';
import { InfraError } from '../lib/error.ts';
import { parseCsvRecord } from './csv.ts';

/** A flag that may be given again; `read` turns one value into those it stands for. */
export function repeatable(
  flags: string,
  description: string,
  read = (value: string): string[] => [value],
): Option {
  const collect = (value: string, previous: readonly string[] = []): string[] => [
    ...previous,
    ...read(value),
  ];
  return new Option(flags, description).argParser(collect);
}

/** Adds Helm's flags for values and capabilities. */
export function addRenderFlags(command: Command): Command {
  const options = [
    repeatable(
      '-f, --values <files>',
      'values file; again or with commas for more, `-` is standard input',
      parseCsvRecord,
    ),
    repeatable('--set <values>', 'set values: key1=val1,key2=val2'),
    repeatable('--set-string <values>', 'set values that stay strings'),
    repeatable('--set-json <values>', 'set values from JSON: key=json, or one JSON object'),
    repeatable('--set-file <values>', 'set values from files: key1=path1,key2=path2'),
    repeatable('--set-literal <value>', 'set one string as it stands: key=value'),
    new Option('-n, --namespace <name>', 'namespace of the release').default('default'),
    new Option('--helm-version <version>', 'the Helm release to agree with: 4.2 or 3.19').default('4.2'),
    new Option('--kube-version <version>', 'Kubernetes version for .Capabilities.KubeVersion'),
    repeatable(
      '-a, --api-versions <versions>',
      'API versions to add to .Capabilities.APIVersions',
      parseCsvRecord,
    ),
    new Option('--skip-schema-validation', 'do not check values against values.schema.json'),
  ];
  for (const option of options) command.addOption(option);
  return command;
}

/** Flags of Helm that change nothing in what `helm template` prints; taken, so that scripts keep working. */
const NO_EFFECT = [
  '-g, --generate-name',
  '--skip-crds',
  '--debug',
  '--devel',
  '--version <constraint>',
  '--create-namespace',
  '--dry-run [mode]',
  '--description <text>',
  '--disable-openapi-validation',
  '--timeout <duration>',
  '--wait [strategy]',
  '--wait-for-jobs',
  '--replace',
  '--hide-notes',
  '--render-subchart-notes',
  '--take-ownership',
  '--rollback-on-failure',
  '--atomic',
  '--kube-context <name>',
  '--kubeconfig <file>',
];

/** Flags of Helm that we refuse, and why. */
const REFUSED: readonly (readonly [flags: string, reason: string])[] = [
  ['--validate', 'it would ask a cluster, and the same input would no longer give the same output'],
  ['--dependency-update', 'it would fetch charts; run `helm dependency build` or use a packaged chart'],
  ['--post-renderer <program>', 'no program runs during a render; pipe the output through it'],
  ['--enable-dns', 'what a name resolves to differs from run to run'],
  ['--repo <url>', 'charts are not fetched; download it and give the path of the .tgz'],
  ['--verify', 'signatures are not checked yet; run `helm verify` first'],
];

/**
 * Adds the flags of Helm that have no effect, and those that end with a reason. None of them is shown in the help, so they are
 * added only where `words` (the arguments) have a flag that the command does not know: making them takes as long as parsing.
 */
export function addHelmOnlyFlags(command: Command, words: readonly string[]): Command {
  const known = new Set(command.options.flatMap(({ short, long }) => [short, long]));
  if (!words.some((word) => word.startsWith('-') && !known.has(word.split('=')[0]))) return command;
  for (const flags of NO_EFFECT) command.addOption(new Option(flags).hideHelp());
  for (const [flags, reason] of REFUSED) {
    const option = new Option(flags).hideHelp();
    command.addOption(option).on(`option:${option.name()}`, () => {
      throw new InfraError('USAGE', `--${option.name()} cannot be used here: ${reason}`);
    });
  }
  return command;
}

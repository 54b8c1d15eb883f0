import type { UnpackOptions } from '../commands/unpack-options.ts';
import { expectMuchHashing } from '../system/digest.ts';
import type { CommandDefinition } from './command-definition.ts';
import { printFindings } from './findings.ts';
import { printJson, printMessage, printResult } from './output.ts';
import { SOURCE_FLAGS } from './source-flags.ts';
import type { Session } from './session.ts';
import { renderFlags } from './template-flags.ts';

interface UnpackFlags extends Omit<UnpackOptions, 'words'> {
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  $ infra unpack jenkins/jenkins                      a chart of a repository that infra.yaml names
  $ infra unpack oci://registry.example.com/charts/web --version ^2.1
  $ infra unpack ./charts/web --app front -f values.yaml
  $ infra unpack web                                  again, from infra/web, at its locked version
  $ infra unpack web --version 2.3.0                  at another version
  $ infra unpack --all --check                        in a pipeline: is every base what its lock says?
`;

const OWN_VERSION = '--version <range>';

/** `infra unpack <app or chart>` */
export const UNPACK: CommandDefinition = {
  name: 'unpack',
  summary: 'make a Kustomize base from a chart',
  description:
    'Render a chart with its CRDs and write it as the Kustomize base base/<app>, one resource a file. What it is made from is ' +
    'kept in infra/<app>: values in values.yaml, other flags in app.yaml, the exact result in app.lock.',
  operands: [
    {
      name: '[app or chart]',
      description: 'an app of this repository, repository/chart, https://…, oci://…, git+…, or a path',
    },
  ],
  usage: '<app or chart> [flags]',
  flags: [
    { flags: '--app <name>', description: 'name of the app (default: the name of the chart)' },
    { flags: '--release <name>', description: 'name of the release (default: the name of the app)' },
    { flags: OWN_VERSION, description: 'version of the chart (default: the locked one, else the newest)' },
    { flags: '--all', description: 'unpack every app of this repository as its lock says' },
    {
      flags: '--check',
      description: 'with --all: write nothing, end with 1 where a base is not what its lock says',
    },
    { flags: '--locked', description: 'fail if a lock would change' },
    { flags: '--force', description: 'throw away what was edited by hand in a base' },
    { flags: '--dry-run', description: 'say what would be written, write nothing' },
    {
      flags: '--verify-with <program>',
      description: 'render with this helm too; where it renders something else, say so and write nothing',
    },
    { flags: '--json', description: 'print the result for programs' },
    ...renderFlags({}),
    ...SOURCE_FLAGS.filter(({ flags }) => flags !== OWN_VERSION),
  ],
  examples: EXAMPLES,
  run: (words, flags, session) => runUnpack(words, flags, session),
};

async function runUnpack(words: readonly string[], flags: UnpackFlags, session: Session): Promise<void> {
  session.json = flags.json === true;
  // A lock has the digest of every file. The launcher has loaded what they need.
  expectMuchHashing();
  const { unpack } = await import('../commands/unpack.ts');
  const result = await unpack({ ...flags, words }, process.cwd(), session);
  session.endProgress();
  if (result.apps.some(({ problems }) => problems.length > 0)) session.exitCode = 1;
  for (const { app, difference } of result.apps) {
    if (difference === undefined) continue;
    session.exitCode = 1;
    if (!session.json) printMessage(`${app}: ${difference}\n`);
  }
  const { unpackedAsJson, unpackedAsText } = await import('./unpack-report.ts');
  if (session.json) {
    printJson('infra.unpack/v1', unpackedAsJson(result));
    return;
  }
  for (const { findings } of result.apps) printFindings(findings);
  printResult(unpackedAsText(result));
}

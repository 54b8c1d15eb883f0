import { Command } from 'commander';
import type { RenderChoices } from '../commands/render-choices.ts';
import type { Unpacked } from '../commands/unpack.ts';
import { printJson, printResult } from './output.ts';
import type { Session } from './session.ts';
import { addRenderFlags } from './template-flags.ts';

interface UnpackFlags extends RenderChoices {
  readonly app?: string;
  readonly release?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  $ infra unpack jenkins-5.9.53.tgz
  $ infra unpack ./charts/jenkins --app ci --namespace build -f values.yaml
  $ kustomize build base/jenkins
`;

/** `infra unpack <chart>` */
export function unpackCommand(session: Session): Command {
  const command = new Command('unpack')
    .summary('make a Kustomize base from a chart')
    .description(
      'Render a chart with its CRDs and write it as the Kustomize base base/<app>, one resource a file.',
    )
    .argument('<chart>', 'chart directory or .tgz')
    .option('--app <name>', 'name of the app (default: the name of the chart)')
    .option('--release <name>', 'name of the release (default: the name of the app)')
    .option('--dry-run', 'say what would be written, write nothing')
    .option('--json', 'print the result for programs')
    .addHelpText('after', EXAMPLES);
  return addRenderFlags(command)
    .usage('<chart> [flags]')
    .action((chart: string, flags: UnpackFlags) => runUnpack(chart, flags, session));
}

async function runUnpack(chart: string, flags: UnpackFlags, session: Session): Promise<void> {
  session.json = flags.json === true;
  const { unpack } = await import('../commands/unpack.ts');
  const result = await unpack({ ...flags, chart }, process.cwd(), session);
  if (session.json) printJson('infra.unpack/v1', result);
  else printResult(summary(result, flags.dryRun === true));
}

function summary({ directory, files }: Unpacked, isDryRun: boolean): string {
  const count = files.length - 1;
  const verb = isDryRun ? 'would write' : 'wrote';
  return `${verb} ${directory}: ${count} ${count === 1 ? 'resource' : 'resources'} and kustomization.yaml\n`;
}

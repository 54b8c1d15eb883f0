import { Command } from 'commander';
import type { RenderChoices } from '../commands/render-choices.ts';
import type { TemplateResult } from '../commands/template.ts';
import { printJson, printResult } from './output.ts';
import type { Session } from './session.ts';
import { addHelmOnlyFlags, addRenderFlags, repeatable } from './template-flags.ts';

interface TemplateFlags extends RenderChoices {
  readonly json?: boolean;
  readonly showOnly?: readonly string[];
  readonly nameTemplate?: string;
  readonly generateName?: boolean;
  readonly releaseName?: boolean;
  readonly outputDir?: string;
  readonly includeCrds?: boolean;
  readonly skipTests?: boolean;
  readonly hooks: boolean;
  readonly isUpgrade?: boolean;
}

const EXAMPLES = `
Examples:
  $ infra template jenkins-5.9.53.tgz
  $ infra template ci ./charts/jenkins -n build -f values.yaml --set controller.replicas=1
  $ infra template jenkins.tgz --helm-version 3.19 --kube-version 1.33 --include-crds
`;

/** `infra template [name] <chart>` */
export function templateCommand(session: Session, words: readonly string[]): Command {
  const command = new Command('template')
    .summary('print what `helm template` prints')
    .description(
      'Render a chart exactly as `helm template` does: the same flags, the same bytes, no helm needed.',
    )
    .argument('<name or chart>', 'release name (default "release-name"), or the chart itself')
    .argument('[chart]', 'chart directory or .tgz')
    .allowExcessArguments()
    .addOption(repeatable('-s, --show-only <template>', 'print only this template; again for more'))
    .option('--include-crds', 'print the CRDs of crds/ too')
    .option('--skip-tests', 'leave test hooks out')
    .option('--no-hooks', 'leave all hooks out')
    .option('--is-upgrade', 'set .Release.IsUpgrade instead of .Release.IsInstall')
    .option('--name-template <template>', 'Go template for the release name')
    .option('--output-dir <dir>', 'write a file for each template instead of printing')
    .option('--release-name', 'with --output-dir: put the release name into the path')
    .option('--json', 'print the result for programs')
    .addHelpText('after', EXAMPLES);
  addHelmOnlyFlags(addRenderFlags(command), words);
  command.usage('[name] <chart> [flags]');
  return command.action((_name: string, _chart: string | undefined, flags: TemplateFlags) =>
    runTemplate(command.args, flags, session),
  );
}

async function runTemplate(words: readonly string[], flags: TemplateFlags, session: Session): Promise<void> {
  session.json = flags.json === true;
  const { template } = await import('../commands/template.ts');
  const { releaseName, rendered } = await template({ ...flags, words, noHooks: !flags.hooks }, session);
  if (flags.json) printJson('infra.template/v1', asJson(rendered));
  else if (flags.outputDir === undefined) printResult(rendered.output);
  else await writeOutput(rendered, flags.releaseName ? `${flags.outputDir}/${releaseName}` : flags.outputDir);
}

async function writeOutput(rendered: TemplateResult['rendered'], directory: string): Promise<void> {
  const { writeTemplates } = await import('../commands/write-templates.ts');
  const paths = writeTemplates(rendered, directory);
  printResult(`${paths.map((path) => `wrote ${path}\n`).join('')}\n`);
}

function asJson({ crds, manifests, hooks, notes, warnings, effects }: TemplateResult['rendered']): object {
  return {
    crds: crds.map(({ filename, text }) => ({ path: filename, content: text })),
    manifests: manifests.map(({ path, kind, name, content }) => ({ path, kind, name, content })),
    hooks: hooks.map(({ path, kind, name, events, content }) => ({ path, kind, name, events, content })),
    notes,
    warnings,
    effects,
  };
}

import type { TemplateOptions, TemplateResult } from '../commands/template.ts';
import { repeatable, type CommandDefinition, type GivenFlags } from './command-definition.ts';
import { printJson, printResult } from './output.ts';
import type { Session } from './session.ts';
import { SOURCE_FLAGS } from './source-flags.ts';
import { helmOnlyFlags, renderFlags } from './template-flags.ts';

interface TemplateFlags extends Omit<TemplateOptions, 'words' | 'noHooks'> {
  readonly json?: boolean;
  readonly releaseName?: boolean;
  readonly outputDir?: string;
  readonly hooks: boolean;
}

const EXAMPLES = `
Examples:
  $ infra template jenkins-5.9.53.tgz
  $ infra template ci ./charts/jenkins -n build -f values.yaml --set controller.replicas=1
  $ infra template jenkins.tgz --helm-version 3.19 --kube-version 1.33 --include-crds
  $ infra template ci jenkins --repo https://charts.example.com --version ^5.9
  $ infra template web oci://registry.example.com/charts/web
`;

/** `infra template [name] <chart>` */
export const TEMPLATE: CommandDefinition = {
  name: 'template',
  summary: 'print what `helm template` prints',
  description:
    'Render a chart exactly as `helm template` does: the same flags, the same bytes, no helm needed.',
  operands: [
    { name: '<name or chart>', description: 'release name (default "release-name"), or the chart itself' },
    {
      name: '[chart]',
      description: 'chart directory or .tgz, oci://…, git+…, the URL of a .tgz, or a name with --repo',
    },
  ],
  allowsExcess: true,
  usage: '[name] <chart> [flags]',
  flags: [
    repeatable('-s, --show-only <template>', 'print only this template; again for more'),
    { flags: '--include-crds', description: 'print the CRDs of crds/ too' },
    { flags: '--skip-tests', description: 'leave test hooks out' },
    { flags: '--no-hooks', description: 'leave all hooks out' },
    { flags: '--is-upgrade', description: 'set .Release.IsUpgrade instead of .Release.IsInstall' },
    { flags: '--name-template <template>', description: 'Go template for the release name' },
    { flags: '--output-dir <dir>', description: 'write a file for each template instead of printing' },
    { flags: '--release-name', description: 'with --output-dir: put the release name into the path' },
    { flags: '--dependency-update', description: 'fetch the dependencies that the chart lacks' },
    { flags: '--json', description: 'print the result for programs' },
    ...renderFlags(),
    ...SOURCE_FLAGS,
    ...helmOnlyFlags(),
  ],
  examples: EXAMPLES,
  run: (words, flags, session) => runTemplate(words, flags as GivenFlags & TemplateFlags, session),
};

async function runTemplate(words: readonly string[], flags: TemplateFlags, session: Session): Promise<void> {
  session.json = flags.json === true;
  const { template } = await import('../commands/template.ts');
  const { releaseName, rendered } = await template({ ...flags, words, noHooks: !flags.hooks }, session);
  session.endProgress();
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

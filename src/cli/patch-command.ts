import type { PatchOptions } from '../commands/patch-options.ts';
import { repeatable, type CommandDefinition } from './command-definition.ts';
import { printFindings } from './findings.ts';
import { printJson, printResult } from './output.ts';
import type { Session } from './session.ts';

interface PatchFlags extends Omit<PatchOptions, 'words'> {
  readonly findValue?: boolean;
  readonly output?: string;
}

const EXAMPLES = `
Paths (shells need quotes around brackets, and around what has blanks, stars or braces):
  spec.replicas                                         fields with dots between them
  spec.template.spec.containers.jenkins.image           the element of a list by its name
  'spec.template.spec.containers.[name=jenkins].image'  the same, as Kustomize writes it
  'metadata.annotations.[example.com/team]'             a key with dots
  'data.[jenkins.yaml]#jenkins.numExecutors'            into the YAML or JSON that a text holds
  'spec.template.spec.tolerations.-={key: ci}'          one more element of a list

Examples:
  $ infra patch prod-a/ci/jenkins StatefulSet/jenkins --set spec.template.spec.containers.jenkins.resources.limits.memory=4Gi
  $ infra patch dev/ci/jenkins --image docker.io/jenkins/jenkins=registry.example.com/jenkins:2.516
  $ infra patch dev/ci/jenkins ConfigMap/jenkins --set 'data.[jenkins.yaml]#jenkins.numExecutors=2'
  $ infra patch dev/ci/jenkins 'Deployment,Job/*' --set spec.template.spec.priorityClassName=low
  $ infra patch dev/ci/jenkins ConfigMap/jenkins --edit --key plugins.txt
  $ infra patch dev/ci/jenkins Service/jenkins --strategic service.yaml
  $ infra patch --shared production jenkins StatefulSet/jenkins --replicas 1
  $ infra patch 'prod-*/ci/jenkins' Ingress/jenkins --unset spec.tls
  $ infra patch dev/ci/jenkins --set-value controller.numExecutors=2
  $ infra patch dev/ci/jenkins StatefulSet/jenkins --set spec.podManagementPolicy=Parallel --find-value
`;

/** `infra patch <target> <resource>` */
export const PATCH: CommandDefinition = {
  name: 'patch',
  summary: 'change resources of a target, and prove that it holds',
  description:
    'Write the smallest patch that makes resources of a target what they are to be. The overlay is built with it first: a patch ' +
    'that changes nothing, is overridden, or breaks something is refused. The first patch of a target declares it.\n' +
    '--json takes the file of a JSON patch here; the result for programs is --output json.',
  operands: [
    { name: '[target]', description: '<cluster>/<namespace>/<app>, or a pattern; with --shared the app' },
    {
      name: '[resource]',
      description: "Kind/name, group/Kind/name, or a pattern: 'Job/*', 'Deployment,Job/*' for several kinds",
    },
  ],
  usage: '<target> [resource] [flags]',
  flags: [
    { flags: '-l, --selector <labels>', description: 'the resources with these labels' },
    repeatable('--set <path=value>', 'set a field'),
    repeatable('--unset <path>', 'take a field away'),
    repeatable(
      '--image <name=image>',
      'another name, tag or digest for the images of that name: NAME=NEW[:TAG|@DIGEST]',
    ),
    { flags: '--replicas <count>', description: 'how many pods' },
    {
      flags: '--strategic <file>',
      description: 'apply a strategic merge patch; `-` is standard input, here and below',
    },
    { flags: '--merge <file>', description: 'apply a JSON merge patch (RFC 7386), in YAML or JSON' },
    { flags: '--json <file>', description: 'apply a JSON patch (RFC 6902), in YAML or JSON' },
    { flags: '--from <file>', description: 'make it what a file says' },
    { flags: '--edit', description: 'change it in your editor ($VISUAL, $EDITOR)' },
    { flags: '--key <name>', description: 'with --edit: one entry of a ConfigMap, as a file of its own' },
    { flags: '--delete', description: 'take it out of the build' },
    repeatable('--add <file>', 'add the resources of a file'),
    repeatable(
      '--set-value <key=value>',
      "set a chart value for this target, kept in the overlay's values.yaml",
    ),
    repeatable('--values <file>', 'set the chart values of a file for this target'),
    {
      flags: '--find-value',
      description:
        'write nothing: look for a chart value that does what --set says; ends with 1 where there is none',
    },
    {
      flags: '--shared <name>',
      description: 'patch what the targets of a phase share; name the app instead of a target',
    },
    { flags: '--component <name>', description: 'patch a shared component that the target lists' },
    {
      flags: '--keep-checksums',
      description: 'leave the annotations that restart pods when their configuration changes',
    },
    { flags: '--force', description: 'write it though something speaks against it' },
    { flags: '--dry-run', description: 'show what would change, write nothing' },
    {
      flags: '--output <format>',
      description: 'text, or json for programs',
      choices: ['text', 'json'],
      initial: 'text',
    },
  ],
  examples: EXAMPLES,
  run: (words, flags, session) => runPatch(words, flags, session),
};

async function runPatch(words: readonly string[], flags: PatchFlags, session: Session): Promise<void> {
  session.json = flags.output === 'json';
  if (flags.findValue === true) {
    await runFindValue(words, flags, session);
    return;
  }
  const { patch } = await import('../commands/patch.ts');
  const edit: Parameters<typeof patch>[3] = async (document, title, key) => {
    const [{ editorOf }, { editText }] = await Promise.all([
      import('../commands/patch-by-hand.ts'),
      import('./patch-editor.ts'),
    ]);
    return await editorOf(editText)(document, title, key);
  };
  const result = await patch({ ...flags, words }, process.cwd(), session, edit);
  session.endProgress();
  const { patchAsJson, patchAsText } = await import('../commands/patch-report.ts');
  if (session.json) {
    printJson('infra.patch/v1', patchAsJson(result));
    return;
  }
  printResult(patchAsText(result, resultHasColour()));
  printFindings(result.findings);
}

async function runFindValue(words: readonly string[], flags: PatchFlags, session: Session): Promise<void> {
  const { findValue } = await import('../commands/find-value.ts');
  const found = await findValue({ ...flags, words }, process.cwd(), session);
  session.endProgress();
  if (found.value === undefined && !found.isAlready) session.exitCode = 1;
  const { foundValueAsJson, foundValueAsText } = await import('../commands/find-value-report.ts');
  if (session.json) printJson('infra.find-value/v1', foundValueAsJson(found));
  else printResult(foundValueAsText(found));
}

function resultHasColour(): boolean {
  return process.stdout.isTTY && process.env['NO_COLOR'] === undefined && process.env['TERM'] !== 'dumb';
}

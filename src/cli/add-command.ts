import type { Added } from '../commands/add.ts';
import type { CommandDefinition } from './command-definition.ts';
import { printFindings } from './findings.ts';
import { printJson, printResult } from './output.ts';
import type { Session } from './session.ts';

interface AddFlags {
  readonly like?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  $ infra add dev/ci/jenkins                            declare it; nothing is installed yet
  $ infra add prod-b/ci/jenkins --like prod-a/ci/jenkins
`;

/** `infra add <target>` */
export const ADD: CommandDefinition = {
  name: 'add',
  summary: 'declare a target, for review',
  description:
    'Write the overlay of a target over the base of its app, and the Argo CD Application that will follow it. The cluster is one ' +
    'that infra.yaml names. What is built is the base, until infra patch changes it; it is installed by infra install.',
  operands: [{ name: '<target>', description: '<cluster>/<namespace>/<app>' }],
  flags: [
    {
      flags: '--like <target>',
      description: 'begin with the patches and values of this one, and list what in them still names it',
    },
    { flags: '--dry-run', description: 'say what would be written, write nothing' },
    { flags: '--json', description: 'print the result for programs' },
  ],
  examples: EXAMPLES,
  run: ([target = ''], flags, session) => runAdd(target, flags, session),
};

async function runAdd(target: string, flags: AddFlags, session: Session): Promise<void> {
  session.json = flags.json === true;
  const { add } = await import('../commands/add.ts');
  const result = await add({ ...flags, target }, process.cwd(), session);
  session.endProgress();
  if (session.json) {
    printJson('infra.add/v1', result);
    return;
  }
  printResult(addedText(result));
  printFindings(result.findings);
}

function addedText(added: Added): string {
  const { target, changes, resources, isDryRun, findings } = added;
  if (changes.length === 0) return `${target} is there already, just like this\n`;
  const verb = isDryRun ? 'would write' : 'wrote';
  const lines = changes.map((path) => `${verb}  ${path}`);
  const built = `builds       ${resources} ${resources === 1 ? 'resource' : 'resources'}`;
  const named = findings.length === 1 ? '1 place' : `${findings.length} places`;
  const check = findings.length === 0 ? [] : [`check        ${named} that still name the other target:`];
  return `${[...lines, built, ...nextSteps(added), ...check].join('\n')}\n`;
}

function nextSteps({ target, changes, isDryRun, gate }: Added): string[] {
  if (isDryRun) return [];
  const isNewCluster = changes.some((path) => path.endsWith('/root.yaml'));
  const root = changes.find((path) => path.endsWith('/root.yaml')) ?? '';
  return [
    '',
    'Next:',
    `  infra patch ${target} <resource> --set …   # what is to be different here`,
    `  git add overlays && git commit -m "Add ${target}" && git push`,
    ...(isNewCluster
      ? [`  kubectl apply -f ${root}   # once: Argo CD on that cluster follows this repository`]
      : []),
    ...(gate === 'main' ? [] : [`  infra install ${target}`]),
    '',
  ];
}

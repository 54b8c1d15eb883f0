import type { CommandDefinition } from './command-definition.ts';
import { printJson, printResult } from './output.ts';
import type { Session } from './session.ts';

interface InitFlags {
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  $ infra init && git add . && git commit -m "A place for infrastructure"
  $ infra init ../platform
`;

/** `infra init [dir]` */
export const INIT: CommandDefinition = {
  name: 'init',
  summary: 'make a repository to install from',
  description: 'Write what a GitOps repository starts with: infra.yaml with one cluster, dev, and a README.',
  operands: [{ name: '[directory]', description: 'where to (default: here)' }],
  flags: [
    { flags: '--dry-run', description: 'say what would be written, write nothing' },
    { flags: '--json', description: 'print the result for programs' },
  ],
  examples: EXAMPLES,
  run: ([directory = '.'], flags, session) => runInit(directory, flags, session),
};

async function runInit(directory: string, flags: InitFlags, session: Session): Promise<void> {
  session.json = flags.json === true;
  const { init } = await import('../commands/init.ts');
  const result = await init({ directory, dryRun: flags.dryRun === true }, process.cwd());
  if (session.json) printJson('infra.init/v1', result);
  else printResult(initText(directory, result.files, flags.dryRun === true));
}

function initText(directory: string, files: readonly string[], isDryRun: boolean): string {
  const verb = isDryRun ? 'would write' : 'wrote';
  const place = directory === '.' ? '' : `${directory}/`;
  const lines = files.map((file) => `${verb}  ${place}${file}\n`);
  return `${lines.join('')}\n${nextSteps(directory)}`;
}

function nextSteps(directory: string): string {
  const steps = [
    ...(directory === '.' ? [] : [`cd ${directory}`]),
    'git init                         # unless it is a Git repository already',
    'git add . && git commit -m "Start"',
    'git remote add origin <address>  # unless it has one: Argo CD reads it there',
    'infra unpack <app or chart>      # a base from a chart; infra unpack --help',
    'infra add dev/<namespace>/<app>',
  ];
  return `Next:\n${steps.map((step) => `  ${step}\n`).join('')}`;
}

import type { Lifted, LiftOptions } from '../commands/lift.ts';
import type { CommandDefinition } from './command-definition.ts';
import { printJson, printResult } from './output.ts';
import type { Session } from './session.ts';

interface LiftFlags extends Omit<LiftOptions, 'app'> {
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  $ infra lift jenkins --dry-run                what the targets of each phase have in common
  $ infra lift jenkins --phase production       share it
`;

/** `infra lift <app>` */
export const LIFT: CommandDefinition = {
  name: 'lift',
  summary: 'let the targets of a phase share the patches that are equal in all',
  description:
    'Move patches that all targets of a phase have into the component overlays/_shared/<phase>/<app>, which these list from then ' +
    'on. What they build stays the same, byte for byte, or nothing is written.',
  operands: [{ name: '<app>', description: 'an app of this repository' }],
  flags: [
    { flags: '--phase <name>', description: 'this phase alone' },
    { flags: '--dry-run', description: 'say what would be moved, write nothing' },
    { flags: '--json', description: 'print the result for programs' },
  ],
  examples: EXAMPLES,
  run: ([app = ''], flags, session) => runLift(app, flags, session),
};

async function runLift(app: string, flags: LiftFlags, session: Session): Promise<void> {
  session.json = flags.json === true;
  const { lift } = await import('../commands/lift.ts');
  const result = await lift({ ...flags, app }, process.cwd(), session);
  session.endProgress();
  if (session.json) printJson('infra.lift/v1', result);
  else printResult(liftedText(result));
}

function liftedText({ phases, changes, removed, isDryRun }: Lifted): string {
  if (phases.length === 0) return 'no patch is equal in all targets of a phase\n';
  const told = phases.map(
    ({ phase, targets, patches }) =>
      `${phase}: ${patches.length === 1 ? '1 patch' : `${patches.length} patches`} shared by ${targets.length} targets`,
  );
  const [write, remove] = isDryRun ? ['would write ', 'would remove'] : ['wrote  ', 'removed'];
  const files = changes.map((path) => `${removed.includes(path) ? remove : write}  ${path}`);
  return `${[...told, 'every target builds what it did', '', ...files].join('\n')}\n`;
}

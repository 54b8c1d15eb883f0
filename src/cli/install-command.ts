import type { CommandDefinition } from './command-definition.ts';
import { printJson, printResult, resultsHaveColour } from './output.ts';
import type { Session } from './session.ts';

interface InstallFlags {
  readonly again?: boolean;
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  $ infra install dev/ci/jenkins --dry-run      what it would change, from what is installed now
  $ infra install dev/ci/jenkins
  $ infra install 'prod-*/ci/jenkins'           all of them in one push, or none
  $ infra install dev/ci/jenkins --again        for the pipeline to run again
`;

/** `infra install <targets...>` */
export const INSTALL: CommandDefinition = {
  name: 'install',
  summary: 'install a target as the last commit has it',
  description:
    'Show what the last commit changes at a target, then push that commit to its branch install/<target>, which Argo CD (or the ' +
    'pipeline) follows. Everything must be committed, the overlay must build, and no commit on that branch may be lost.',
  operands: [{ name: '<targets...>', description: '<cluster>/<namespace>/<app>, or a pattern of them' }],
  flags: [
    { flags: '--again', description: 'push a commit without changes where there is nothing new to push' },
    { flags: '--force', description: 'give up commits on the branch that the last commit does not have' },
    { flags: '--dry-run', description: 'show everything, push nothing' },
    { flags: '--json', description: 'print the result for programs' },
  ],
  examples: EXAMPLES,
  run: (words, flags, session) => runInstall(words, flags, session),
};

async function runInstall(words: readonly string[], flags: InstallFlags, session: Session): Promise<void> {
  session.json = flags.json === true;
  const { planInstallations, pushInstallations } = await import('../commands/install.ts');
  const { again = false, force = false } = flags;
  const all = await planInstallations({ words, again, force }, process.cwd(), session);
  session.endProgress();
  const { installationsAsJson, planAsText, pushedAsText } = await import('../commands/install-report.ts');
  // Shown before the push, so that a person knows what was tried when that fails.
  if (!session.json) printResult(planAsText(all, { colour: resultsHaveColour() }));
  const commits = flags.dryRun === true ? undefined : pushInstallations(all, session);
  session.endProgress();
  if (session.json) printJson('infra.install/v1', installationsAsJson(all, commits));
  else printResult(pushedAsText(all, commits));
}

import type { DiffChoices } from '../commands/diff.ts';
import type { CommandDefinition } from './command-definition.ts';
import { printFindings } from './findings.ts';
import { printJson, printResult, resultsHaveColour } from './output.ts';
import type { Session } from './session.ts';

interface DiffFlags extends Omit<DiffChoices, 'words'> {
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly unfold?: boolean;
}

const EXAMPLES = `
Examples:
  $ infra diff dev/ci/jenkins                           what is changed, and not committed
  $ infra diff dev/ci/jenkins --installed               what installing it would change
  $ infra diff dev/ci/jenkins --against v1.4            since a tag, a branch or a commit
  $ infra diff prod-a/ci/jenkins --against dev/ci/jenkins
                                                        in what two targets differ
  $ infra diff 'prod-*/ci/jenkins' --markdown           several targets, for a pull request
  $ infra diff base/jenkins --against HEAD~1 --unfold   a directory, every change of every resource
`;

/** `infra diff <target or directory>` */
export const DIFF: CommandDefinition = {
  name: 'diff',
  summary: 'show what would change, and what that means',
  description:
    'Build a target as it is in the work tree and as it was, and compare the resources field by field: which come, go and ' +
    'change, and what that means for the cluster (pods restart, a field cannot change, something is pruned …). Secret data ' +
    'shows as the beginning of its SHA-256. Exits with 1 where there is a difference, with 0 where there is none.',
  operands: [
    {
      name: '<targets...>',
      description: 'target <cluster>/<namespace>/<app>, pattern of targets, or directory',
    },
  ],
  flags: [
    {
      flags: '--against <name>',
      description: 'what to compare with: a commit, branch, tag or other target (default: HEAD)',
    },
    { flags: '--installed', description: 'compare with the commit on the install branch of the target' },
    { flags: '--unfold', description: 'show also what says little, and equal changes for each resource' },
    { flags: '--markdown', description: 'print Markdown, for a pull request' },
    { flags: '--json', description: 'print the result for programs' },
  ],
  examples: EXAMPLES,
  run: (words, flags, session) => runDiff(words, flags, session),
};

async function runDiff(words: readonly string[], flags: DiffFlags, session: Session): Promise<void> {
  session.json = flags.json === true;
  const { diffWords } = await import('../commands/diff.ts');
  const result = await diffWords({ ...flags, words }, process.cwd(), session);
  session.endProgress();
  const { diffs, findings } = result;
  if (diffs.some(({ diff }) => diff.changes.length > 0)) session.exitCode = 1;
  const { diffsAsJson, diffsAsMarkdown, diffsAsText } = await import('../commands/diff-report.ts');
  if (flags.json === true) printJson('infra.diff/v1', diffsAsJson(result));
  else if (flags.markdown === true) printResult(diffsAsMarkdown(diffs));
  else printResult(diffsAsText(diffs, { colour: resultsHaveColour(), unfold: flags.unfold === true }));
  if (flags.json !== true) printFindings(findings);
}

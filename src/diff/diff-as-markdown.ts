import { count } from './count.ts';
import type { ResourcesDiff } from './diff-resources.ts';
import { diffSections, type DiffLine, type DiffSection } from './diff-lines.ts';
import { printName } from './resource-name.ts';
import { countChanges, toldMeanings, type ToldMeaning } from './told-meanings.ts';
import { withoutControls } from './without-controls.ts';

/** So many names stand before the sentence that is true of them. */
const MOST_NAMES = 3;

/** A diff for a pull request: counts, what it means (danger first), then a block for each resource. */
export function diffAsMarkdown(diff: ResourcesDiff): string {
  if (diff.changes.length === 0) return 'No differences.\n';
  const meanings = toldMeanings(diff, false).map(meaningText).join('');
  const sections = diffSections(diff, false).map(sectionText).join('');
  const details = `<details><summary>Field by field</summary>\n\n\`\`\`diff\n${sections}\`\`\`\n\n</details>\n`;
  return [`${summary(diff)}\n`, meanings, fenced(details, sections)].filter((part) => part !== '').join('\n');
}

function summary(diff: ResourcesDiff): string {
  const { added, removed, changed, danger, notice } = countChanges(diff);
  const resources = `**${count(added, 'resource')} added, ${removed} removed, ${changed} changed**`;
  if (danger + notice === 0) return resources;
  return `${resources}: ${count(danger, 'danger')}, ${count(notice, 'notice')}`;
}

function meaningText({ meaning, resources }: ToldMeaning): string {
  const { severity, code, sentence } = meaning;
  const names = resources.map(({ name }) => `\`${printName(name).replaceAll('`', '')}\``);
  const who = names.length <= MOST_NAMES ? names.join(', ') : `${names.length} resources`;
  const word = severity === 'danger' ? '**danger**' : severity;
  return `- ${word} ${who}: ${escaped(withoutControls(sentence))} (${code})\n`;
}

/** Nothing in a text that came from a build may be taken for Markdown or HTML. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|]/g, '\\$&');
}

function sectionText({ mark, title, lines }: DiffSection): string {
  const head = mark === ' ' || mark === '~' ? `# ${title}` : `${mark} ${title}`;
  return `${withoutControls(head)}\n${lines.map(lineText).join('')}`;
}

/** A block of the language diff colours a line by its first character. */
function lineText({ mark, depth, text, values }: DiffLine): string {
  const indent = '  '.repeat(depth);
  const shown = withoutControls(text);
  if (values !== undefined) {
    const [before, after] = values.map(withoutControls);
    return `-${indent}${shown}: ${before}\n+${indent}${shown}: ${after}\n`;
  }
  if (mark === '@') return `${shown}\n`;
  return `${mark === '~' ? ' ' : mark}${indent}${shown}`.trimEnd() + '\n';
}

/** The fence is longer than any that stands in what it holds. */
function fenced(details: string, content: string): string {
  const longest = Math.max(0, ...[...content.matchAll(/`{3,}/g)].map(([ticks]) => ticks.length));
  if (longest === 0) return details;
  const fence = '`'.repeat(longest + 1);
  return details
    .replace('```diff\n', () => `${fence}diff\n`)
    .replace('\n```\n\n</details>', () => `\n${fence}\n\n</details>`);
}

import type { Match, Pattern } from './regex-pattern.ts';

const GROUP_NUMBER = /^(?:0|[1-9][0-9]{0,8})$/;

/**
 * `$$`, `$name` (as long as possible) or `${name}`. Any other `$` is just that. Made when it is asked for: a pattern with `\p`
 * takes long to make.
 */
const reference = (): RegExp => /\$(?:(\$)|([\p{L}\p{Nd}_]+)|\{([\p{L}\p{Nd}_]+)\})/gu;

/** Prepares a replacement template: the result makes the replacement of a match. Unknown groups are empty. */
export function expandTemplate(template: string, pattern: Pattern): (match: Match) => string {
  if (!template.includes('$')) return () => template;
  const references = reference();
  return (match) =>
    template.replace(
      references,
      (_, dollar: string | undefined, bare: string | undefined, braced: string | undefined) => {
        if (dollar !== undefined) return '$';
        const index = groupIndex((bare ?? braced)!, pattern);
        return index === undefined || index > pattern.groupCount ? '' : (match.group(index) ?? '');
      },
    );
}

function groupIndex(name: string, pattern: Pattern): number | undefined {
  return GROUP_NUMBER.test(name) ? Number(name) : pattern.groupNames.get(name);
}

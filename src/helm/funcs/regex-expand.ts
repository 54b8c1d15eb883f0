import type { Match, Pattern } from './regex-pattern.ts';

/** `$$`, `$name` (as long as possible) or `${name}`. Any other `$` is just that. */
const REFERENCE = /\$(?:(\$)|([\p{L}\p{Nd}_]+)|\{([\p{L}\p{Nd}_]+)\})/gu;
const GROUP_NUMBER = /^(?:0|[1-9][0-9]{0,8})$/;

/** Prepares a replacement template: the result makes the replacement of a match. Unknown groups are empty. */
export function expandTemplate(template: string, pattern: Pattern): (match: Match) => string {
  if (!template.includes('$')) return () => template;
  return (match) =>
    template.replace(
      REFERENCE,
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

import { printPath } from '../overlay/patch-paths.ts';
import { printTarget } from '../project/target.ts';
import { titleOfSearch, type FoundValue, type TriedValue } from './find-value.ts';

/** How many other changes are named. */
const MOST_NAMED = 4;

/** What came of looking for a value, for people. */
export function foundValueAsText(found: FoundValue): string {
  const { value, isAlready, patch } = found;
  const title = titleOfSearch(found);
  const note = patch === undefined ? '' : `\n${patch} sets it now: with the value, take it out there.\n`;
  if (isAlready) return `${title} is so without a patch and without another value.\n${note}`;
  const what = `${found.fields.map(printPath).join(', ')} of ${title}`;
  if (value === undefined) return missingText(found, what);
  return `A chart value does that, and nothing else: ${what}\n\n  ${commandOf(found, value)}\n${note}`;
}

/** The same for programs. */
export function foundValueAsJson(found: FoundValue): object {
  const { target, resource, fields, value, nearest, tried, isAlready, patch } = found;
  const told = (each: TriedValue | undefined): object | null =>
    each === undefined ? null : { ...each, command: commandOf(found, each) };
  return {
    ...{ target: printTarget(target), resource, fields: fields.map(printPath), tried, isAlready },
    ...{ value: told(value), nearest: told(nearest), patch: patch ?? null },
  };
}

function missingText(found: FoundValue, what: string): string {
  const { nearest, tried } = found;
  const count = tried === 1 ? '1 was' : `${tried} were`;
  const none = `No chart value was found that does just that (${count} tried): ${what}\n`;
  if (nearest === undefined) return none;
  const { others } = nearest;
  const more = others.length > MOST_NAMED ? ` and ${others.length - MOST_NAMED} more` : '';
  return `${none}\nThe nearest changes also ${others.slice(0, MOST_NAMED).join(', ')}${more}:\n\n  ${commandOf(found, nearest)}\n`;
}

function commandOf({ target }: FoundValue, { assignments }: TriedValue): string {
  const flags = assignments.map((assignment) => `--set-value ${shellWord(assignment)}`);
  return `infra patch ${printTarget(target)} ${flags.join(' ')}`;
}

/** A word that no shell changes. */
function shellWord(text: string): string {
  return /^[\w.,:=@%+/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

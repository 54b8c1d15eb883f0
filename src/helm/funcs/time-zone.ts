import { zoneAbbreviations } from './time-zone-names.ts';

/** What clocks somewhere show, and what that time is called there. */
export interface Zone {
  readonly name: string;
  /** The rule in effect at these seconds since 1970. */
  at(seconds: number): ZoneRule;
}

export interface ZoneRule {
  readonly abbreviation: string;
  /** seconds east of UTC */
  readonly offset: number;
}

const MAX_MILLISECONDS = 8.64e15;
/** Half of the times this far away are in the other season, whatever the date. */
const SEASONS = [-182, -91, 91, 182].map((days) => days * 86_400);
const QUARTER = 900;
const OFFSET = /GMT([+-])(\d{2}):(\d{2})(?::(\d{2}))?/;

export const UTC: Zone = fixedZone('UTC', 0);

/** A zone that is the same at all times. */
export function fixedZone(abbreviation: string, offset: number): Zone {
  const rule = { abbreviation, offset };
  return { name: abbreviation, at: () => rule };
}

/** The zone of this IANA name, undefined if there is none. */
export function loadZone(name: string): Zone | undefined {
  if (name === '' || name === 'UTC') return UTC;
  if (!/^[A-Za-z]/.test(name)) return undefined;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  } catch {
    return undefined;
  }
  const canonical = format.resolvedOptions().timeZone;
  // Zone names are file names to Go, with their case.
  if (canonical !== name && canonical.toLowerCase() === name.toLowerCase()) return undefined;
  return { name, at: (seconds) => ruleAt(format, name, canonical, seconds) };
}

function ruleAt(format: Intl.DateTimeFormat, name: string, canonical: string, seconds: number): ZoneRule {
  const offset = offsetAt(format, seconds);
  // Clocks went by the sun once.
  if (offset % QUARTER !== 0) return { abbreviation: 'LMT', offset };
  const names = zoneAbbreviations(name) ?? zoneAbbreviations(canonical);
  if (names === undefined) return { abbreviation: numericAbbreviation(offset), offset };
  const isSummer = SEASONS.some((distance) => offsetAt(format, seconds + distance) < offset);
  return { abbreviation: (isSummer ? names.summer : undefined) ?? names.standard, offset };
}

function offsetAt(format: Intl.DateTimeFormat, seconds: number): number {
  const milliseconds = Math.max(-MAX_MILLISECONDS, Math.min(MAX_MILLISECONDS, seconds * 1000));
  const match = OFFSET.exec(format.format(milliseconds));
  if (match === null) return 0;
  const size = Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0);
  return match[1] === '-' ? -size : size;
}

/** `+03`, `-0330`: how the time zone database names a time nobody has a name for. */
function numericAbbreviation(offset: number): string {
  const minutes = Math.floor(Math.abs(offset) / 60);
  const text =
    `${Math.floor(minutes / 60)}`.padStart(2, '0') +
    (minutes % 60 === 0 ? '' : `${minutes % 60}`.padStart(2, '0'));
  return (offset < 0 ? '-' : '+') + text;
}

/** The offset that goes by this abbreviation in the zone about that time of the clocks, undefined if none does. */
export function offsetNamed(zone: Zone, abbreviation: string, seconds: number): number | undefined {
  const rules = [0, ...SEASONS].map((distance) => zone.at(seconds + distance));
  const named = rules.filter((rule) => rule.abbreviation === abbreviation);
  const inEffect = named.find((rule) => zone.at(seconds - rule.offset).abbreviation === abbreviation);
  return (inEffect ?? named[0])?.offset;
}

import { readlinkSync } from 'node:fs';

const ZONE_DATABASE = '/zoneinfo/';

/**
 * IANA name of what Go calls the local zone: the variable TZ (empty is UTC, a leading colon is ignored), without it what
 * /etc/localtime links to, and where that tells nothing the zone the runtime knows.
 */
export function localTimeZone(): string {
  const variable = process.env['TZ'];
  if (variable !== undefined) return nameOf(variable.startsWith(':') ? variable.slice(1) : variable);
  return linkedZone() ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function nameOf(zone: string): string {
  if (zone === '') return 'UTC';
  return zoneInPath(zone) ?? zone;
}

function linkedZone(): string | undefined {
  try {
    return zoneInPath(readlinkSync('/etc/localtime'));
  } catch {
    return undefined;
  }
}

function zoneInPath(path: string): string | undefined {
  const at = path.indexOf(ZONE_DATABASE);
  return at < 0 ? undefined : path.slice(at + ZONE_DATABASE.length);
}

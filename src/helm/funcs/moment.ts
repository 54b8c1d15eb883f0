import { dateOfDay, dayNumber, weekdayOf, type CalendarDate } from './calendar.ts';
import type { Zone } from './time-zone.ts';

/** A point in time as somebody somewhere reads it. */
export interface Moment {
  /** since 1970 */
  readonly nanoseconds: bigint;
  readonly zone: Zone;
}

/** What a calendar and a clock in the zone of a moment show. */
export interface Reading extends CalendarDate {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanosecond: number;
  /** 0 for Sunday */
  readonly weekday: number;
  /** 1 for the first of January */
  readonly yearDay: number;
  readonly abbreviation: string;
  /** seconds east of UTC */
  readonly offset: number;
}

const SECOND = 1_000_000_000n;
const DAY = 86_400;

/** Seconds since 1970, rounded down. */
export function unixSeconds(nanoseconds: bigint): bigint {
  const seconds = nanoseconds / SECOND;
  return nanoseconds < 0n && nanoseconds % SECOND !== 0n ? seconds - 1n : seconds;
}

export function readMoment({ nanoseconds, zone }: Moment): Reading {
  const unix = unixSeconds(nanoseconds);
  const { abbreviation, offset } = zone.at(Number(unix));
  const seconds = Number(unix) + offset;
  const days = Math.floor(seconds / DAY);
  const clock = seconds - days * DAY;
  const date = dateOfDay(days);
  return {
    ...date,
    hour: Math.floor(clock / 3600),
    minute: Math.floor(clock / 60) % 60,
    second: clock % 60,
    nanosecond: Number(nanoseconds - unix * SECOND),
    weekday: weekdayOf(days),
    yearDay: days - dayNumber(date.year, 1, 1) + 1,
    abbreviation,
    offset,
  };
}

/** A date and time of day; values beyond their range carry over. */
export interface WallTime extends CalendarDate {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanosecond: number;
}

/** The moment at which clocks in the zone show this; where they do so twice or never, Go's choice. */
export function momentAt(wall: WallTime, zone: Zone): Moment {
  const days = dayNumber(wall.year, wall.month, wall.day);
  const seconds = days * DAY + wall.hour * 3600 + wall.minute * 60 + wall.second;
  const guess = zone.at(seconds).offset;
  const offset = guess === 0 ? 0 : zone.at(seconds - guess).offset;
  return { nanoseconds: BigInt(seconds - offset) * SECOND + BigInt(wall.nanosecond), zone };
}

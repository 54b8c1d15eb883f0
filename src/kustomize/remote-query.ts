const DEFAULT_TIMEOUT_SECONDS = 27;
/** Go holds durations as nanoseconds in 63 bits. */
const MAX_SECONDS = 9_223_372_036;
const TRUE = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const FALSE = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);
const SECONDS: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

export interface RemoteQuery {
  readonly ref?: string;
  readonly submodules: boolean;
  readonly timeoutSeconds: number;
}

/**
 * What the query of a Git URL asks for: `ref` (or `version`), `submodules`, and `timeout` (seconds, or a duration as in Go).
 * Values that make no sense count as missing; if anything in it is wrongly escaped, all do.
 */
export function remoteQuery(query: string): RemoteQuery {
  const values = parseQuery(query);
  const ref = values.get('ref') || values.get('version') || '';
  return {
    ...(ref !== '' && { ref }),
    submodules: booleanOf(values.get('submodules') ?? '') ?? true,
    timeoutSeconds: secondsOf(values.get('timeout') ?? '') ?? DEFAULT_TIMEOUT_SECONDS,
  };
}

/** The first value of each key. */
function parseQuery(query: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const key = unescapeQuery(equals === -1 ? pair : pair.slice(0, equals));
    const value = unescapeQuery(equals === -1 ? '' : pair.slice(equals + 1));
    if (key === undefined || value === undefined) return new Map();
    if (!values.has(key)) values.set(key, value);
  }
  return values;
}

function unescapeQuery(text: string): string | undefined {
  if (text.includes(';') || /%(?![0-9a-f]{2})/i.test(text)) return undefined;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

function booleanOf(text: string): boolean | undefined {
  return TRUE.has(text) ? true : FALSE.has(text) ? false : undefined;
}

function secondsOf(text: string): number | undefined {
  const seconds = /^[-+]?\d+$/.test(text) ? Number(text) : durationOf(text);
  return seconds !== undefined && seconds > 0 && seconds < MAX_SECONDS ? seconds : undefined;
}

/** A duration in Go's form, such as `1m30s` or `1.5h`. */
function durationOf(text: string): number | undefined {
  if (!/^\+?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(text)) return undefined;
  let seconds = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+\.?\d*|\.\d+)([a-zµμ]+)/g)) {
    seconds += Number(amount) * SECONDS[unit!]!;
  }
  return seconds;
}

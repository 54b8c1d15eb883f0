import { loadChart, type LoadOptions } from '../../src/helm/load.ts';
import type { Chart } from '../../src/helm/chart.ts';
import { toJsonPlain } from '../../src/helm/funcs/plain.ts';
import { HELM_3, HELM_4, type Profile } from '../../src/helm/profile.ts';
import { encodeJson } from '../../src/k8s/json.ts';
import type { Value } from '../../src/gotemplate/value.ts';

export type Files = Readonly<Record<string, string>>;

export function fileMap(files: Files): Map<string, Uint8Array> {
  const encoder = new TextEncoder();
  return new Map(Object.entries(files).map(([name, text]) => [name, encoder.encode(text)]));
}

export function makeChart(files: Files, options?: LoadOptions): Chart {
  return loadChart(fileMap(files), options);
}

/** What `{{ toJson . }}` prints. */
export function json(value: Value): string {
  return encodeJson(value, { toPlain: toJsonPlain });
}

/** What an action gives, or its message after a `!`. */
export function outcome(action: () => string): string {
  try {
    return action();
  } catch (error) {
    return `!${(error as Error).message}`;
  }
}

/** What the real releases give; where `helm3` is absent, both give the same. */
export interface Expected {
  readonly helm4: string;
  readonly helm3?: string | undefined;
}

/** The expected outcome by release. */
export function releases({ helm4, helm3 = helm4 }: Expected): readonly [Profile, string][] {
  return [
    [HELM_4, helm4],
    [HELM_3, helm3],
  ];
}

import { encodeJson } from '../k8s/json.ts';
import type { Plain } from '../k8s/plain.ts';
import { readYaml } from '../k8s/yaml/read.ts';
import { fromBytes } from '../lib/utf8.ts';
import type { TargetResult } from './run-builds.ts';

/** Builds for programs: the resources and findings of each target, or why it was refused. */
export function buildsAsJson(results: readonly TargetResult[]): string {
  const builds = results.map(({ target, output, findings, error }) => ({
    target: target.name,
    ...(error === undefined
      ? { resources: resourcesOf(output === undefined ? '' : fromBytes(output)), findings }
      : { error: { code: error.code, message: error.message, location: error.location, hint: error.hint } }),
  }));
  return `${encodeJson(plainOf({ schema: 'infra.build/v1', builds }))}\n`;
}

function resourcesOf(text: string): Plain[] {
  return text === '' ? [] : text.split(/^---\n/m).map((document) => readYaml(document, { integers: true }));
}

/** Objects as maps, which keep the order of their keys; what is undefined is left out. */
function plainOf(value: unknown): Plain {
  if (Array.isArray(value)) return value.map(plainOf);
  if (value instanceof Map || typeof value !== 'object' || value === null) return value as Plain;
  return new Map(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .map(([key, each]) => [key, plainOf(each)]),
  );
}

import { describe, expect, test } from 'vitest';
import type { Mapping } from '../../src/k8s/node.ts';
import { readNodes } from '../../src/k8s/yaml/read-nodes.ts';
import { printResource } from '../../src/kustomize/output.ts';
import { InfraError } from '../../src/lib/error.ts';
import { entryOf, withEntry } from '../../src/overlay/edit-entry.ts';
import { editableText, readEdited, textWithProblem } from '../../src/overlay/edit-text.ts';

const FILE = 'Deployment-web.yaml';
const WEB = read(`
kind: Deployment
apiVersion: apps/v1
metadata: {name: web}
spec:
  replicas: 0x3
  list: [a, {b: 1}, c]
`);

function read(text: string): Mapping {
  return readNodes(text)[0]!.root as Mapping;
}

/** The text of the resource, edited. */
function edited(from: string, to: string): string {
  return editableText(WEB, 'Deployment/web').replace(from, to);
}

function problemOf(run: () => unknown): InfraError {
  try {
    run();
  } catch (error) {
    if (error instanceof InfraError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a resource', () => {
  test('stands below what there is to do', () => {
    const text = editableText(WEB, 'Deployment/web of dev/shop/web');
    expect(text).toMatch(
      /^# Deployment\/web of dev\/shop\/web, as it is built now\.\n(?:# .*\n)+apiVersion: apps\/v1\n/,
    );
    expect(text.endsWith(printResource(WEB))).toBe(true);
  });

  test('is the very same where nothing was edited', () => {
    expect(readEdited(edited('', '# mine\n'), WEB, FILE)).toBe(WEB);
  });

  test('keeps what was not edited', () => {
    const after = readEdited(edited('- c\n', '- d\n'), WEB, FILE)!;
    expect(after.get('metadata')).toBe(WEB.get('metadata'));
    expect((after.get('spec') as Mapping).get('list')).toEqual(read('[a, {b: 1}, d]'));
  });

  test('keeps elements that moved', () => {
    const after = readEdited(edited('  - a\n', ''), WEB, FILE)!;
    expect((after.get('spec') as Mapping).get('list')).toEqual(read('[{b: 1}, c]'));
  });

  test('is left alone where only comments are left', () => {
    expect(readEdited('# nothing\n', WEB, FILE)).toBeUndefined();
  });

  test.each([
    ['kind: Deployment', 'kind: DaemonSet', 'kind is DaemonSet, and was Deployment', 5],
    ['  name: web', '  name: other', 'metadata.name is other, and was web', 7],
    ['  name: web', '  name: web\n  namespace: x', 'metadata.namespace was set to x', 8],
    ['kind: Deployment\n', '', 'kind is gone, and was Deployment', undefined],
    ['- a', '- a: [', 'the text is no YAML: ', 11],
    ['spec:', 'spec: {}\nspec:', 'the key "spec" comes twice', undefined],
    ['spec:', '---\nkind: Other\nspec:', 'the text holds more than one resource', 9],
  ])('refuses %j made %j', (from, to, problem, line) => {
    const error = problemOf(() => readEdited(edited(from, to), WEB, FILE));
    expect(error.message).toContain(problem);
    expect(error.location?.file).toBe(FILE);
    expect(error.location?.line).toBe(line);
  });

  test('comes back with the reason on top, once', () => {
    const text = edited('kind: Deployment', 'kind: DaemonSet');
    const error = problemOf(() => readEdited(text, WEB, FILE));
    const again = textWithProblem(text, error);
    const reasons = again.split('\n').filter((line) => line.startsWith('# ! '));
    expect(reasons[0]).toBe(
      '# ! line 7: kind is DaemonSet, and was Deployment: that would be another resource',
    );
    expect(again.split('\n')[6]).toBe('kind: DaemonSet');
    expect(
      textWithProblem(
        again,
        problemOf(() => readEdited(again, WEB, FILE)),
      ),
    ).toBe(again);
  });
});

describe('an entry', () => {
  const map = read('{kind: ConfigMap, data: {a: "one", b: "two\\n"}, binaryData: {c: AA==}}');
  const secret = read(`{kind: Secret, data: {a: ${btoa('one')}, b: /w==}, stringData: {d: four}}`);

  test('of a ConfigMap is its text', () => {
    expect(entryOf(map, 'a')).toEqual({ field: 'data', text: 'one' });
    expect((withEntry(map, 'a', 'uno\n').get('data') as Mapping).get('a')).toBe('uno');
    expect(withEntry(map, 'a', 'one\n')).toBe(map);
    expect(withEntry(map, 'b', 'two\n')).toBe(map);
  });

  test('of a Secret is decoded', () => {
    expect(entryOf(secret, 'a').text).toBe('one');
    expect((withEntry(secret, 'a', 'üno').get('data') as Mapping).get('a')).toBe('w7xubw==');
    expect(entryOf(secret, 'd')).toEqual({ field: 'stringData', text: 'four' });
  });

  test.each([
    [map, 'c', 'the entry c holds bytes'],
    [secret, 'b', 'the entry b is no text'],
    [map, 'x', 'there is no entry x'],
    [WEB, 'x', 'a Deployment has no entries of its own'],
  ])('%# is refused', (resource, key, problem) => {
    expect(problemOf(() => entryOf(resource, key)).message).toContain(problem);
  });
});

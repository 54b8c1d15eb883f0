import { describe, expect, test } from 'vitest';
import { plainOf } from '../../src/k8s/node-to-plain.ts';
import type { Mapping } from '../../src/k8s/node.ts';
import { readNodes } from '../../src/k8s/yaml/read-nodes.ts';
import { InfraError } from '../../src/lib/error.ts';
import { applyJson6902, parseJson6902 } from '../../src/patch/json6902.ts';

function apply(yaml: string, patch: string): unknown {
  return plainOf(applyJson6902(readNodes(yaml)[0]!.root as Mapping, parseJson6902(patch)));
}

describe('applyJson6902', () => {
  test.each([
    ['a: 1', '[{"op":"test","path":"/a","value":1}]'],
    ['a: {b: [1, "x<", {c: null}]}', '[{"op":"test","path":"/a","value":{"b":[1,"x\\u003c",{"c":null}]}}]'],
    ['a: "\\" \\\\ ]"', '[{"op":"test","path":"/a","value":"\\" \\\\ ]"}]'],
    ['a: {}', '[{"op":"test","path":"/a","value": { } }]'],
    ['{a: x, b: y}', '[ {"value" : "x", "path":"/a","op":"test"} , {"op":"test","path":"/b","value":"y"}]'],
  ])('tests as JSON is written: %s', (yaml, patch) => {
    expect(() => apply(yaml, patch)).not.toThrow();
  });

  test('leaves the values of its operations alone', () => {
    const operations = parseJson6902(
      '[{"op":"add","path":"/a","value":[]},{"op":"add","path":"/a/-","value":1}]',
    );
    const root = readNodes('b: 1')[0]!.root as Mapping;
    expect(plainOf(applyJson6902(root, operations))).toEqual(plainOf(applyJson6902(root, operations)));
  });

  test('refuses a patch that copies without end', () => {
    const operations = Array.from({ length: 60 }, () => '{"op":"copy","from":"/a","path":"/a/b"}').join();
    const wider = Array.from(
      { length: 60 },
      (_, at) => `{"op":"copy","from":"/a","path":"/a/b${at}"}`,
    ).join();
    expect(() => apply('a: {c: 1}', `[${operations}]`)).not.toThrow();
    expect(() => apply('a: {c: 1}', `[${wider}]`)).toThrow(InfraError);
  });

  test('refuses a patch that nests too deeply', () => {
    const value = '['.repeat(5000) + ']'.repeat(5000);
    expect(() => parseJson6902(`[{"op":"add","path":"/a","value":${value}}]`)).toThrow(InfraError);
  });
});

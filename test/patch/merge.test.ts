import { describe, expect, test } from 'vitest';
import { nodeOf } from '../../src/k8s/node-to-plain.ts';
import type { Node } from '../../src/k8s/node.ts';
import { decodeJson } from '../../src/k8s/json.ts';
import { applyMergePatch } from '../../src/patch/merge.ts';

function node(json: string): Node {
  return nodeOf(decodeJson(json));
}

describe('applyMergePatch', () => {
  test.each([
    ['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'],
    ['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'],
    ['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
    ['{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'],
    ['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'],
    ['{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'],
    ['["a","b"]', '{"a":"b","c":null}', '{"a":"b"}'],
    ['{"a":"foo"}', '"bar"', '"bar"'],
    ['{}', '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
    ['{"constructor":1}', '{"constructor":2,"__proto__":{"a":1}}', '{"constructor":2,"__proto__":{"a":1}}'],
  ])('%s with %s', (before, patch, after) => {
    expect(applyMergePatch(node(before), node(patch))).toEqual(node(after));
  });

  test('gives the same node where nothing changed', () => {
    const before = node('{"a":{"b":"c"},"d":"e"}');
    expect(applyMergePatch(before, node('{"a":{"b":"c","x":null},"d":"e"}'))).toBe(before);
  });
});

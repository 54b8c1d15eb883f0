import { describe, expect, test } from 'vitest';
import { Scalar, type Node } from '../../src/k8s/node.ts';
import { nodeOf, plainOf, UnprintableNode } from '../../src/k8s/node-to-plain.ts';
import { nodeThroughJson } from '../../src/k8s/node-through-json.ts';
import type { Plain } from '../../src/k8s/plain.ts';
import { StyledText } from '../../src/k8s/quoted.ts';
import { readNodes } from '../../src/k8s/yaml/read-nodes.ts';

function failure(yaml: string): UnprintableNode {
  try {
    plainOf(readNodes(yaml)[0]!.root);
  } catch (error) {
    if (error instanceof UnprintableNode) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('plainOf', () => {
  test.each<[string, Plain]>([
    ['12', 12],
    ['9007199254740993', 9007199254740993n],
    ['-0x10', -16],
    ['1.50', 1.5],
    ['!!float 7', 7],
    ['2020-1-2', '2020-01-02T00:00:00Z'],
    ['2020-1-2 3:4:5.60', '2020-01-02T03:04:05.6Z'],
    ['2020-01-02T03:04:05+01:60', '2020-01-02T03:04:05+02:00'],
    ['!!binary aGk=', 'hi'],
    ['!x 12', '12'],
    ['{b: }', new Map([['b', '']])],
    ['[2020-01-02T03:04:05.60Z]', ['2020-01-02T03:04:05.60Z']],
  ])('gives the data of %s', (yaml, value) => {
    expect(plainOf(readNodes(`a: ${yaml}\n`)[0]!.root)).toEqual(new Map([['a', value]]));
  });

  test.each([
    ['a: {b: [1, .inf]}\n', ['a', 'b', 1]],
    ['a:\n- {b: 1, b: 2}\n', ['a', 0]],
    ['a: {1: 2}\n', ['a']],
    ['a: 1\na: 2\n', []],
    ['a: !!int x\n', ['a']],
  ])('says where it cannot: %s', (yaml, path) => {
    expect(failure(yaml).path).toEqual(path);
  });
});

describe('nodeOf', () => {
  test.each<[Plain, Node]>([
    [5, new Scalar('!!int', '5')],
    [1e6, new Scalar('!!float', '1e+06')],
    [1.5, new Scalar('!!float', '1.5')],
    [12345678901234567890n, new Scalar('!!int', '12345678901234567890')],
    [true, new Scalar('!!bool', 'true')],
    [null, new Scalar('!!null', 'null')],
    ['12', '12'],
    [
      ['a', new Map([['b', 'c']])],
      ['a', new Map([['b', 'c']])],
    ],
  ])('writes %o as YAML does', (plain, node) => {
    expect(nodeOf(plain)).toEqual(node);
  });

  test('gives a text that YAML would write as an unreadable block a scalar that cannot be printed', () => {
    expect(() => plainOf(nodeOf('\ta\nb'))).toThrow(UnprintableNode);
    expect(plainOf(nodeOf('\ta'))).toBe('\ta');
  });
});

describe('nodeThroughJson', () => {
  test.each<[Plain, Node]>([
    [1e6, new Scalar('!!int', '1000000')],
    [1e21, new Scalar('!!float', '1e+21')],
    ['a \u0085 b', new StyledText('a b', true)],
    [
      new Map([
        ['b', 'c'],
        ['a', null],
      ]),
      new Map<string, Node>([
        ['a', new Scalar('!!null', 'null')],
        ['b', new StyledText('c', true)],
      ]),
    ],
  ])('reads %o as JSON', (plain, node) => {
    expect(nodeThroughJson(plain)).toEqual(node);
  });
});

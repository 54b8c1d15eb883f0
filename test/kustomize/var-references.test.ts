import { describe, expect, test } from 'vitest';
import { Scalar, type Node } from '../../src/k8s/node.ts';
import { replaceReferences, varValue } from '../../src/kustomize/var-references.ts';

describe('the value of a var', () => {
  test.each<[Scalar, string, string]>([
    [new Scalar('!!int', '+010'), '10', '10'],
    [new Scalar('!!int', '-9223372036854775808'), '-9223372036854775808', '-9223372036854775808'],
    [new Scalar('!!float', '1e21'), '1000000000000000000000', '1e+21'],
    [new Scalar('!!float', '123456789012345678901'), '123456789012345680000', '123456789012345680000'],
    [new Scalar('!!float', '-1.5e-7'), '-0.00000015', '-1.5e-07'],
    [new Scalar('!!float', '0.0001'), '0.0001', '0.0001'],
    [new Scalar('!!float', '0.00001'), '0.00001', '1e-05'],
    [new Scalar('!!float', '-0.0'), '-0', '-0'],
    [new Scalar('!!float', '1.'), '1', '1'],
    [new Scalar('!!bool', 'TRUE'), 'true', 'true'],
  ])('%j is %s alone, and %s within a text', (node, alone, within) => {
    const value = varValue(node);
    expect(value).toMatchObject({ kind: 'scalar', node: { tag: node.tag, text: alone }, text: within });
  });

  test.each([
    new Scalar('!!int', '0x1F'),
    new Scalar('!!int', '1_000'),
    new Scalar('!!int', '9223372036854775808'),
    new Scalar('!!float', '.inf'),
    new Scalar('!!float', '1_0.5'),
    new Scalar('!!bool', 'yes'),
  ])('%j is none', (node) => {
    expect(varValue(node)).toBeUndefined();
  });

  test('a collection is what Go prints', () => {
    const node = new Map<string, Node>([
      ['b', ['x', new Scalar('!!int', '1'), new Scalar('!!null', '')]],
      ['a', new Scalar('!!float', '1.50')],
    ]);
    const text = 'map[a:1.5 b:[x 1 <nil>]]';
    expect(varValue(node)).toEqual({ kind: 'collection', type: 'map[string]interface {}', text });
  });
});

describe('references', () => {
  const replace = (text: string): Node =>
    replaceReferences(text, (name) =>
      name === 'V' ? { node: new Scalar('!!int', '1'), text: '1' } : undefined,
    );

  test('are looked for in time that grows with the length of the text', () => {
    const text = '$('.repeat(200_000);
    expect(replace(text)).toBe(text);
    expect(replace(`${text})`)).toBe(`${text})`);
  });

  test('bytes that are no text come out as base64, in lines where they are many', () => {
    const lines = (replace(`$é${'x'.repeat(100)}`) as string).split('\n');
    expect(lines.map((line) => line.length)).toEqual([70, 70, 0]);
  });
});

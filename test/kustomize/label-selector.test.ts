import { describe, expect, test } from 'vitest';
import { parseLabelSelector } from '../../src/kustomize/label-selector.ts';
import { InfraError } from '../../src/lib/error.ts';

describe('parseLabelSelector', () => {
  test.each<[string, Record<string, string>, boolean]>([
    ['', {}, true],
    [' \t', {}, true],
    ['a in (b,,c)', { a: '' }, true],
    ['a in (,)', { a: '' }, true],
    ['a in (b,)', { a: '' }, true],
    ['a in (,b)', { a: 'b' }, true],
    ['a in (b,,,)', { a: '' }, true],
    ['a notin ()', { a: '' }, false],
    ['a=,b', { a: '', b: 'x' }, true],
    ['a!=', { a: 'x' }, true],
    ['a>1', { a: '+2' }, true],
    ['a>1', { a: 'x' }, false],
    ['a<9223372036854775807', { a: '9223372036854775808' }, false],
    ['!a,!b', {}, true],
    ['a\n,\nb', { a: '', b: '' }, true],
  ])('%j on %j: %s', (selector, labels, expected) => {
    expect(parseLabelSelector(selector)(new Map(Object.entries(labels)))).toBe(expected);
  });

  test.each([
    ...[
      'a in (b,,)',
      'a in (b c)',
      'a in (b',
      'a in b',
      'a in',
      '!',
      '!!a',
      '!a=b',
      'a=b=c',
      'a b',
      ',a',
      'a,,b',
      '(a)',
    ],
    ...[
      'a>',
      'a>-1',
      'a>1.5',
      'a>9223372036854775808',
      'a/b/c',
      '/a',
      'a/',
      'A.com/a',
      'a='.concat('x'.repeat(64)),
      'x'.repeat(64),
    ],
    ...['a=-', 'a=b.', 'é=b', 'a==!b'],
  ])('refuses %j', (selector) => {
    expect(() => parseLabelSelector(selector)).toThrow(InfraError);
  });
});

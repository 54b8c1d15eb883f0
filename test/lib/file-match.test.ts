import { describe, expect, it } from 'vitest';
import { matchPath } from '../../src/lib/file-match.ts';

/** What filepath.Match says; undefined where it fails. */
const VECTORS: readonly (readonly [pattern: string, name: string, result: boolean | undefined])[] = [
  ['abc', 'abc', true],
  ['*', 'abc', true],
  ['*c', 'abc', true],
  ['a*', 'a', true],
  ['a*', 'ab/c', false],
  ['a*/b', 'abc/b', true],
  ['a*b*c*d*e*/f', 'axbxcxdxe/f', true],
  ['a*b*c*d*e*/f', 'axbxcxdxexxx/fff', false],
  ['a*b?c*x', 'abxbbxdbxebxczzx', true],
  ['a*b?c*x', 'abxbbxdbxebxczzy', false],
  ['ab[c]', 'abc', true],
  ['ab[b-d]', 'abc', true],
  ['ab[e-g]', 'abc', false],
  ['ab[^c]', 'abc', false],
  ['ab[^e-g]', 'abc', true],
  ['a\\*b', 'a*b', true],
  ['a\\*b', 'ab', false],
  ['a?b', 'a☺b', true],
  ['a[^a]b', 'a☺b', true],
  ['a???b', 'a☺b', false],
  ['[a-ζ]*', 'α', true],
  ['*[a-ζ]', 'A', false],
  ['a?b', 'a/b', false],
  ['a*b', 'a/b', false],
  ['[\\]a]', ']', true],
  ['[\\-]', '-', true],
  ['[x\\-]', 'z', false],
  ['[\\-x]', 'a', false],
  ['[]a]', ']', undefined],
  ['[-]', '-', undefined],
  ['[x-]', 'x', undefined],
  ['[-x]', 'x', undefined],
  ['\\', 'a', undefined],
  ['[a-b-c]', 'a', undefined],
  ['[', 'a', undefined],
  ['[^', 'a', undefined],
  ['[^bc', 'a', undefined],
  ['a[', 'a', undefined],
  ['a[', 'ab', undefined],
  ['a[', 'x', undefined],
  ['a/b[', 'x', undefined],
  ['*x', 'xxx', true],
  ['[a-', 'a', undefined],
  ['*??b', '世b', true],
  ['[\\', 'a', undefined],
  ['b[]', 'a', undefined],
  ['a*[', 'b', false],
  ['*[', 'b', undefined],
  ['', '', true],
  ['', 'a', false],
  ['**', 'a/b', false],
  ['a**b', 'axyb', true],
  ['[]*]', 'x', undefined],
  ['[!a]', 'b', false],
  ['[!a]', '!', true],
];

describe('matchPath', () => {
  it.each(VECTORS)('%s on %s', (pattern, name, result) => {
    if (result === undefined) expect(() => matchPath(pattern, name)).toThrow('syntax error in pattern');
    else expect(matchPath(pattern, name)).toBe(result);
  });

  it('does not try all ways to share out a text among stars', () => {
    expect(matchPath(`${'a*'.repeat(200)}b`, 'a'.repeat(5000))).toBe(false);
  });
});

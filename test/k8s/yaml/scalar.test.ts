import { describe, expect, it } from 'vitest';
import { resolveScalar, resolvesToString } from '../../../src/k8s/yaml/scalar.ts';
import type { ResolvedScalar } from '../../../src/k8s/yaml/scalar.ts';

describe('resolveScalar', () => {
  it.each<[string, ResolvedScalar['tag'], ResolvedScalar['value']]>([
    ['', 'null', null],
    ['Null', 'null', null],
    ['nULL', 'str', 'nULL'],
    ['y', 'bool', true],
    ['OFF', 'bool', false],
    ['oN', 'str', 'oN'],
    ['0777', 'int', 511n],
    ['0b-101', 'int', -5n],
    ['1__2', 'int', 12n],
    ['18446744073709551615', 'int', 18446744073709551615n],
    ['+18446744073709551615', 'float', 18446744073709552000],
    ['-9223372036854775808', 'int', -9223372036854775808n],
    ['-9223372036854775809', 'float', -9223372036854775809],
    ['08', 'float', 8],
    ['1.', 'float', 1],
    ['.5_0', 'float', 0.5],
    ['._5', 'str', '._5'],
    ['1e999', 'str', '1e999'],
    ['+.inf', 'float', Infinity],
    ['-.INF', 'float', -Infinity],
    ['.NaN', 'float', NaN],
    ['1:30', 'str', '1:30'],
    ['0x', 'str', '0x'],
    ['<<', 'merge', '<<'],
    ['=', 'str', '='],
    ['2001-1-1', 'timestamp', '2001-1-1'],
    ['2001-02-29', 'str', '2001-02-29'],
    ['2001-12-14t21:59:43.10-05:00', 'timestamp', '2001-12-14t21:59:43.10-05:00'],
    ['2001-12-14T21:59:43', 'str', '2001-12-14T21:59:43'],
    ['2001-12-14  21:59:43,5', 'timestamp', '2001-12-14  21:59:43,5'],
    ['2001-12-14 21:59:43.10 -5', 'str', '2001-12-14 21:59:43.10 -5'],
  ])('%j is %s', (text, tag, value) => {
    expect(resolveScalar(text)).toEqual({ tag, value });
    expect(resolvesToString(text)).toBe(tag === 'str' || tag === 'merge');
  });
});

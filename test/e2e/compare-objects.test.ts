import { describe, expect, it } from 'vitest';
import { identity, missingFields } from '../../scripts/e2e/compare-objects.mjs';

describe('what was built, beside what the API server holds', () => {
  it.each([
    ['defaults are added', { a: 1 }, { a: 1, b: 2 }],
    ['empty fields are left out', { a: {}, b: null, c: '', d: false, e: { f: [] } }, {}],
    ['fields of list elements are added', { a: [{ b: 1 }] }, { a: [{ b: 1, c: 2 }] }],
    ['a number becomes text', { limits: { cpu: 2 } }, { limits: { cpu: '2' } }],
    ['a share becomes thousandths', { x: { requests: { cpu: 0.5 } } }, { x: { requests: { cpu: '500m' } } }],
    [
      'a size gets the largest unit',
      { x: { requests: { storage: '1024Mi' } } },
      { x: { requests: { storage: '1Gi' } } },
    ],
  ])('%s', (_, built, live) => {
    expect(missingFields({ x: built }, { x: live })).toEqual([]);
  });

  it.each([
    ['a field is missing', { a: { b: 1 } }, { a: {} }, ['.a.b: built 1, there is undefined']],
    ['another value', { a: 'x' }, { a: 'y' }, ['.a: built "x", there is "y"']],
    ['another type', { a: '1' }, { a: 1 }, ['.a: built "1", there is 1']],
    [
      'another quantity',
      { limits: { memory: '1G' } },
      { limits: { memory: '1Gi' } },
      ['.limits.memory: built "1G", there is "1Gi"'],
    ],
    [
      'a text that only looks like a quantity',
      { data: { size: '1024Mi' } },
      { data: { size: '1Gi' } },
      ['.data.size: built "1024Mi", there is "1Gi"'],
    ],
    ['a list has more', { a: [1] }, { a: [1, 2] }, ['.a: built [1], there is [1,2]']],
    [
      'a list has another order',
      { a: ['x', 'y'] },
      { a: ['y', 'x'] },
      ['.a[0]: built "x", there is "y"', '.a[1]: built "y", there is "x"'],
    ],
    [
      'the object is missing',
      { kind: 'Service' },
      undefined,
      [': built {"kind":"Service"}, there is undefined'],
    ],
  ])('says that %s', (_, built, live, expected) => {
    expect(missingFields(built, live)).toEqual(expected);
  });

  it('names objects by kind, group, namespace and name', () => {
    const named = (apiVersion: string, kind: string, namespace?: string) =>
      identity({ apiVersion, kind, metadata: { name: 'jenkins', namespace } });
    expect(named('apps/v1', 'StatefulSet', 'ci')).toBe('StatefulSet.apps/ci/jenkins');
    expect(named('v1', 'Namespace')).toBe('Namespace/jenkins');
  });
});

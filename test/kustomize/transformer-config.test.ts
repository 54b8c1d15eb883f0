import { expect, test } from 'vitest';
import { defaultConfig } from '../../src/kustomize/default-config.ts';
import { EMPTY_CONFIG, makeConfig, mergeConfig } from '../../src/kustomize/transformer-config.ts';

test('merging what is there already keeps every list', () => {
  const defaults = defaultConfig();
  expect(defaults.commonLabels.length).toBeGreaterThan(20);
  expect(defaults.nameReference.length).toBeGreaterThan(10);
  for (const merged of [
    mergeConfig(EMPTY_CONFIG, defaults),
    mergeConfig(defaults, defaults),
    mergeConfig(defaults, EMPTY_CONFIG),
  ]) {
    const changed = Object.entries<readonly unknown[]>({ ...merged }).filter(
      ([name, list]) => list.length > 0 && list !== defaults[name as keyof typeof defaults],
    );
    expect(changed).toEqual([]);
  }
});

test('a new field spec changes its list only, which stays sorted by kind', () => {
  const added = { group: '', version: '', kind: 'Namespace', path: 'x', create: false };
  const defaults = defaultConfig();
  const merged = mergeConfig(
    defaults,
    makeConfig((name) => (name === 'commonLabels' ? [added] : []), []),
  );
  expect(merged.commonLabels[0]).toBe(added);
  expect(merged.images).toBe(defaults.images);
});

import { expect, test } from 'vitest';
import type { Finding } from '../../src/lib/finding.ts';
import { ofPatches, patchWarnings } from '../../src/overlay/patch-warnings.ts';

const at = (line: number, code = 'PATCH_MATCHES_NOTHING'): Finding => ({
  ...{ code, severity: 'warning', message: 'it selects no resource' },
  location: { file: '/root/overlays/a/kustomization.yaml', line },
});

test('a second patch that says the same is new; one whose line moved, or of something else, is not', () => {
  const { fresh, present } = patchWarnings([at(3)], [at(4), at(9), at(1, 'OTHER')]);
  expect(present).toEqual([at(4)]);
  expect(fresh).toEqual([at(9)]);
});

test('paths are from the root', () => {
  expect(ofPatches([at(1)], '/root')[0]!.location!.file).toBe('overlays/a/kustomization.yaml');
});

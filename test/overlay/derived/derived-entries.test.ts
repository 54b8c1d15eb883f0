import { expect, test } from 'vitest';
import { NO_ENTRIES, withDerivedEntries } from '../../../src/overlay/derived/derived-entries.ts';

const PATCH = { path: 'patches/derived/namespace.json6902.yaml', target: { namespace: 'app' } };
const BY_HAND = `# Why this overlay is as it is.
resources:
- ../../../../base/app
components:
- ../../../_shared/prod/app # of all of production
patches:
# more memory
- path: patches/deployment-app.yaml
`;

test('entries come before those of people, whose comments stay', () => {
  const edited = withDerivedEntries(
    BY_HAND,
    { component: true, patches: [PATCH], namespace: 'ci' },
    'k.yaml',
  );
  expect(edited).toBe(`# Why this overlay is as it is.
namespace: ci # the namespace of this target; made by infra
resources:
- ../../../../base/app
components:
- patches/derived
- ../../../_shared/prod/app # of all of production
patches:
- path: patches/derived/namespace.json6902.yaml
  target:
    namespace: app
# more memory
- path: patches/deployment-app.yaml
`);
  expect(withDerivedEntries(edited, NO_ENTRIES, 'k.yaml')).toBe(BY_HAND);
});

test('what is right stays as it is written', () => {
  const entries = { component: true, patches: [PATCH], namespace: undefined };
  const text = `components: [./patches/derived]\npatches:\n- path: ${PATCH.path} # by infra\n  target: {namespace: app}\nresources: [../../../../base/app]\n`;
  expect(withDerivedEntries(text.replace('./', ''), entries, 'k.yaml')).toBe(text.replace('./', ''));
});

test('a namespace that a person wrote stays', () => {
  const text = 'namespace: mine\nresources:\n- ../../../../base/app\n';
  expect(withDerivedEntries(text, { ...NO_ENTRIES, namespace: 'ci' }, 'k.yaml')).toBe(text);
  expect(withDerivedEntries(text, NO_ENTRIES, 'k.yaml')).toBe(text);
});

// Texts that readers and writers of YAML treat in special ways, and plain ones.
import fc from 'fast-check';

const ODD = [
  ...[
    '',
    'yes',
    'no',
    'on',
    'off',
    'y',
    'n',
    '~',
    'null',
    'true',
    'False',
    '1',
    '-1',
    '010',
    '0x1F',
    '1_000',
    '1.0',
  ],
  ...[
    '1e3',
    '.5',
    '1:20',
    '2020-01-01',
    ' lead',
    'trail ',
    'a: b',
    'a #b',
    '- x',
    '#c',
    '"q"',
    "it's",
    '=',
    '<<',
  ],
  ...[
    'two\nlines',
    'two\nlines\n',
    '\n',
    'tab\tin',
    'back\\slash',
    'é',
    '日本',
    '😀',
    'a\r\nb',
    '$(VAR)',
    '{{ x }}',
  ],
  ...[
    '%x',
    '@x',
    '`x`',
    '!x',
    '&x',
    '*x',
    '[x',
    '{x',
    'x]',
    'x,',
    '?',
    '-',
    ':',
    '|',
    '>',
    'key=value',
    'a.b/c',
  ],
  'a long text that has to be folded because it goes on well beyond the eighty columns that a line may have',
];

/** A text as annotations, data or arguments have it. */
export const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('web', 'db', 'red', 'blue', 'v1', 'some text', 'http://x.y/z') },
  { weight: 2, arbitrary: fc.constantFrom(...ODD) },
  {
    weight: 1,
    arbitrary: fc
      .string({ maxLength: 12 })
      .filter((value) => !/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(value)),
  },
);

export const name = fc.constantFrom('app', 'web', 'db', 'cache', 'job-1');
export const namespace = fc.constantFrom(undefined, undefined, undefined, 'one', 'two', 'default');
export const labelKey = fc.constantFrom('app', 'tier', 'app.kubernetes.io/name', 'env');
export const labelValue = fc.constantFrom('web', 'db', '1', 'true', 'x-y', '', 'on');
export const image = fc.constantFrom(
  ...[
    'nginx',
    'nginx:1.25',
    'registry:5000/team/app:v1',
    'busybox@sha256:abcdef',
    'app:v1@sha256:0123',
    'ghcr.io/x/y',
  ],
);

/** @param {fc.Arbitrary<string>} values @param {number} [maxKeys] */
export const labels = (values = labelValue, maxKeys = 3) => fc.dictionary(labelKey, values, { maxKeys });

/** @template T @param {fc.Arbitrary<T>} arbitrary */
export const maybe = (arbitrary) => fc.option(arbitrary, { nil: undefined, freq: 2 });

import { describe, expect, test } from 'vitest';
import { readNodes } from '../../src/k8s/yaml/read-nodes.ts';
import { withField, type Mapping } from '../../src/k8s/node.ts';
import { editStyledText } from '../../src/k8s/styled/edit-styled-text.ts';
import { readStyled } from '../../src/k8s/styled/read-styled.ts';
import { writeStyled } from '../../src/k8s/styled/write-styled.ts';

/** Texts, and what go-yaml v3 (indentation 2, compact lists) makes of them. */
const ROUND_TRIPS: [string, string, string][] = [
  [
    'comments on the line, above, below and at the end',
    `# head
server:
    port: 8080   # the port
    # who may call
    hosts:
        - a
        # foot

        - b
# below

retries: 3

# end
`,
    `# head
server:
  port: 8080 # the port
  # who may call
  hosts:
  - a
  # foot

  - b
# below

retries: 3

# end
`,
  ],
  [
    'comments of the document',
    `# about

# about a
a: 1
`,
    `# about

# about a
a: 1
`,
  ],
  [
    'a comment further left than the block above it',
    `a:
  b:
    c: 1
    # of c
  # of b
# of d
d: 1
`,
    `a:
  b:
    c: 1
    # of c
  # of b
# of d
d: 1
`,
  ],
  [
    'a comment behind a key, and behind a dash',
    `a: # of a
  b: 1
l:
- # of c
  c: 1
- # of d
  - d
`,
    `a: # of a
  b: 1
l:
- # of c
  c: 1
- # of d
  - d
`,
  ],
  [
    'a last comment without a line end',
    `a:
  b: 1
# end`,
    `a:
  b: 1
  # end
`,
  ],
  [
    'quotes, blocks and plain texts',
    `a: 'x'
b: "y\\t"
c: |
  one

  two
d: >-
  f
  g

  h
e: |+
  k

f: plain
  text
`,
    `a: 'x'
b: "y\\t"
c: |
  one

  two
d: >-
  f g

  h
e: |+
  k

f: plain text
`,
  ],
  [
    'a folded text with an indented line',
    `a: >
  f
    g
  h
`,
    `a: >
  f

    g
  h

`,
  ],
  [
    'flow collections, with comments',
    `a: [x,   {b: c}] # of a
l: [
  one, # first
  # second
  two
]
m: {
  k: v, # of v
  n: o
}
`,
    `a: [x, {b: c}] # of a
l: [one, # first
  # second
  two]
m: {k: v, # of v
  n: o}
`,
  ],
  [
    'anchors, aliases and merges',
    `a: &x
  b: 1
c: *x
d:
  <<: *x
  e: &y 2
`,
    `a: &x
  b: 1
c: *x
d:
  !!merge <<: *x
  e: &y 2
`,
  ],
  [
    'tags',
    `a: !!str 1
b: !own v
c: !!map {d: 1}
`,
    `a: !!str 1
b: !own v
c: !!map {d: 1}
`,
  ],
  [
    'keys that need more than a colon',
    `? [a, b]
: 1
? |
  x
: 2
"q": 3
7: 4
`,
    `? [a, b]
: 1
? |
  x
: 2
"q": 3
7: 4
`,
  ],
  [
    'numbers and empty values as they were written',
    `a: 0777
b: 1.0
c:
d: ~
e: True
f: ''
`,
    `a: 0777
b: 1.0
c:
d: ~
e: True
f: ''
`,
  ],
  [
    'lists in lists, and mappings in lists',
    `- - a
  - b
-
  c: d
  e:
    - f
`,
    `- - a
  - b
- c: d
  e:
  - f
`,
  ],
  [
    'empty lines and document markers go',
    `---
a: 1



b: 2
...
`,
    `a: 1
b: 2
`,
  ],
  [
    'one scalar',
    `text # c
`,
    `text # c
`,
  ],
];

describe('a text is written back as go-yaml v3 does it', () => {
  test.each(ROUND_TRIPS)('%s', (_name, text, expected) => {
    const document = readStyled(text);
    expect(document && writeStyled(document)).toBe(expected);
  });

  test('also when it nests very deeply, as far as that goes', () => {
    expect(readStyled('['.repeat(5000) + ']'.repeat(5000))).toBeUndefined();
  });

  test('in time that grows with its length', () => {
    const text = Array.from({ length: 20_000 }, (_, index) => `# c${index}\nk${index}: v # l\n`).join('\n');
    const document = readStyled(text);
    expect(document && writeStyled(document)).toBe(text.replaceAll('\n\n', '\n'));
  });
});

describe('an edit', () => {
  const edit = (text: string, change: (root: Mapping) => Mapping): string | undefined => {
    const before = readNodes(text)[0]!.root as Mapping;
    return editStyledText(text, { before, after: change(before), value: '', looks: undefined });
  };

  test('leaves the looks of all else', () => {
    const text = "# c\na: 'x' # l\nb: [1,  2]\n";
    expect(edit(text, (root) => withField(root, 'a', 'y'))).toBe("# c\na: 'y' # l\nb: [1, 2]");
  });

  test('adds keys at the end', () => {
    const added = new Map([['k', '1']]);
    expect(edit('a: x\n', (root) => withField(root, 'n', added))).toBe('a: x\nn:\n  k: "1"');
  });

  test('cannot be made in what an alias stands for', () => {
    const text = 'a: &x {b: 1}\nc: *x\n';
    expect(edit(text, (root) => withField(root, 'c', new Map([['b', '2']])))).toBeUndefined();
  });
});

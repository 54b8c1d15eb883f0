import { describe, expect, test } from 'vitest';
import { diffAsJson } from '../../src/diff/diff-as-json.ts';
import { diffAsMarkdown } from '../../src/diff/diff-as-markdown.ts';
import { diffAsText } from '../../src/diff/diff-as-text.ts';
import { diffOf } from './manifests.ts';

const many = (each: (name: string) => string): string =>
  ['a', 'b', 'c'].map((name) => each(name)).join('\n---\n');
const labelled = (labels: string, data = ''): string =>
  many(
    (name) =>
      `{apiVersion: v1, kind: ConfigMap, metadata: {name: ${name}, labels: ${labels}}, data: {k: "${data}"}}`,
  );
const plain = { colour: false };

const WEB = (replicas: number, more: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: ${replicas}
  template:
    spec:
      containers:
      - name: web
        ${more}
`;

describe('for people', () => {
  test('nothing is nothing', () => {
    expect(diffAsText(diffOf(WEB(1, 'a: b'), WEB(1, 'a: b')), plain)).toBe('');
  });

  test('meanings come first, danger before all', () => {
    const before = `${WEB(2, 'image: web:1.0.0')}---\n{apiVersion: v1, kind: Service, metadata: {name: old}}`;
    const after = `${WEB(0, 'image: web:2.0.0\n        env: [{name: A, value: "1"}, {name: B}]')}---\n{apiVersion: v1, kind: Service, metadata: {name: new}}`;
    expect(diffAsText(diffOf(before, after), plain)).toBe(
      `1 added, 1 removed, 1 changed

danger  Deployment/web: all its pods stop: 0 replicas [REPLICAS]
notice  Deployment/web: web:1.0.0 → web:2.0.0 (another major version) [IMAGE]
notice  Service/old: it will be pruned: its name and address are gone [PRUNE]

Deployment/web in shop
  spec.replicas                                   2 → 0
  spec.template.spec.containers.[name=web].image  web:1.0.0 → web:2.0.0
  + spec.template.spec.containers.[name=web].env:
    + - name: A
    +   value: "1"
    + - name: B

- Service/old
+ Service/new
`,
    );
  });

  test('a text of several lines', () => {
    const text = (line: string): string =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a.yaml: |\n    1\n    2\n    3\n    ${line}\n    5\n    6\n    7\n`;
    expect(diffAsText(diffOf(text('4'), text('four')), plain)).toBe(`1 changed

ConfigMap/a
  data.[a.yaml]
    @@ -2,5 +2,5 @@
      2
      3
    - 4
    + four
      5
      6
`);
  });

  test('only a line feed at the end', () => {
    const text = (end: string): string =>
      `{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {a: "x\\ny${end}"}}`;
    expect(diffAsText(diffOf(text(''), text('\\n')), plain)).toContain(
      '- y (no line feed at the end)\n    + y\n',
    );
  });

  test('what occurs everywhere is told once, unless all is asked for', () => {
    const diff = diffOf(
      labelled('{helm.sh/chart: web-1, app.kubernetes.io/version: "1", x: y}', 'old'),
      labelled('{helm.sh/chart: web-2, app.kubernetes.io/version: "2", x: z}', 'new'),
    );
    expect(diffAsText(diff, plain)).toBe(
      `3 changed

the same in 3 resources: ConfigMap/a, ConfigMap/b, ConfigMap/c
  metadata.labels.x  y → z
  data.k             old → new

everywhere
  version labels in 3 resources: helm.sh/chart              web-1 → web-2
  version labels in 3 resources: app.kubernetes.io/version  1 → 2
`,
    );
    const unfolded = diffAsText(diff, { colour: false, unfold: true });
    expect(unfolded.match(/metadata\.labels\.\[helm\.sh\/chart\] +web-1 → web-2/g)).toHaveLength(3);
  });

  test('a version that does not move along in all is told', () => {
    const label = (version: string): string =>
      `{metadata: {labels: {app.kubernetes.io/version: ${version}}}}`;
    const all = (a: string, b: string): string =>
      [a, b]
        .map((version, index) =>
          label(version).replace(
            '{metadata: {',
            `{apiVersion: v1, kind: ConfigMap, metadata: {name: c${index}, `,
          ),
        )
        .join('\n---\n');
    expect(diffAsText(diffOf(all('v1', 'v2'), all('v3', 'v4')), plain)).not.toContain('everywhere');
  });

  test('images that change in several places', () => {
    const image = (tag: string): string =>
      many((name) => WEB(1, `image: r/web:${tag}`).replace('name: web', `name: ${name}`));
    const text = diffAsText(diffOf(image('1.0'), image('1.1')), plain);
    expect(text).toContain('everywhere\n  image in 3 resources  r/web:1.0 → r/web:1.1\n');
    expect(text).toContain('notice  Deployment/a, Deployment/b, Deployment/c: its only pod restarts');
  });

  test('names with a new hash, and what refers to them', () => {
    const config = (hash: string, value: string): string =>
      `{apiVersion: v1, kind: ConfigMap, metadata: {name: web-${hash}}, data: {k: ${value}}}\n---\n${WEB(1, `envFrom: [{configMapRef: {name: web-${hash}}}]`)}`;
    const text = diffAsText(diffOf(config('7f8k2t5m9c', 'a'), config('m4h2g6b8dd', 'b')), plain);
    expect(text).toContain('ConfigMap/web-m4h2g6b8dd (was web-7f8k2t5m9c)\n  data.k  a → b\n');
    expect(text).toContain('  name in 2 resources: ConfigMap  web-7f8k2t5m9c → web-m4h2g6b8dd\n');
    expect(text).toContain('2 changed');
  });

  test('nothing in a value plays with the terminal', () => {
    const value = (text: string): string =>
      `{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {k: ${JSON.stringify(text)}}}`;
    const text = diffAsText(diffOf(value('a\nb'), value('a\u001b[2J\n\u202eb\r')), plain);
    expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\u202e]/);
  });

  test('colour only where it is asked for', () => {
    const diff = diffOf(WEB(1, 'a: b'), WEB(2, 'a: b'));
    expect(diffAsText(diff, plain)).not.toContain('\u001b');
    expect(diffAsText(diff, { colour: true })).toContain('\u001b[32m2\u001b[39m');
  });

  test('long values are shown around what differs', () => {
    const long = (middle: string): string => WEB(1, `a: ${'x'.repeat(300)}${middle}${'y'.repeat(300)}`);
    const lines = diffAsText(diffOf(long('1'), long('2')), plain).split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(320);
    expect(lines.join()).toMatch(/…x+1y+… → …x+2y+…/);
  });
});

describe('for pull requests', () => {
  test('counts, meanings, then the fields in a block', () => {
    const text = diffAsMarkdown(diffOf(WEB(2, 'a: b'), WEB(0, 'a: b')));
    expect(text).toBe(`**0 resources added, 0 removed, 1 changed**: 1 danger, 0 notices

- **danger** \`Deployment/web\`: all its pods stop: 0 replicas (REPLICAS)

<details><summary>Field by field</summary>

\`\`\`diff
# Deployment/web in shop
-  spec.replicas: 2
+  spec.replicas: 0
\`\`\`

</details>
`);
  });

  test('no value ends the block, or is taken for Markdown', () => {
    const value = (text: string): string => WEB(1, `image: ${JSON.stringify(text)}`);
    const text = diffAsMarkdown(diffOf(value('a:1.0.0'), value('a:2.0.0\n```\n<b>')));
    expect(text).toContain('\n````diff\n');
    expect(text).toContain('\n````\n\n</details>');
    expect(text.split('<details>')[0]).not.toMatch(/<b>|\n```/);
  });
});

describe('secrets', () => {
  const SECRET = (password: string): string => `
apiVersion: v1
kind: Secret
metadata: {name: s, annotations: {kubectl.kubernetes.io/last-applied-configuration: "${password}"}}
data: {password: ${Buffer.from(password).toString('base64')}}
stringData: {other: ${password}, third: "${password}\\nx"}
---
${WEB(1, `env: [{name: DB_PASSWORD, value: ${password}}, {name: API_TOKEN, value: ${password}x}, {name: EMPTY_SECRET, value: ""}]`)}`;

  test.each(['json', 'text', 'unfolded', 'markdown'])('are not in what is printed: %s', (form) => {
    const diff = diffOf(SECRET('hunter2'), SECRET('correcthorse'));
    const added = diffOf('', SECRET('correcthorse'));
    const texts = [diff, added].map((each) => {
      if (form === 'json') return JSON.stringify(diffAsJson(each));
      if (form === 'markdown') return diffAsMarkdown(each);
      return diffAsText(each, { colour: false, unfold: form === 'unfolded' });
    });
    expect(JSON.stringify(diff)).not.toMatch(/hunter2|correcthorse/);
    for (const text of texts) expect(text).not.toMatch(/hunter2|correcthorse|aHVudGVyMg|Y29ycmVjdGhvcnNl/);
    expect(texts[0]).toContain('sha256:f52fbd32');
  });

  test('are compared by what they are, however they are written', () => {
    const secret = (data: string): string =>
      `{apiVersion: v1, kind: Secret, metadata: {name: s}, data: {a: ${data}}}`;
    const [change] = diffOf(secret('YQ=='), secret('Yg==')).changes;
    expect(change?.fields).toHaveLength(1);
    expect(diffOf(secret('YQ=='), secret('YQ==')).changes).toEqual([]);
  });
});

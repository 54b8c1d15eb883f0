import { expect, test } from 'vitest';
import { positionIn } from '../../src/gotemplate/errors.ts';
import type { Frame } from '../../src/gotemplate/trace.ts';
import { loadChart } from '../../src/helm/load.ts';
import { renderChart, type Rendered } from '../../src/helm/render.ts';
import { nodeEnvironment } from '../../src/system/environment.ts';

const FILES = {
  'Chart.yaml': 'apiVersion: v2\nname: traced\nversion: 1.0.0\n',
  'values.yaml': 'name: web\ntext: "{{ .Values.name }}!"\n',
  'templates/_helpers.tpl':
    '{{ define "name" }}{{ .Values.name }}-{{ randAlpha 4 }}{{ end }}\n{{ define "inline" }}kind: {{ "X" }}{{ end }}',
  'templates/a.yaml':
    '{{ template "inline" . }}\nname: {{ include "name" . | quote }}\ntext: {{ tpl .Values.text . }}\n',
};

async function render(trace: 'calls' | 'pieces'): Promise<Rendered> {
  const files = new Map(Object.entries(FILES).map(([name, text]) => [name, new TextEncoder().encode(text)]));
  const options = { releaseName: 'r', namespace: 'n', values: new Map(), environment: nodeEnvironment() };
  return await renderChart(loadChart(files), { ...options, trace });
}

/** `file:line` and text of each piece that a frame wrote, with the frames below it in brackets. */
function pieces(frame: Frame, text: string): unknown[] {
  return frame.spans.map(({ start, node, frames }, index) => {
    const { file, line } = positionIn(frame.template.source, node.position);
    const end = frame.spans[index + 1]?.start ?? text.length;
    return [`${file}:${line}`, text.slice(start, end), ...frames.map((each) => each.template.name)];
  });
}

test('each piece of output knows the line that wrote it and what ran for it', async () => {
  const { frames, manifests } = await render('pieces');
  const frame = frames.get('traced/templates/a.yaml')!;
  const text = manifests[0]!.content;
  const name = /"(.*)"/.exec(text)![0];
  const path = 'traced/templates/a.yaml';
  expect(pieces(frame, text)).toEqual([
    [`${path}:1`, 'kind: X', 'inline'],
    [`${path}:1`, '\nname: '],
    [`${path}:2`, name, 'name'],
    [`${path}:2`, '\ntext: '],
    [`${path}:3`, 'web!', 'gotpl'],
    [`${path}:3`, '\n'],
  ]);
  const [inline] = frame.spans[0]!.frames;
  expect(pieces(inline!, 'kind: X')).toEqual([
    ['traced/templates/_helpers.tpl:2', 'kind: '],
    ['traced/templates/_helpers.tpl:2', 'X'],
  ]);
  const [included] = frame.spans[2]!.frames;
  expect(pieces(included!, name.slice(1, -1)).map((piece) => (piece as string[])[0])).toEqual(
    Array(3).fill('traced/templates/_helpers.tpl:1'),
  );
});

test('where only calls are asked for, the pieces are kept for which templates ran', async () => {
  const { frames } = await render('calls');
  const called = frames
    .get('traced/templates/a.yaml')!
    .spans.map(({ frames: below }) => below.map(({ template, spans }) => [template.name, spans]));
  expect(called).toEqual([[['inline', []]], [['name', []]], [['gotpl', []]]]);
});

test('calls of random functions are recorded with their place and who included it', async () => {
  const { effects } = await render('pieces');
  expect(effects).toEqual([
    {
      function: 'randAlpha',
      effect: 'random',
      file: 'traced/templates/_helpers.tpl',
      line: 1,
      column: 41,
      stack: ['traced/templates/a.yaml', 'name'],
    },
  ]);
});

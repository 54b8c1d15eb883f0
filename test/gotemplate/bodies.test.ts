import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nodesOf, type AnyNode, type ListNode, type Template } from '../../src/gotemplate/ast.ts';
import { knownBodies } from '../../src/gotemplate/bodies.ts';
import { commandsOf } from '../../src/gotemplate/flat-action.ts';
import { parseTemplate, type Definitions } from '../../src/gotemplate/parse.ts';

const isFunction = (): boolean => true;
const LONG = 'this text makes its body long enough to be worth leaving for later: '.repeat(3);

/** Parses a text twice: as if it had never been seen, and knowing what the first time found out. */
function both(text: string): { plain: Definitions; known: Definitions; found: Int32Array } {
  const noted: number[] = [];
  const plain = parseTemplate('t', text, isFunction);
  expect(whole(parseTemplate('t', text, isFunction, { noted }))).toEqual(whole(plain));
  const found = knownBodies(noted);
  return { plain, known: parseTemplate('t', text, isFunction, { known: found, noted: [] }), found };
}

/** The trees with all that is made when it is needed. */
function whole(definitions: Definitions): Map<string, Template> {
  return new Map(
    [...definitions].map(([name, template]) => [name, { ...template, root: wholeList(template.root) }]),
  );
}

function wholeList(list: ListNode): ListNode {
  return { ...list, nodes: nodesOf(list).map((node) => wholeNode(node) as never), read: undefined };
}

function wholeNode(node: AnyNode): unknown {
  if ('list' in node) {
    const elseList = node.elseList && wholeList(node.elseList);
    return { ...node, pipe: wholePipe(node.pipe), list: wholeList(node.list), elseList };
  }
  if (node.kind === 0) return wholeList(node);
  return 'pipe' in node && node.pipe !== undefined ? { ...node, pipe: wholePipe(node.pipe) } : node;
}

function wholePipe(pipe: Parameters<typeof commandsOf>[0]): unknown {
  commandsOf(pipe);
  return pipe;
}

const word = fc.constantFrom('.Values.a', '$x', '.', '"text"', 'printf "%s" .b', '(f .a | g)', '$', '1');
const open = fc.constantFrom('{{', '{{- ', '{{ ');
const close = fc.constantFrom('}}', ' -}}', ' }}');
const space = fc.constantFrom(
  '',
  '\n',
  '  ',
  LONG,
  `\n${LONG}\n`,
  '{{/* a comment */}}',
  '{{- /* another */ -}}\n',
);

const { body } = fc.letrec<{ body: string; node: string }>((tie) => ({
  body: fc.array(tie('node'), { maxLength: 4, depthIdentifier: 'depth' }).map((nodes) => nodes.join('')),
  node: fc.oneof(
    { depthIdentifier: 'depth', maxDepth: 4 },
    space,
    fc.tuple(open, word, close).map((parts) => parts.join('')),
    fc.tuple(open, fc.constantFrom('$x := .a', '$x = 2'), close).map((parts) => parts.join('')),
    fc
      .tuple(open, fc.constantFrom('if', 'with', 'range'), word, close, tie('body'), open, close)
      .map(([o, keyword, w, c, inner, e, f]) => `${o}${keyword} ${w}${c}${inner}${e}end${f}`),
    fc
      .tuple(open, fc.constantFrom('if', 'with', 'range'), close, tie('body'), tie('body'), open, close)
      .map(
        ([o, keyword, c, first, second, e, f]) =>
          `${o}${keyword} .a${c}${first}${e}else${f}${second}${e}end${f}`,
      ),
    fc
      .tuple(open, close, tie('body'), tie('body'), tie('body'))
      .map(([o, c, a, b, d]) => `${o}if .a${c}${a}${o}else if .b${c}${b}${o}else${c}${d}${o}end${c}`),
    fc
      .tuple(open, close, tie('body'))
      .map(([o, c, inner]) => `${o}range $k, $x := .m${c}${inner}${o}end${c}`),
  ),
}));

describe('bodies that are known', () => {
  test('give the same tree, whoever needs which part of it', () => {
    fc.assert(
      fc.property(fc.array(body, { maxLength: 4 }), (bodies) => {
        const defined = bodies.map((text, index) => `{{define "d${index}"}}{{$x := 1}}${text}{{end}}`);
        const text = `{{$x := 1}}${defined.join('\n')}${bodies.join('')}`;
        const { plain, known } = both(text);
        expect(whole(known)).toEqual(whole(plain));
      }),
      { numRuns: 1500 },
    );
  });

  test('are left for later, but for short ones, those that define a template, and empty definitions', () => {
    const later = (text: string): number => both(text).found.length / 3;
    expect(later(`{{if .a}}${LONG}{{end}}`)).toBe(1);
    expect(later(`{{if .a}}${LONG}{{else}}${LONG}{{end}}`)).toBe(2);
    expect(later(`{{if .a}}${LONG}{{else if .b}}${LONG}{{end}}`)).toBe(1);
    expect(later(`{{range .a}}${LONG}{{if .b}}${LONG}{{break}}{{end}}{{end}}`)).toBe(2);
    expect(later('{{if .a}}short{{end}}')).toBe(0);
    expect(later(`{{if .a}}${LONG}{{block "b" .}}b{{end}}{{end}}`)).toBe(0);
    expect(later(`{{define "d"}}${' '.repeat(100)}{{end}}`)).toBe(0);
    expect(later(`{{define "d"}}${LONG}{{end}}`)).toBe(1);
  });

  test('are not parsed before they are needed', () => {
    const { known } = both(`{{if .a}}${LONG}{{with .b}}${LONG}{{end}}{{end}}`);
    const [branch] = nodesOf(known.get('t')!.root);
    if (branch === undefined || !('list' in branch)) throw new Error('no branch');
    expect(branch.list.nodes).toBeUndefined();
    expect(nodesOf(branch.list)).toHaveLength(2);
    expect(nodesOf(branch.list)).toBe(branch.list.nodes);
  });

  test('do not hide that two texts define one template', () => {
    const text = `{{define "a"}}${LONG}{{end}}`;
    const noted: number[] = [];
    parseTemplate('t', text, isFunction, { noted });
    const known = knownBodies(noted);
    const twice = `${text}{{define "a"}}b{{end}}`;
    expect(() => parseTemplate('t', twice, isFunction, { known, noted: [] })).toThrow('multiple definition');
  });
});

import { describe, expect, it } from 'vitest';
import { LimitError } from '../../src/gotemplate/budget.ts';
import type { MapView, Value } from '../../src/gotemplate/value.ts';
import { filesObject } from '../../src/helm/files.ts';
import { fileMap, json, outcome } from './make-chart.ts';

const FILES = Array.from(
  fileMap({
    'f/a.txt': 'l1\nl2\n',
    'f/line.txt': '\n',
    'f/empty.txt': '',
    'f/sub/b.yaml': 'k: v',
    'f/u.txt': 'a:é',
  }),
  ([name, data]) => ({ name, data }),
);
const BINARY = { name: 'bin', data: Uint8Array.of(0xff, 0xfe, 0, 120) };

function call(view: MapView, name: string, ...args: string[]): Value {
  return view.methods.get(name)!.call(...args);
}

function glob(pattern: string): MapView {
  return call(filesObject([...FILES, BINARY]), 'Glob', pattern) as MapView;
}

describe('.Files', () => {
  it.each([
    ['Get', 'f/a.txt', '"l1\\nl2\\n"'],
    ['Get', 'nope', '""'],
    ['GetBytes', 'f/a.txt', '"bDEKbDIK"'],
    ['GetBytes', 'nope', '""'],
    ['Lines', 'f/a.txt', '["l1","l2"]'],
    ['Lines', 'f/line.txt', '[""]'],
    ['Lines', 'nope', '[]'],
    ['Lines', 'f/empty.txt', '!runtime error: index out of range [-1]'],
  ])('%s %s', (method, name, expected) => {
    expect(outcome(() => json(call(filesObject(FILES), method, name)))).toBe(expected);
  });

  it.each([
    ['f/*.txt', 'AsConfig', 'a.txt: |\n  l1\n  l2\nempty.txt: ""\nline.txt: |2+\n\nu.txt: a:é'],
    [
      'f/**',
      'AsSecrets',
      'a.txt: bDEKbDIK\nb.yaml: azogdg==\nempty.txt: ""\nline.txt: Cg==\nu.txt: YTrDqQ==',
    ],
    ['none', 'AsConfig', '{}'],
    ['none', 'AsSecrets', '{}'],
    ['bin', 'AsSecrets', 'bin: //4AeA=='],
  ])('%s %s', (pattern, method, expected) => {
    expect(call(glob(pattern), method)).toBe(expected);
  });

  it('keeps bytes that are no UTF-8', () => {
    expect(call(filesObject([BINARY]), 'Get', 'bin')).toBe('\udcff\udcfe\0x');
  });

  it('is a named map of bytes, and so is what a glob finds', () => {
    expect([glob('f/a*').type, json(glob('f/a*'))]).toEqual(['engine.files', '{"f/a.txt":"bDEKbDIK"}']);
  });

  it('spends before it makes text', () => {
    const refuse = (): never => {
      throw new LimitError('too much');
    };
    const files = filesObject(FILES, { budget: { spend: refuse, spendText: refuse } });
    for (const [method, ...args] of [
      ['Get', 'f/a.txt'],
      ['Glob', '*'],
      ['AsConfig'],
      ['AsSecrets'],
      ['Lines', 'f/a.txt'],
    ]) {
      expect(() => call(files, method!, ...args)).toThrow(LimitError);
    }
  });
});

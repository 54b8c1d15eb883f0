import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readChartDirectory } from '../../src/source/chart-files.ts';
import { readDirectory } from '../../src/source/directory.ts';

let root: string;
let chart: string;

beforeEach(() => {
  root = mkdtempSync(`${tmpdir()}/infra-directory-`);
  chart = `${root}/web`;
  mkdirSync(`${chart}/templates`, { recursive: true });
  writeFileSync(`${chart}/Chart.yaml`, 'name: web');
  writeFileSync(`${chart}/templates/b.yaml`, '\ufeffb');
  writeFileSync(`${chart}/templates/a.yaml`, 'a');
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

describe('files of a chart directory', () => {
  test('come in lexical order, without byte order marks', () => {
    const files = readDirectory(chart);
    expect([...files.keys()]).toEqual(['Chart.yaml', 'templates/a.yaml', 'templates/b.yaml']);
    expect(Buffer.from(files.get('templates/b.yaml')!).toString()).toBe('b');
  });

  test('are asked for by path; an ignored directory is not entered', () => {
    const asked: [string, boolean][] = [];
    const files = readDirectory(chart, (path, isDirectory) => {
      asked.push([path, isDirectory]);
      return path === 'templates';
    });
    expect([...files.keys()]).toEqual(['Chart.yaml']);
    expect(asked).toEqual([
      ['Chart.yaml', false],
      ['templates', true],
    ]);
  });

  test('are found through links inside the chart', () => {
    symlinkSync('templates', `${chart}/linked`);
    expect([...readDirectory(chart).keys()]).toContain('linked/a.yaml');
  });

  test('get their rule from .helmignore', () => {
    writeFileSync(`${chart}/.helmignore`, 'a.yaml\n');
    let given: string | undefined;
    readChartDirectory(chart, (helmignore) => {
      given = Buffer.from(helmignore!).toString();
      return () => false;
    });
    expect(given).toBe('a.yaml\n');
  });
});

describe('refuses', () => {
  test('links that lead out of the chart', () => {
    writeFileSync(`${root}/secret`, 'x');
    symlinkSync('../secret', `${chart}/leak`);
    expect(() => readDirectory(chart)).toThrow(/the symbolic link leak leads out of the chart/);
    expect([...readDirectory(chart, (path) => path === 'leak').keys()]).not.toContain('leak');
  });

  test('links that lead nowhere', () => {
    symlinkSync('nowhere', `${chart}/broken`);
    expect(() => readDirectory(chart)).toThrow(/no such file or directory/);
  });

  test('links in circles', () => {
    symlinkSync('.', `${chart}/again`);
    expect(() => readDirectory(chart)).toThrow(/the symbolic link again leads in a circle/);
  });

  test('large files', () => {
    writeFileSync(`${chart}/large`, '');
    truncateSync(`${chart}/large`, 5 * 1024 * 1024 + 1);
    expect(() => readDirectory(chart)).toThrow(
      /chart file "large" is larger than the maximum file size 5242880/,
    );
  });
});

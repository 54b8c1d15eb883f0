import { mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openFileDigests } from '../../src/source/file-digest.ts';

const LATER = (): number => Date.now() + 60_000;
let root: string;
let file: string;

beforeEach(() => {
  root = mkdtempSync(`${tmpdir()}/infra-digests-`);
  file = `${root}/web.tgz`;
  writeFileSync(file, 'one');
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

describe('digests of files', () => {
  test('are remembered for as long as the file stays as it is', () => {
    const digests = openFileDigests(`${root}/digests`, LATER);
    expect(digests.find(file)).toBeUndefined();
    digests.keep(file, 'sha256:1');
    expect(openFileDigests(`${root}/digests`).find(file)).toBe('sha256:1');
  });

  test.each([
    ['is written', () => writeFileSync(file, 'two')],
    ['grows', () => writeFileSync(file, 'three')],
    [
      'is replaced',
      () => {
        writeFileSync(`${root}/new`, 'two');
        renameSync(`${root}/new`, file);
      },
    ],
    ['goes', () => rmSync(file)],
  ])('are forgotten when it %s', async (_, change) => {
    const digests = openFileDigests(`${root}/digests`, LATER);
    digests.keep(file, 'sha256:1');
    // The clock of a file system ticks some hundred times a second.
    await new Promise((resolve) => setTimeout(resolve, 50));
    change();
    expect(digests.find(file)).toBeUndefined();
  });

  test('are not remembered of a file that has just changed: it may change again within the same tick', () => {
    const digests = openFileDigests(`${root}/digests`);
    digests.keep(file, 'sha256:1');
    expect(digests.find(file)).toBeUndefined();
    expect(readdirSync(root)).toEqual(['web.tgz']);
  });

  test('cost nothing but time where they cannot be written', () => {
    const digests = openFileDigests(`${file}/digests`, LATER);
    digests.keep(file, 'sha256:1');
    expect(digests.find(file)).toBeUndefined();
  });
});

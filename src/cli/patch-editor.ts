import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { InfraError } from '../lib/error.ts';

/**
 * Opens a text in an editor and gives it back as it was saved. An editor may be a program that needs no terminal. Throws
 * InfraError.
 */
export function editText(text: string, name: string): string {
  const editor = process.env['VISUAL'] || process.env['EDITOR'] || '';
  if (editor !== '') return runEditor(editor, text, name);
  throw new InfraError('USAGE', '--edit needs an editor, and neither VISUAL nor EDITOR names one', {
    hint: 'set EDITOR, for example EDITOR=vi; or use --from FILE, or --set path=value',
  });
}

/** Runs an editor, words and all, on a private file with a text. Throws InfraError where it fails. */
export function runEditor(editor: string, text: string, name: string): string {
  const directory = mkdtempSync(`${tmpdir()}/infra-edit-`);
  const file = `${directory}/${name.replace(/[^\w.-]/g, '-')}`;
  try {
    writeFileSync(file, text, { mode: 0o600 });
    const { status, error } = spawnSync('sh', ['-c', `${editor} "$1"`, 'sh', file], { stdio: 'inherit' });
    if (status !== 0) {
      const reason = error?.message ?? `it ended with ${status ?? 'a signal'}`;
      throw new InfraError('USAGE', `the editor failed: ${reason}`, { hint: 'nothing was changed' });
    }
    return readFileSync(file, 'utf8');
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../src', import.meta.url));

/** One import of one file. */
export interface Import {
  /** path below src/ of the importing file */
  readonly from: string;
  /** path below src/, or the name of a package or `node:` module */
  readonly to: string;
  readonly isLocal: boolean;
  /** gone once compiled */
  readonly isType: boolean;
}

const STATEMENT = /^\s*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]*?\sfrom\s+)?'([^']+)'/gm;
const DYNAMIC = /\bimport\('([^']+)'\)/g;

/** All files below src/, but for the web page, which has rules of its own. */
export function sourceFiles(): string[] {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.ts') && !file.startsWith('ui/web/')).sort();
}

/** Every import in a file: static, re-exported and on demand. */
export function importsOf(file: string): Import[] {
  const text = readFileSync(join(source, file), 'utf8');
  const found = [...text.matchAll(STATEMENT)].map((match) => ({
    target: match[2]!,
    isType: match[1] !== undefined,
  }));
  for (const [, target] of text.matchAll(DYNAMIC)) {
    const isType = new RegExp(`(?:typeof\\s|:\\s*|=\\s*typeof\\s)import\\('${target!}'\\)`).test(text);
    found.push({ target: target!, isType });
  }
  return found.map(({ target, isType }) => {
    const isLocal = target.startsWith('.');
    const to = isLocal ? relative(source, join(source, dirname(file), target)) : target;
    return { from: file, to, isLocal, isType };
  });
}

/** The room a file below src/ is in: its top folder, `main` for src/main.ts. */
export function roomOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.indexOf('/')) : file.replace(/\.ts$/, '');
}

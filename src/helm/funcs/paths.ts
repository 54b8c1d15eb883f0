import { define, type FunctionTable } from '../../gotemplate/function.ts';

/** Sprig's functions on slash-separated paths; the `os` ones are the same, as on Linux. */
export function pathFunctions(): FunctionTable {
  const base = define(['string'], baseOf);
  const dir = define(['string'], (path) => cleanPath(path.slice(0, path.lastIndexOf('/') + 1)));
  const ext = define(['string'], extensionOf);
  const clean = define(['string'], cleanPath);
  const isAbs = define(['string'], (path) => path.startsWith('/'));
  return {
    base,
    dir,
    ext,
    clean,
    isAbs,
    osBase: base,
    osDir: dir,
    osExt: ext,
    osClean: clean,
    osIsAbs: isAbs,
  };
}

/** The last element without trailing slashes; `.` for "", `/` for slashes only. */
function baseOf(path: string): string {
  if (path === '') return '.';
  let end = path.length;
  while (end > 0 && path.charCodeAt(end - 1) === 47) end--;
  return end === 0 ? '/' : path.slice(path.lastIndexOf('/', end - 1) + 1, end);
}

/** From the last dot of the last element on. */
function extensionOf(path: string): string {
  const dot = path.lastIndexOf('.');
  return dot < 0 || dot < path.lastIndexOf('/') ? '' : path.slice(dot);
}

/** The shortest path that names the same: no double slashes, no `.`, no `..` after a name; `.` for "". */
export function cleanPath(path: string): string {
  const isRooted = path.startsWith('/');
  const kept: string[] = [];
  for (const element of path.split('/')) {
    if (element === '' || element === '.') continue;
    if (element !== '..') kept.push(element);
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (!isRooted) kept.push('..');
  }
  const joined = kept.join('/');
  return isRooted ? `/${joined}` : joined || '.';
}

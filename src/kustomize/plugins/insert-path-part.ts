/**
 * A file path with one more part at a position, counted from 0; an absolute path stays absolute, and a position beyond the
 * end is the end.
 */
export function insertPathPart(path: string, position: number, part: string): string {
  if (part === '') return path;
  const parts = splitPath(path);
  const isAbsolute = parts[0] === '';
  const within = Math.min(position, parts.length);
  const at = isAbsolute && within < parts.length ? within + 1 : within;
  const joined = [...parts.slice(0, at), part, ...parts.slice(at)];
  return isAbsolute ? `/${cleanJoin(joined.slice(1))}` : cleanJoin(joined);
}

/** The parts of a path; the first one of an absolute path is empty, and several slashes at the start count as one. */
function splitPath(path: string): string[] {
  if (path === '') return [];
  const parts = path.replace(/^\/+/, '/').split('/');
  return path.startsWith('/') && parts.length === 2 && parts[1] === '' ? [''] : parts;
}

function cleanJoin(parts: readonly string[]): string {
  const kept: string[] = [];
  for (const part of parts.join('/').split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else kept.push(part);
  }
  return kept.join('/');
}

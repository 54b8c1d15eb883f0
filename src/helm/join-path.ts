/** Go's path.Join of two paths with something in them: one path, without `.`, `..` and doubled slashes. */
export function joinPath(directory: string, name: string): string {
  return cleanPath(`${directory}/${name}`);
}

const NEEDS_CLEANING = /(?:^|\/)\.{0,2}(?:\/|$)/;

/** Go's path.Clean. */
function cleanPath(path: string): string {
  const isPlain =
    !path.includes('//') && !path.includes('/.') && !path.startsWith('.') && !path.endsWith('/');
  if (path !== '' && (isPlain || !NEEDS_CLEANING.test(path))) return path;
  const rooted = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (!rooted) parts.push(part);
  }
  const joined = parts.join('/');
  return rooted ? `/${joined}` : joined || '.';
}

/** Go's path.Base: the last element, without slashes that follow it. */
export function baseName(path: string): string {
  if (path === '') return '.';
  let end = path.length;
  while (end > 0 && path.charCodeAt(end - 1) === 47) end--;
  if (end === 0) return '/';
  return path.slice(path.lastIndexOf('/', end - 1) + 1, end);
}

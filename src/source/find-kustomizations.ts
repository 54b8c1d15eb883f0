import { readdirSync } from 'node:fs';

/** The names of a kustomization file, of which a directory has at most one. */
const NAMES = new Set(['kustomization.yaml', 'kustomization.yml', 'Kustomization']);

/**
 * Every kustomization file at or below a directory, as absolute paths in the order of their names. Hidden directories and
 * node_modules are left out, links are not followed.
 */
export function findKustomizations(directory: string): string[] {
  const entries = readdirSync(directory, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = `${directory}/${entry.name}`;
    if (entry.isDirectory()) return isSearched(entry.name) ? findKustomizations(path) : [];
    return NAMES.has(entry.name) ? [path] : [];
  });
}

function isSearched(name: string): boolean {
  return !name.startsWith('.') && name !== 'node_modules';
}

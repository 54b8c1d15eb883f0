import { yamlErrorAt } from './error.ts';
import type { Scanner } from './scanner.ts';
import { CORE_PREFIX } from './tag.ts';

/** Takes the directives in front of a document; returns what its tag handles stand for. */
export function readDirectives(scanner: Scanner): Map<string, string> {
  const handles = new Map<string, string>();
  let versioned = false;
  for (let token = scanner.peek(); ; token = scanner.peek()) {
    if (token.type === 'version-directive') {
      if (versioned) throw yamlErrorAt(token.line, 'found duplicate %YAML directive');
      if (token.value !== '1' || token.suffix !== '1')
        throw yamlErrorAt(token.line, 'found incompatible YAML document');
      versioned = true;
    } else if (token.type === 'tag-directive') {
      if (handles.has(token.value)) throw yamlErrorAt(token.line, 'found duplicate %TAG directive');
      handles.set(token.value, token.suffix);
    } else break;
    scanner.take();
  }
  if (!handles.has('!')) handles.set('!', '!');
  if (!handles.has('!!')) handles.set('!!', CORE_PREFIX);
  return handles;
}

import { isEmptyTemplate, type Definitions } from './parse.ts';
import type { Template } from './ast.ts';

/**
 * Templates by name. A set can stand on another one, whose templates it sees and may hide: that is Go's Clone without the
 * copying, used for each `tpl`.
 */
export class TemplateSet {
  private readonly templates = new Map<string, Template>();
  private readonly base: TemplateSet | undefined;

  constructor(base?: TemplateSet) {
    this.base = base;
  }

  get(name: string): Template | undefined {
    return this.templates.get(name) ?? this.base?.get(name);
  }

  /** Adds what a text defined: later ones replace earlier ones, except that an empty one never replaces. */
  add(definitions: Definitions): void {
    for (const [name, template] of definitions) {
      if (isEmptyTemplate(template.root) && this.get(name) !== undefined) continue;
      this.templates.set(name, template);
    }
  }
}

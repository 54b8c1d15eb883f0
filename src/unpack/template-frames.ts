import type { Rendered } from '../helm/render.ts';

/** One execution of a template while a chart was rendered. */
export type TemplateFrame = Rendered['frames'] extends ReadonlyMap<string, infer Frame> ? Frame : never;
type Span = TemplateFrame['spans'][number];

/** Shows `visit` each piece of output of a frame and of those below it; those below pieces for which it gives true are passed over. */
export function visitSpans(frame: TemplateFrame, visit: (frame: TemplateFrame, span: Span) => boolean): void {
  const open = [frame];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const span of next.spans) {
      if (visit(next, span)) continue;
      for (const below of span.frames) open.push(below);
    }
  }
}

/** Whether a frame executed a whole template file, not a named template or a text of `tpl`. */
export function isFile({ template }: TemplateFrame): boolean {
  return template.name === template.source.name && template.name.includes('/templates/');
}

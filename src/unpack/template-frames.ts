import type { Rendered } from '../helm/render.ts';

/** One execution of a template while a chart was rendered. */
export type TemplateFrame = Rendered['frames'] extends ReadonlyMap<string, infer Frame> ? Frame : never;
type Span = TemplateFrame['spans'][number];

/**
 * Shows `visit` each piece of output of a frame, and of those below it, before which templates were executed; those below pieces
 * for which it gives true are passed over.
 */
export function visitSpans(frame: TemplateFrame, visit: (frame: TemplateFrame, span: Span) => boolean): void {
  const open = [frame];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { spans } = next;
    for (let index = 0; index < spans.length; index++) {
      const span = spans[index]!;
      if (span.frames.length > 0 && !visit(next, span)) open.push(...span.frames);
    }
  }
}

/** Whether a frame executed a whole template file, not a named template or a text of `tpl`. */
export function isFile({ template }: TemplateFrame): boolean {
  return template.name === template.source.name && template.name.includes('/templates/');
}

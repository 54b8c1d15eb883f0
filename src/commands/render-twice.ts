import type { Chart } from '../helm/chart.ts';
import { deepCopy } from '../helm/copy-values.ts';
import { renderChart, type Rendered, type RenderOptions } from '../helm/render.ts';
import { InfraError } from '../lib/error.ts';
import { findGenerated, type GeneratedFields } from '../unpack/generated-values.ts';
import { pairedSources } from './paired-sources.ts';

/** A render and what of it would differ the next time. */
export interface RenderedTwice {
  readonly rendered: Rendered;
  readonly generated: GeneratedFields;
  /** the second render, or the first where one was enough */
  readonly second?: Rendered;
}

/**
 * Renders a chart, traced, and where a function ran whose result may differ the next time, renders it once more with another
 * random source and clock to see what it reaches. Keys in the result are placeholders: whoever writes it must take out what
 * was generated (withoutGenerated). Throws InfraError.
 *
 * @param open gives the chart anew at each call, since rendering changes it
 */
export async function renderTwice(
  open: () => Chart | Promise<Chart>,
  options: RenderOptions,
): Promise<RenderedTwice> {
  const sources = pairedSources(options.environment);
  const render = async (
    environment: RenderOptions['environment'],
    trace: RenderOptions['trace'],
  ): Promise<Rendered> =>
    renderChart(await open(), {
      ...options,
      values: deepCopy(options.values),
      environment,
      trace,
      exact: true,
    });
  const rendered = await render(sources.first, 'calls');
  // Look-ups find nothing, both times.
  const varies = rendered.effects.some(({ effect }) => effect !== 'lookup');
  const again = async (): Promise<Rendered> =>
    rendered.again(sources.second) ?? (await render(sources.second, undefined));
  const second = varies ? await renderAgain(again) : rendered;
  return { rendered, generated: findGenerated(rendered, second), second };
}

async function renderAgain(render: () => Promise<Rendered>): Promise<Rendered> {
  try {
    return await render();
  } catch (error) {
    if (!(error instanceof InfraError)) throw error;
    const { code, message, location } = error;
    throw new InfraError(
      code,
      `the chart renders, but not with other random values at a later time: ${message}`,
      {
        cause: error,
        hint: 'set the value that it makes up or compares with the time',
        ...(location !== undefined && { location }),
      },
    );
  }
}

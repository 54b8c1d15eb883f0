import { InfraError } from '../lib/error.ts';
import { fileStatus } from '../system/files.ts';

/** Where a chart lies. */
export type ChartRef =
  { readonly kind: 'directory'; readonly path: string } | { readonly kind: 'archive'; readonly path: string };

const REMOTE = /^(https?|oci|git|ssh|file):\/\//;

/**
 * What the text a user typed refers to: a chart directory or a `.tgz` on this disk. Throws InfraError NOT_FOUND for
 * anything else, with Helm's sentence where there is one.
 */
export function parseChartRef(text: string): ChartRef {
  if (REMOTE.test(text)) {
    throw new InfraError('NOT_FOUND', `cannot fetch ${text}: only charts on this disk can be used`, {
      hint: 'download it first and give the path of the .tgz',
    });
  }
  const status = fileStatus(text);
  if (status === undefined) throw notFound(text);
  return { kind: status.kind === 'directory' ? 'directory' : 'archive', path: text };
}

function notFound(text: string): InfraError {
  const isPath = text.startsWith('.') || text.startsWith('/');
  if (!isPath && /^[^/]+\/[^/]+$/.test(text)) {
    return new InfraError('NOT_FOUND', `no chart at ${text}: chart repositories cannot be searched`, {
      hint: 'download the chart and give the path of its .tgz or directory',
    });
  }
  return new InfraError('NOT_FOUND', isPath ? `path "${text}" not found` : `no chart at ${text}`, {
    hint: 'give the path of a chart directory or of a .tgz',
  });
}

import type { Notes } from './report.ts';
import { mapAt, titleOf, type Resource } from './resource.ts';

/** Reports names, labels and annotations that are no texts, which a cluster refuses. */
export function reportOddTexts(resource: Resource, notes: Notes): void {
  const metadata = mapAt(resource.data, 'metadata');
  for (const field of ['name', 'namespace']) {
    if (typeof (metadata?.get(field) ?? '') !== 'string') report(`a ${field}`, '', resource, notes);
  }
  for (const field of ['labels', 'annotations'] as const) {
    const what = field === 'labels' ? 'a label' : 'an annotation';
    for (const [key, value] of mapAt(metadata, field) ?? []) {
      if (typeof value !== 'string') report(what, `: ${key}`, resource, notes);
    }
  }
}

function report(what: string, which: string, resource: Resource, { findings }: Notes): void {
  findings.push({
    code: 'NOT_A_TEXT',
    severity: 'warning',
    message: `${titleOf(resource)} has ${what} that is no text${which}`,
    location: { file: resource.template },
    hint: 'the cluster will refuse it: give the chart a value in quotes',
  });
}

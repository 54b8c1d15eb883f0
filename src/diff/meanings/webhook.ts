import { fieldOf, textOf, type Mapping } from '../../k8s/node.ts';
import type { DifferentResource, Meaning } from '../meaning.ts';
import { elementsOf, textsOf } from '../pod-specs.ts';

const KINDS = ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'];

/** A webhook that must answer can stop others from working. */
export function webhook({ change, name, before, after }: DifferentResource): Meaning[] {
  if (change === 'removed' || !KINDS.includes(name.kind)) return [];
  const known = new Set(elementsOf(before?.get('webhooks')).filter(mustAnswer).map(nameOf));
  const strict = elementsOf(after?.get('webhooks')).filter(
    (each) => mustAnswer(each) && !known.has(nameOf(each)),
  );
  if (strict.length === 0) return [];
  const resources = [...new Set(strict.flatMap(resourcesOf))];
  const isBroad = resources.some((resource) => ['*', '*/*', 'pods'].includes(resource));
  const sentence = `while ${strict.map(nameOf).join(', ')} does not answer, no ${resources.join(', ')} can be written (failurePolicy Fail)`;
  return [{ code: 'WEBHOOK', severity: isBroad ? 'danger' : 'notice', sentence }];
}

/** `Fail` is what holds where nothing is said. */
function mustAnswer(each: Mapping): boolean {
  return (textOf(each.get('failurePolicy')) ?? 'Fail') === 'Fail';
}

function nameOf(each: Mapping): string {
  return textOf(each.get('name')) ?? '';
}

function resourcesOf(each: Mapping): string[] {
  return elementsOf(each.get('rules')).flatMap((rule) => textsOf(fieldOf(rule, 'resources')));
}

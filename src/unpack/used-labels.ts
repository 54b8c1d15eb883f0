import type { Plain } from '../k8s/plain.ts';
import { HELM_LABELS } from './helm-marks.ts';
import { identityOf, type PlainMap, type Resource } from './resource.ts';

const SELECTOR = 'selector';
/** The name of an option whose value selects by labels. */
const SELECTOR_OPTION = /^-l$|^-.*(?:selector|label)/;
const LONGEST_OPTION = 100;
/** Such an option in a script, or a setting of that name, up to the end of its line. */
const SELECTOR_TEXT = /(?:(?:^|\s)-l[\s=]|-selector[\s=]|[sS]elector["']?[ \t]{0,8}[=:])([^\n]{1,2000})/g;
/** How Prometheus names the labels of what it finds: `__meta_kubernetes_pod_label_helm_sh_chart`. */
let foundLabels: ReadonlyMap<string, string> | undefined;
/** Nothing without one of these can name a label of Helm. */
const PARTS_OF_NAMES = ['chart', 'heritage', 'managed'];
/** Nothing without one of these has such an option. */
const PARTS_OF_OPTIONS = ['elector', '-l ', '-l=', '-l\t', '-l\n'];

/**
 * The labels of Helm that something in the app selects by, each with who does. Looked at are selectors of any kind (also of
 * affinities, spread constraints, monitors and Prometheus), fields that hand labels down to pods, options and variables that hold
 * selectors, and texts with scripts or configuration. It takes too many rather than too few.
 */
export function usedLabels(resources: readonly Resource[]): Map<string, string> {
  const used = new Map<string, string>();
  for (const resource of resources) {
    if (resource.kind === 'CustomResourceDefinition') continue;
    const found = new Set<string>();
    visit(resource.data, '', found);
    for (const label of found) if (!used.has(label)) used.set(label, identityOf(resource));
  }
  return used;
}

/** `field` is the key under which the value stands, also that of the list it stands in. */
function visit(value: Plain, field: string, found: Set<string>): void {
  if (typeof value === 'string') visitText(value, field, found);
  else if (Array.isArray(value)) visitList(value, field, found);
  else if (value instanceof Map) visitMap(value, field, found);
}

function visitMap(map: PlainMap, field: string, found: Set<string>): void {
  if (isSelector(field) || field === 'matchLabels') addKnown(map.keys(), found);
  if (field === 'matchExpressions') addNames(map.get('key'), found);
  const [name, value] = [map.get('name'), map.get('value')];
  if (typeof name === 'string' && typeof value === 'string' && isVariable(name)) {
    addNames(value, found);
  }
  map.forEach((each, key) => {
    if (isVariable(key)) addNames(each, found);
    visit(each, key, found);
  });
}

function visitList(items: readonly Plain[], field: string, found: Set<string>): void {
  for (let index = 0; index < items.length; index++) {
    const item = items[index]!;
    visit(item, field, found);
    if (typeof item !== 'string' || !isSelectorOption(item)) continue;
    addNames(item.includes('=') ? item : items[index + 1], found);
  }
  if (field === 'matchLabelKeys') for (const item of items) addNames(item, found);
}

/** Whether an argument is such an option, alone or with its value. */
function isSelectorOption(text: string): boolean {
  return text.startsWith('-') && SELECTOR_OPTION.test(text.split('=', 1)[0]!.slice(0, LONGEST_OPTION));
}

function visitText(text: string, field: string, found: Set<string>): void {
  if (!hasAny(text, PARTS_OF_NAMES)) return;
  if (isSelector(field)) addNames(text, found);
  if (hasAny(text, PARTS_OF_OPTIONS))
    for (const [, rest] of text.matchAll(SELECTOR_TEXT)) addNames(rest, found);
  foundLabels ??= new Map(
    HELM_LABELS.map((label) => [`_label_${label.replace(/[^A-Za-z0-9]/g, '_')}`, label]),
  );
  for (const [name, label] of foundLabels) if (text.includes(name)) found.add(label);
  for (const label of HELM_LABELS) if (text.includes(`metadata.labels['${label}']`)) found.add(label);
}

/** Whether a field selects by labels: `selector`, `nodeSelector`. */
function isSelector(field: string): boolean {
  return field.slice(-SELECTOR.length).toLowerCase() === SELECTOR;
}

/** Whether a key or the name of a variable tells of labels. */
function isVariable(name: string): boolean {
  const lower = name.toLowerCase();
  return lower.includes('label') || lower.includes(SELECTOR);
}

function hasAny(text: string, parts: readonly string[]): boolean {
  return parts.some((part) => text.includes(part));
}

/** Adds the labels of Helm that a selector's text names. */
function addNames(text: Plain | undefined, found: Set<string>): void {
  if (typeof text !== 'string' || !hasAny(text, PARTS_OF_NAMES)) return;
  addKnown(text.split(/[^\w./-]+/), found);
}

function addKnown(keys: Iterable<string>, found: Set<string>): void {
  for (const key of keys) if ((HELM_LABELS as readonly string[]).includes(key)) found.add(key);
}

import { byteLength } from '../../lib/utf8.ts';
import { coreTag } from '../yaml/core-tag.ts';
import { plainForms } from './plain-forms.ts';
import type { ScalarStyle, StyledNode } from './styled-node.ts';

const LONGEST_SIMPLE_KEY = 128;

/** Whether a node is a list or a mapping. */
export function isCollection({ kind }: StyledNode): boolean {
  return kind === 'sequence' || kind === 'mapping';
}

/** The tag that is written: one that was, or one that the text of a scalar does not show. */
export function writtenTag({ kind, tag, isTagged, style, value }: StyledNode): string {
  if (kind === 'alias' || tag === '') return '';
  if (isTagged) return tag;
  if (kind !== 'scalar') return tag === '!!map' || tag === '!!seq' ? '' : tag;
  if (tag === '!!str') return '';
  return style === 'plain' && coreTag(value) === tag && tag !== '!!merge' ? '' : tag;
}

/** The style of a scalar: its own if its text allows it there. */
export function scalarStyle(node: StyledNode, isInFlow: boolean, isKey: boolean): ScalarStyle {
  const { value } = node;
  const forms = plainForms(value);
  let style = wantedStyle(node);
  if (isKey && forms.isMultiline) style = 'double';
  if (style === 'plain') {
    const isAllowed = isInFlow ? forms.isFlowPlain : forms.isBlockPlain;
    if (!isAllowed || (value === '' && (isInFlow || isKey))) style = 'single';
  }
  if (style === 'single' && !forms.isSingle) return 'double';
  if ((style === 'literal' || style === 'folded') && (!forms.isBlock || isInFlow || isKey)) return 'double';
  return style;
}

function wantedStyle({ style, value, tag, isTagged }: StyledNode): ScalarStyle {
  if (style !== 'plain') return style;
  if (value.includes('\n')) return 'literal';
  return tag === '!!str' && !isTagged && coreTag(value) !== '!!str' ? 'double' : 'plain';
}

/** Whether a key stands before its `:` on one line. */
export function isSimpleKey(key: StyledNode): boolean {
  if (isCollection(key)) return key.children.length === 0;
  if (key.kind === 'alias') return byteLength(key.value) <= LONGEST_SIMPLE_KEY;
  if (key.value.includes('\n')) return false;
  return byteLength(key.anchor + writtenTag(key) + key.value) <= LONGEST_SIMPLE_KEY;
}

/** What stands behind the `|` or `>` of a text. */
export function blockHints(value: string): string {
  const hint = /^[ \n]/.test(value) ? '2' : '';
  if (!value.endsWith('\n')) return `${hint}-`;
  return value === '\n' || value.endsWith('\n\n') ? `${hint}+` : hint;
}

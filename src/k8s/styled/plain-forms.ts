/** In which forms a text can be written as a scalar. */
export interface PlainForms {
  readonly isMultiline: boolean;
  readonly isFlowPlain: boolean;
  readonly isBlockPlain: boolean;
  readonly isSingle: boolean;
  readonly isBlock: boolean;
}

const INDICATOR_AT_START = /^(?:---|\.\.\.|[#,[\]{}&*!|>'"%@`]|[?:-](?=[ \t]|$))/;
const INDICATOR_INSIDE = /:(?=[ \t]|$)|[ \t\n\u2028\u2029]#/;
const FLOW_INDICATOR = /^[?:]|[,?[\]{}:]/;
const NOT_PRINTABLE = /[^\t\n -~\x85\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;
const BREAK = /[\n\x85\u2028\u2029]/;
const SPACE_THEN_BREAK = / [\n\x85\u2028\u2029]/;
const BREAK_THEN_SPACE = /[\n\x85\u2028\u2029] /;
const OUTER_SPACE = /^[ \n\x85\u2028\u2029]|[ \n\x85\u2028\u2029]$/;

/** What the emitter of go-yaml v3 finds out about a text. */
export function plainForms(text: string): PlainForms {
  if (text === '')
    return { isMultiline: false, isFlowPlain: false, isBlockPlain: true, isSingle: true, isBlock: false };
  const isMultiline = BREAK.test(text);
  const isSpecial = NOT_PRINTABLE.test(text) || SPACE_THEN_BREAK.test(text);
  const isQuotable = !isSpecial && !text.includes('\t') && !BREAK_THEN_SPACE.test(text);
  const isPlain = isQuotable && !isMultiline && !OUTER_SPACE.test(text);
  const isIndicated = INDICATOR_AT_START.test(text) || INDICATOR_INSIDE.test(text);
  return {
    isMultiline,
    isFlowPlain: isPlain && !isIndicated && !FLOW_INDICATOR.test(text),
    isBlockPlain: isPlain && !isIndicated,
    isSingle: isQuotable,
    isBlock: !isSpecial && !text.endsWith(' '),
  };
}

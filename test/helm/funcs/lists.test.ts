import { expect, test } from 'vitest';
import { evaluate } from './evaluate.ts';

test.each([
  ['{{ list 1 "a" nil | toJson }}', '[1,"a",null]'],
  ['{{ list | toJson }}', '[]'],
  ['{{ typeOf (tuple 1) }}', '[]interface {}'],
  ['{{ append (list 1) 2 | toJson }}', '[1,2]'],
  ['{{ push (splitList "," "a,b") 2 | toJson }}', '["a","b",2]'],
  [
    '{{ $l := list 1 }}{{ $m := append $l 2 }}{{ $n := append $l 3 }}{{ $l }}{{ $m }}{{ $n }}',
    '[1][1 2][1 3]',
  ],
  ['{{ mustPrepend (list 1) nil | toJson }}', '[null,1]'],
  [
    '{{ append nil 1 }}',
    'error: error calling append: runtime error: invalid memory address or nil pointer dereference',
  ],
  ['{{ append "x" 1 }}', 'error: error calling append: Cannot push on type string'],
  ['{{ prepend (dict) 1 }}', 'error: error calling prepend: Cannot prepend on type map'],
  ['{{ chunk 2 (list 1 2 3) | toJson }}', '[[1,2],[3]]'],
  ['{{ typeOf (chunk 2 (list 1)) }}', '[][]interface {}'],
  ['{{ chunk 3 (list) | toJson }}', '[]'],
  ['{{ chunk 0 (list 1) }}', 'error: error calling chunk: runtime error: makeslice: len out of range'],
  ['{{ chunk -2 (list 1) }}', '[[1]]'],
  ['{{ chunk -2 (list 1 2 3) }}', '[]'],
  [
    '{{ chunk -2 (list 1 2 3 4 5) }}',
    'error: error calling chunk: runtime error: makeslice: len out of range',
  ],
  ['{{ chunk 0 (list 1 2) }}', 'error: error calling chunk: runtime error: makeslice: len out of range'],
  ['{{ chunk 2 7 }}', 'error: error calling chunk: Cannot chunk type int'],
  [
    '{{ first (list) | toJson }} {{ last (list) | toJson }} {{ first (list 1 2) }} {{ mustLast (list 1 2) }}',
    'null null 1 2',
  ],
  [
    '{{ first nil }}',
    'error: error calling first: runtime error: invalid memory address or nil pointer dereference',
  ],
  ['{{ last "abc" }}', 'error: error calling last: Cannot find last on type string'],
  [
    '{{ rest (list) | toJson }} {{ initial (list) | toJson }} {{ rest (list) }} {{ typeOf (initial (list)) }}',
    'null null [] []interface {}',
  ],
  ['{{ rest (list 1 2 3) }} {{ initial (list 1 2 3) }} {{ rest (list 1) | toJson }}', '[2 3] [1 2] []'],
  [
    '{{ typeOf (rest (splitList "," "a,b")) }} {{ typeOf (reverse (until 2)) }} {{ typeOf (uniq (splitList "," "a,b")) }}',
    '[]interface {} []interface {} []interface {}',
  ],
  ['{{ rest true }}', 'error: error calling rest: Cannot find rest on type bool'],
  ['{{ initial 1.5 }}', 'error: error calling initial: Cannot find initial on type float64'],
  ['{{ reverse (list 1 2 3) }} {{ reverse (list) | toJson }}', '[3 2 1] []'],
  ['{{ reverse "ab" }}', 'error: error calling reverse: Cannot find reverse on type string'],
  ['{{ compact (list 0 1 "" "a" nil false (list) (dict) 0.0 now) | len }}', '3'],
  ['{{ compact (list) | toJson }}', '[]'],
  ['{{ compact 1 }}', 'error: error calling compact: Cannot compact on type int'],
  [
    '{{ uniq (list 1 1.0 "1" 1 nil nil "1" true true (list 1) (list 1) (dict "a" 1) (dict "a" 1) (list 1.0) (int64 1) (int64 1)) | toJson }}',
    '[1,1,"1",null,true,[1],{"a":1},[1],1]',
  ],
  ['{{ uniq (list 0.0 -0.0) }}', '[0]'],
  ['{{ uniq "a" }}', 'error: error calling uniq: Cannot find uniq on type string'],
  ['{{ without (list 1 2 nil 3 (list 1)) 2 nil (list 1) | toJson }}', '[1,3]'],
  ['{{ without (list 1 2) 1.0 }}', '[1 2]'],
  ['{{ without (list 1) 1 | toJson }}', '[]'],
  ['{{ without 1 2 }}', 'error: error calling without: Cannot find without on type int'],
  [
    '{{ has 1 (list 1.0 2) }} {{ has 1 (list 1) }} {{ has nil (list nil) }} {{ has "x" nil }} {{ has (list 1) (list (list 1)) }} {{ has (list 1) (list (list 1.0)) }}',
    'false true true false true false',
  ],
  ['{{ has "b" (splitList "," "a,b") }} {{ has 1 (until 2) }}', 'true true'],
  ['{{ has "a" "abc" }}', 'error: error calling has: Cannot find has on type string'],
  ['{{ mustHas 1 (dict) }}', 'error: error calling mustHas: Cannot find has on type map'],
  [
    '{{ slice (list 1 2 3) }} {{ slice (list 1 2 3) 1 }} {{ slice (list 1 2 3) 1 2 }} {{ slice (list 1 2 3) "1" 2.9 }} {{ slice (list 1 2 3) 3 }}',
    '[1 2 3] [2 3] [2] [2] []',
  ],
  ['{{ slice (list) 1 2 | toJson }}', 'null'],
  ['{{ slice (list 1 2 3) 3 | toJson }} {{ typeOf (slice (splitList "," "a,b") 1) }}', '[] []string'],
  [
    '{{ slice (list 1 2 3) 2 1 }}',
    'error: error calling slice: reflect.Value.Slice: slice index out of bounds',
  ],
  [
    '{{ slice (list 1 2 3) 0 4 }}',
    'error: error calling slice: reflect.Value.Slice: slice index out of bounds',
  ],
  [
    '{{ slice (list 1 2 3) -1 2 }}',
    'error: error calling slice: reflect.Value.Slice: slice index out of bounds',
  ],
  ['{{ slice "abc" 0 1 }}', 'error: error calling slice: list should be type of slice or array but string'],
  [
    '{{ slice nil }}',
    'error: error calling slice: runtime error: invalid memory address or nil pointer dereference',
  ],
  [
    '{{ concat | toJson }} {{ concat (list) (list) | toJson }} {{ concat (list 1) (splitList "," "a,b") (until 2) | toJson }}',
    'null null [1,"a","b",0,1]',
  ],
  [
    '{{ concat (list 1) nil }}',
    'error: error calling concat: runtime error: invalid memory address or nil pointer dereference',
  ],
  ['{{ concat (list 1) "a" }}', 'error: error calling concat: Cannot concat type string as list'],
  ['{{ $l := list (dict) }}{{ $_ := set (first (rest (prepend $l 1))) "k" 1 }}{{ $l }}', '[map[k:1]]'],
])('%s', (template, expected) => {
  expect(evaluate(template)).toBe(expected);
});

test('uniq, has and without are linear in scalars', () => {
  const template =
    '{{ $l := list }}{{ range 300 }}{{ $l = append $l . }}{{ end }}{{ range 200 }}{{ $_ := uniq $l }}{{ end }}{{ len $l }}';
  expect(evaluate(template, { steps: 120_000, text: 1000, depth: 10 })).toBe('300');
});

test.each([
  ['{{ $l := list 1 }}{{ range 40 }}{{ $l = concat $l $l }}{{ end }}'],
  [
    '{{ $l := list (list 1) }}{{ range $i := 500 }}{{ $l = append $l (list $i) }}{{ end }}{{ range 9 }}{{ $_ := uniq $l }}{{ end }}',
  ],
])('stops %s at the limit of steps', (template) => {
  expect(evaluate(template, { steps: 500_000, text: 1000, depth: 10 })).toContain(
    'needs more than 500000 steps',
  );
});

import { expect, test } from 'vitest';
import { evaluate } from './evaluate.ts';

test.each([
  [
    '{{ dict "a" 1 "b" | toJson }} {{ dict | toJson }} {{ dict 1 2 nil 3 true 4 1.5 5 | toJson }}',
    '{"a":1,"b":""} {} {"1":2,"1.5":5,"\\u003cnil\\u003e":3,"true":4}',
  ],
  [
    '{{ get (dict "a" nil) "a" | toJson }} {{ get (dict) "a" | toJson }} {{ get ((dict).x) "a" | quote }}',
    'null "" ""',
  ],
  [
    '{{ $d := dict "a" 1 }}{{ $e := set $d "b" 2 }}{{ $_ := unset $e "a" }}{{ $d }}{{ $e }}',
    'map[b:2]map[b:2]',
  ],
  ['{{ set ((dict).x) "a" 1 }}', 'error: error calling set: assignment to entry in nil map'],
  ['{{ unset ((dict).x) "a" | toJson }}', 'null'],
  ['{{ hasKey (dict "a" nil) "a" }} {{ hasKey ((dict).x) "a" }} {{ hasKey (dict) "a" }}', 'true false false'],
  [
    '{{ keys (dict "b" 1) (dict "a" 2) }} {{ keys (dict) | toJson }} {{ keys ((dict).x) | toJson }} {{ keys | toJson }} {{ typeOf (keys (dict)) }}',
    '[b a] [] [] [] []string',
  ],
  ['{{ values (dict "b" 1) }} {{ values (dict) | toJson }} {{ values ((dict).x) | toJson }}', '[1] [] []'],
  [
    '{{ pluck "a" (dict "a" 1) (dict "b" 2) (dict "a" nil) | toJson }} {{ pluck "a" | toJson }}',
    '[1,null] []',
  ],
  [
    '{{ pick (dict "a" 1 "b" 2) "a" "c" | toJson }} {{ pick ((dict).x) "a" | toJson }} {{ omit (dict "a" 1 "b" 2) "a" "c" | toJson }} {{ omit ((dict).x) | toJson }}',
    '{"a":1} {} {"b":2} {}',
  ],
  [
    '{{ dig "a" "b" "d" (dict "a" (dict "b" 1)) }} {{ dig "a" "b" "d" (dict "a" (dict)) }} {{ dig "a" "b" "d" (dict) }} {{ dig "a" "d" (dict "a" nil) | toJson }} {{ dig "a" "d" (dict "a" false) }}',
    '1 d d null false',
  ],
  ['{{ dig "a" 1 }}', 'error: error calling dig: dig needs at least three arguments'],
  [
    '{{ dig "a" 1 nil }}',
    'error: error calling dig: interface conversion: interface {} is nil, not map[string]interface {}',
  ],
  [
    '{{ dig "a" 1 "x" }}',
    'error: error calling dig: interface conversion: interface {} is string, not map[string]interface {}',
  ],
  ['{{ dig 1 1 (dict) }}', 'error: error calling dig: interface conversion: interface {} is int, not string'],
  [
    '{{ dig "a" "b" 1 (dict "a" 1) }}',
    'error: error calling dig: interface conversion: interface {} is int, not map[string]interface {}',
  ],
  [
    '{{ dig "a" "b" 1 (dict "a" nil) }}',
    'error: error calling dig: interface conversion: interface {} is nil, not map[string]interface {}',
  ],
  [
    '{{ dig "a" "b" 1 (dict "a" (split "," "x")) }}',
    'error: error calling dig: interface conversion: interface {} is map[string]string, not map[string]interface {}',
  ],
  [
    '{{ dig "a" 1 ((dict).x) }}',
    'error: error calling dig: interface conversion: interface {} is nil, not map[string]interface {}',
  ],
  [
    '{{ $s := dict "a" (list (dict "b" 1)) }}{{ $c := deepCopy $s }}{{ $_ := set (first $c.a) "b" 2 }}{{ $s }}{{ $c }}',
    'map[a:[map[b:1]]]map[a:[map[b:2]]]',
  ],
  ['{{ deepCopy nil }}', 'error: error calling deepCopy: reflect: call of reflect.Value.Type on zero Value'],
  [
    '{{ mustDeepCopy nil }}',
    'error: error calling mustDeepCopy: reflect: call of reflect.Value.Type on zero Value',
  ],
  [
    '{{ deepCopy (list (rest list) nil (until 3) (splitList "," "a")) | toJson }} {{ deepCopy "a" }} {{ typeOf (deepCopy (split "," "a")) }}',
    '[null,null,[0,1,2],["a"]] a map[string]string',
  ],
  [
    '{{ merge (dict "a" 0 "b" "" "c" false "d" nil "e" list "f" dict "g" 1 "h" (dict "x" 1)) (dict "a" 1 "b" "B" "c" true "d" "D" "e" (list 1) "f" (dict "y" 2) "g" 2 "h" (dict "x" 2 "z" 3) "i" nil "j" 4) | toJson }}',
    '{"a":1,"b":"B","c":true,"d":"D","e":[1],"f":{"y":2},"g":1,"h":{"x":1,"z":3},"j":4}',
  ],
  [
    '{{ mergeOverwrite (dict "a" 1 "b" "B" "c" true "d" "D" "e" (list 1 2) "f" (dict "y" 2) "g" (dict "x" 1) "h" 1 "i" (dict "k" 1)) (dict "a" 0 "b" "" "c" false "d" nil "e" list "f" dict "g" (dict "x" nil "z" 1) "h" (dict "q" 1) "i" 5) | toJson }}',
    '{"a":0,"b":"","c":false,"d":null,"e":[],"f":{"y":2},"g":{"x":null,"z":1},"h":{"q":1},"i":5}',
  ],
  [
    '{{ merge (dict) (dict "a" 1) (dict "a" 2 "b" 3) }} {{ mergeOverwrite (dict) (dict "a" 1) (dict "a" 2 "b" 3) }} {{ mustMerge (dict "a" 1) }}',
    'map[a:1 b:3] map[a:2 b:3] map[a:1]',
  ],
  [
    '{{ $t := dict }}{{ $s := dict "a" (dict "x" 1) }}{{ $_ := merge $t $s }}{{ $_ := set $t.a "x" 2 }}{{ $s }}',
    'map[a:map[x:2]]',
  ],
  [
    '{{ $t := dict "a" (dict) }}{{ $i := $t.a }}{{ $s := dict "a" (dict "x" 1) }}{{ $_ := merge $t $s }}{{ $_ := set $t.a "x" 2 }}{{ $s }}{{ $i }}',
    'map[a:map[x:1]]map[x:2]',
  ],
  [
    '{{ $t := dict "a" (dict) }}{{ $i := $t.a }}{{ $s := dict "a" (dict "x" 1) }}{{ $_ := mergeOverwrite $t $s }}{{ $_ := set $t.a "x" 2 }}{{ $s }}{{ $i }}',
    'map[a:map[x:1]]map[x:2]',
  ],
  [
    '{{ $t := dict "a" (dict "y" 1) }}{{ $s := dict "a" (dict) }}{{ $_ := mergeOverwrite $t $s }}{{ $t }}',
    'map[a:map[y:1]]',
  ],
  [
    '{{ merge (dict "a" (dict "x" 1)) (dict "a" "s") }} {{ merge (dict "a" "s") (dict "a" (dict "x" 1)) }} {{ merge (dict "a" (list 1)) (dict "a" (dict "x" 1)) }} {{ mergeOverwrite (dict "a" (list 1)) (dict "a" (dict "x" 1)) }} {{ mergeOverwrite (dict "a" (dict "x" 1)) (dict "a" (list 1)) }}',
    'map[a:map[x:1]] map[a:s] map[a:[1]] map[a:map[x:1]] map[a:[1]]',
  ],
  [
    '{{ merge ((dict).x) (dict "a" 1) | toJson }} {{ merge ((dict).x) ((dict).x) | toJson }} {{ merge (dict "a" 1) ((dict).x) | toJson }}',
    '{"a":1} null {"a":1}',
  ],
  ['{{ merge (dict "a" (semver "1.2.3")) (dict "a" (dict "b" 1)) | quote }}', '""'],
  [
    '{{ mustMerge (dict "a" (semver "1.2.3")) (dict "a" (dict "b" 1)) }}',
    'error: error calling mustMerge: src and dst must be of same type',
  ],
  ['{{ mergeOverwrite (dict "a" (semver "1.2.3")) (dict "a" (dict "b" 1)) | toJson }}', '{"a":{"b":1}}'],
  [
    '{{ merge (dict "a" (split "," "x")) (dict "a" (dict "b" 1)) }}',
    'error: error calling merge: reflect.Value.SetMapIndex: value of type interface {} is not assignable to type string',
  ],
  [
    '{{ merge (dict "a" (dict "b" 1)) (dict "a" (split "," "x,y")) | toJson }}',
    '{"a":{"_0":"x","_1":"y","b":1}}',
  ],
  [
    '{{ merge (dict "a" (splitList "," "x")) (dict "a" (list 1)) | toJson }} {{ mergeOverwrite (dict "a" (splitList "," "x")) (dict "a" list) | toJson }}',
    '{"a":["x"]} {"a":[]}',
  ],
])('%s', (template, expected) => {
  expect(evaluate(template)).toBe(expected);
});

test('keys and values are sorted', () => {
  expect(evaluate('{{ $d := dict "b" 1 "a" 2 "é" 3 "B" 4 }}{{ keys $d }} {{ values $d }}')).toBe(
    '[B a b é] [4 2 1 3]',
  );
});

test.each([['deepCopy $d'], ['merge (dict "d" (dict "d" $d)) $d'], ['mergeOverwrite $d $d']])(
  '%s of a map that holds itself ends',
  (call) => {
    expect(evaluate(`{{ $d := dict "a" 1 }}{{ $_ := set $d "d" $d }}{{ $_ := ${call} }}`)).toContain(
      'nested more than',
    );
  },
);

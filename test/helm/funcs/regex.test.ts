import { describe, expect, test } from 'vitest';
import { Budget, LimitError } from '../../../src/gotemplate/budget.ts';
import { compileWithEngine } from '../../../src/helm/funcs/regex-engine.ts';
import { compileNative } from '../../../src/helm/funcs/regex-native.ts';
import { regexFunctions } from '../../../src/helm/funcs/regex.ts';
import { HELM_4 } from '../../../src/helm/profile.ts';
import { evaluate, fixedEnvironment } from './evaluate.ts';

test.each([
  ['{{ regexMatch "^a+$" "aaa" }} {{ regexMatch "(" "aaa" }} {{ regexMatch "" "" }}', 'true false true'],
  [
    '{{ mustRegexMatch "(" "aaa" }}',
    'error: error calling mustRegexMatch: error parsing regexp: missing closing ): `(`',
  ],
  [
    '{{ regexFind "(" "aaa" }}',
    'error: error calling regexFind: regexp: Compile(`(`): error parsing regexp: missing closing ): `(`',
  ],
  [
    '{{ regexFind "`(" "aaa" }}',
    'error: error calling regexFind: regexp: Compile("`("): error parsing regexp: missing closing ): ``(`',
  ],
  [
    '{{ regexFindAll "[z-a]" "aaa" -1 }}',
    'error: error calling regexFindAll: regexp: Compile(`[z-a]`): error parsing regexp: invalid character class range: `z-a`',
  ],
  [
    '{{ regexReplaceAll "a**" "aaa" "" }}',
    'error: error calling regexReplaceAll: regexp: Compile(`a**`): error parsing regexp: invalid nested repetition operator: `**`',
  ],
  [
    '{{ regexSplit "\\\\8" "aaa" 1 }}',
    'error: error calling regexSplit: regexp: Compile(`\\8`): error parsing regexp: invalid escape sequence: `\\8`',
  ],
  [
    '{{ mustRegexFindAll "a{1001}" "aaa" 1 }}',
    'error: error calling mustRegexFindAll: error parsing regexp: invalid repeat count: `{1001}`',
  ],
  [
    '{{ mustRegexSplit "[[:foo:]]" "aaa" 1 }}',
    'error: error calling mustRegexSplit: error parsing regexp: invalid character class range: `[:foo:]`',
  ],
  [
    '{{ mustRegexReplaceAll "(?=a)" "aaa" "" }}',
    'error: error calling mustRegexReplaceAll: error parsing regexp: invalid or unsupported Perl syntax: `(?=`',
  ],
  [
    '{{ mustRegexReplaceAllLiteral "a\\\\" "aaa" "" }}',
    'error: error calling mustRegexReplaceAllLiteral: error parsing regexp: trailing backslash at end of expression: ``',
  ],
  ['{{ regexFind "[a-z]+[0-9]" "ab ab1 c2" }} {{ regexFind "x" "ab" | quote }}', 'ab1 ""'],
  [
    '{{ regexFindAll "[2,4,6,8]" "123456789" -1 }} {{ regexFindAll "a" "aaa" 2 }} {{ regexFindAll "a" "aaa" 0 | toJson }} {{ regexFindAll "x" "aaa" -1 | toJson }} {{ regexFindAll "x*" "axxb" -1 | toJson }} {{ typeOf (regexFindAll "x" "a" 1) }}',
    '[2 4 6 8] [a a] null null ["","xx",""] []string',
  ],
  [
    '{{ regexReplaceAll "a(x*)b" "-ab-axxb-" "${1}W" }} {{ regexReplaceAll "a(x*)b" "-ab-axxb-" "$1W" }} {{ regexReplaceAll "a(x*)b" "-ab-axxb-" "$$1" }} {{ regexReplaceAll "x*" "abc" "-" }} {{ regexReplaceAll "(?P<n>[a-z])1" "a1b2" "<$n>$2$9${n}$" }}',
    '-W-xxW- --- -$1-$1- -a-b-c- <a>a$b2',
  ],
  ['{{ regexReplaceAllLiteral "a(x*)b" "-ab-axxb-" "${1}" }}', '-${1}-${1}-'],
  [
    '{{ regexReplaceAll "[^a-zA-Z0-9-]+" "Ünï cödé_x.y" "-" }} {{ regexReplaceAll "\\\\W+" "a b\\tc" "_" }} {{ regexReplaceAll "-+$" "abc---" "" }} {{ regexReplaceAll "(?i)ABC" "xabcAbC" "." }} {{ regexReplaceAll "\\\\s" "a b\\vc\\u00a0d" "_" }}',
    '-n-c-d-x-y a_b_c abc x.. a_b\x0bc\xa0d',
  ],
  [
    '{{ regexReplaceAll "(^|[^a-z])([a-z])" "ab cd" "$1<$2>" }} {{ regexReplaceAll "(a)|(b)" "ab" "[$1|$2]" }} {{ regexReplaceAll "^" "abc" "x" }} {{ regexReplaceAll "$" "abc" "x" }} {{ regexReplaceAll "\\\\b" "ab cd" "|" }}',
    '<a>b <c>d [a|][|b] xabc abcx |ab| |cd|',
  ],
  [
    '{{ regexSplit "z+" "pizza" -1 | toJson }} {{ regexSplit "z" "pizza" 2 | toJson }} {{ regexSplit "z" "pizza" 0 | toJson }} {{ regexSplit "" "ab" -1 | toJson }} {{ regexSplit "a" "" -1 | toJson }} {{ regexSplit "^" "ab" -1 | toJson }} {{ regexSplit "b" "ab" -1 | toJson }}',
    '["pi","a"] ["pi","za"] null ["a","b"] [""] ["ab"] ["a",""]',
  ],
  [
    '{{ regexQuoteMeta "a.b\\\\c-d_e/f{}[]()^$|?*+é" }}',
    'a\\.b\\\\c-d_e/f\\{\\}\\[\\]\\(\\)\\^\\$\\|\\?\\*\\+é',
  ],
  [
    '{{ regexMatch "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$" "my-app.example.com" }} {{ regexMatch "^[0-9]+$" "12\\n" }} {{ regexMatch "a.c" "a\\nc" }} {{ regexMatch "^\\\\d+(Mi|Gi)$" "12Gi" }} {{ regexMatch "[^\\\\x00-\\\\x7F]" "é" }} {{ regexMatch "^\\\\S+@\\\\S+$" "a@b" }}',
    'true false false true true true',
  ],
  [
    '{{ regexFind "é.." "aé😀bc" }} {{ regexFindAll "." "é😀" -1 | toJson }} {{ regexFind "(\\\\w+)://([^/]+)" "http://h:1/p" }} {{ regexFind "[0-9]{2,3}" "1234" }} {{ regexFind "[0-9]{2,3}?" "1234" }} {{ regexFind "a{,2}" "a{,2}" }} {{ regexFind "[]-]+" "a]-" }} {{ regexFind "[\\\\w.-]+" " a.b-c d" }}',
    'é😀b ["é","😀"] http://h:1 123 12 a{,2} ]- a.b-c',
  ],
])('%s', (template, expected) => {
  expect(evaluate(template)).toBe(expected);
});

const functions = regexFunctions({ environment: fixedEnvironment(), budget: new Budget(), profile: HELM_4 });

test('bytes that are no UTF-8 are one character each', () => {
  expect(functions['regexReplaceAll']!.call('.', 'a\udcff\udcc3é', '-')).toBe('----');
  expect(() => functions['regexFind']!.call('[\udcff', 'a')).toThrow('invalid UTF-8');
});

describe('both engines find the same', () => {
  const texts = [
    '',
    'a',
    'ab-1.2',
    'aab b\nab',
    'my-release_1.2.3',
    '😀a😀b',
    '\udcffa\udcc3b',
    'aaaaaaaaab',
    '-b-b-ba1a1',
  ];
  test.each([
    ['^[a-z0-9]([-a-z0-9]*[a-z0-9])?$'],
    ['([a-z]+)-([0-9]+)'],
    ['(^|[^a-z])([a-z])'],
    ['a*?b|(a)(b)?'],
    ['(?:ab){1,2}(-b)*'],
    ['[^\\w.-]+|\\b'],
    ['\\s|$|\\.'],
    ['[]a-]{2,}?'],
    ['(a|b|)-'],
    ['é|.'],
  ])('%s', (source) => {
    const native = compileNative(source)!;
    const engine = compileWithEngine(source);
    for (const text of texts) {
      for (let from = 0; from <= text.length; from++) {
        if (/^[\ud800-\udbff]/.test(text.slice(from - 1, from))) continue;
        const [a, b] = [native, engine].map((pattern) => {
          const match = pattern.find(text, from, new Budget());
          return (
            match && [
              match.start,
              match.end,
              ...[0, 1, 2].map((index) => (index > native.groupCount ? '' : match.group(index))),
            ]
          );
        });
        expect(a, `${JSON.stringify(text)} from ${from}`).toEqual(b);
      }
    }
  });
});

test.each([
  '(a*)*b',
  '(a|a)*b',
  '(a+)+',
  'a**',
  '(?i)a',
  '\\pL',
  '(a',
  'a{3,2}',
  'a{1001}',
  '[z-a]',
  '(?P<n>a)',
  '\\A',
  '^*',
  '\ufffd',
  '[[:alpha:]]',
])('%s is left to the engine', (source) => {
  expect(compileNative(source)).toBeUndefined();
});

test('what would take long in the native engine goes to the other, and is paid for', () => {
  const text = 'a'.repeat(100_000);
  const call = (budget: Budget) =>
    regexFunctions({ environment: fixedEnvironment(), budget, profile: HELM_4 })['regexMatch']!.call(
      'a*a*a*a*a*c',
      text,
    );
  expect(call(new Budget())).toBe(false);
  expect(() => call(new Budget({ steps: 500, text: 1000, depth: 1 }))).toThrow(LimitError);
});

test('a replacement may not grow without bound', () => {
  const budget = new Budget({ steps: 1_000_000, text: 100_000, depth: 1 });
  const replace = regexFunctions({ environment: fixedEnvironment(), budget, profile: HELM_4 })[
    'regexReplaceAll'
  ]!;
  expect(() => replace.call('a', 'a'.repeat(10_000), 'x'.repeat(1000))).toThrow(LimitError);
});

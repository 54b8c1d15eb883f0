import { describe, expect, it } from 'vitest';
import { Budget, LimitError } from '../../../src/gotemplate/budget.ts';
import { GoError } from '../../../src/gotemplate/function.ts';
import type { Value } from '../../../src/gotemplate/value.ts';
import {
  GoObject,
  Integer,
  MapView,
  Slice,
  int64,
  nilMap,
  nilSlice,
  stringSlice,
} from '../../../src/gotemplate/value.ts';
import type { Environment, FunctionContext } from '../../../src/helm/environment.ts';
import { dataFunctions } from '../../../src/helm/funcs/data.ts';
import { UTC } from '../../../src/helm/funcs/time-zone.ts';
import { GoTime } from '../../../src/helm/funcs/time.ts';
import { tomlFunctions } from '../../../src/helm/funcs/toml-functions.ts';
import { HELM_3, HELM_4 } from '../../../src/helm/profile.ts';

const environment = { timeZone: 'UTC', now: () => 0n } as Environment;

function functions(context: Partial<FunctionContext> = {}): ReturnType<typeof dataFunctions> {
  const all: FunctionContext = { environment, budget: new Budget(), profile: HELM_4, ...context };
  return { ...dataFunctions(all), ...tomlFunctions(all) };
}

const four = functions();
const three = functions({ profile: HELM_3 });

function call(name: string, value: Value, table = four): Value {
  return table[name]!.call(value);
}

function dict(entries: Record<string, Value>): Map<string, Value> {
  return new Map(Object.entries(entries));
}

class Struct extends GoObject {
  override readonly type = 'common.KubeVersion';
  override readonly kind = 'struct';
  override readonly fields = dict({ Version: 'v1.36.0', Major: '1', Minor: '36' });
}

class Text extends GoObject {
  override readonly type = '*semver.Version';
  override readonly kind = 'ptr';
  override toJson(): Value {
    return '1.2.3';
  }
}

const DATE = new GoTime({ nanoseconds: 1_580_688_000_000_000_000n, zone: UTC }, { local: UTC });
const RICH = dict({
  bytes: new TextEncoder().encode('hi'),
  date: DATE,
  int: int64(5n),
  month: new Integer('time.Month', 2n),
  nilList: nilSlice(),
  nilMap: nilMap(),
  span: new Integer('time.Duration', 3_600_000_000_000n),
  struct: new Struct(),
  strings: stringSlice(['a']),
  text: new Text(),
  view: new MapView('string', dict({ k: 'v' })),
});

describe('values of templates', () => {
  it('go through JSON into YAML', () => {
    expect(call('toYaml', RICH)).toBe(
      'bytes: aGk=\ndate: "2020-02-03T00:00:00Z"\nint: 5\nmonth: 2\nnilList: null\nnilMap: null\n' +
        'span: 3600000000000\nstrings:\n- a\nstruct:\n  Major: "1"\n  Minor: "36"\n  Version: v1.36.0\ntext: 1.2.3\nview:\n  k: v',
    );
  });

  it('keep more of their types in toYamlPretty', () => {
    expect(call('toYamlPretty', RICH)).toBe(
      'bytes:\n  - 104\n  - 105\ndate: 2020-02-03T00:00:00Z\nint: 5\nmonth: 2\nnilList: []\nnilMap: {}\n' +
        'span: 1h0m0s\nstrings:\n  - a\nstruct:\n  version: v1.36.0\n  major: "1"\n  minor: "36"\ntext: 1.2.3\nview:\n  k: v',
    );
  });

  it('are JSON, structs in the order of their fields', () => {
    expect(call('toJson', RICH)).toBe(
      '{"bytes":"aGk=","date":"2020-02-03T00:00:00Z","int":5,"month":2,"nilList":null,"nilMap":null,' +
        '"span":3600000000000,"strings":["a"],"struct":{"Version":"v1.36.0","Major":"1","Minor":"36"},"text":"1.2.3","view":{"k":"v"}}',
    );
  });

  it('are TOML', () => {
    expect(call('toToml', RICH)).toBe(
      'bytes = [104, 105]\ndate = 2020-02-03T00:00:00Z\nint = 5\nmonth = 2\nspan = "1h0m0s"\nstrings = ["a"]\ntext = "1.2.3"\n' +
        '\n[struct]\n  Version = "v1.36.0"\n  Major = "1"\n  Minor = "36"\n\n[view]\n  k = "v"\n',
    );
  });
});

describe('writers', () => {
  it.each<[string, Value, Value]>([
    ['toYaml', NaN, ''],
    ['toYaml', '\x7f', ''],
    ['toYaml', null, 'null'],
    ['toYaml', '|\n', '|\n  |'],
    ['toYamlPretty', 1e6, '1e+06'],
    ['toJson', Infinity, ''],
    ['toJson', '<', '"\\u003c"'],
    ['mustToJson', '<', '"\\u003c"'],
    ['toPrettyJson', [1, []], '[\n  1,\n  []\n]'],
    ['toPrettyJson', NaN, ''],
    ['toRawJson', '<', '"<"'],
    ['mustToRawJson', '<', '"<"'],
  ])('%s of %o', (name, value, text) => {
    expect(call(name, value)).toBe(text);
  });

  it.each<[string, Value, string]>([
    ['mustToYaml', Infinity, 'error marshaling into JSON: json: unsupported value: +Inf'],
    ['mustToYaml', '\x7f', 'yaml: control characters are not allowed'],
    ['mustToJson', NaN, 'json: unsupported value: NaN'],
    ['mustToPrettyJson', NaN, 'json: unsupported value: NaN'],
    ['toRawJson', NaN, 'json: unsupported value: NaN'],
    ['mustToRawJson', NaN, 'json: unsupported value: NaN'],
    ['toToml', null, 'reflect: call of reflect.Value.Type on zero Value'],
    ['mustToToml', [new Map()], 'toml: top-level values must be Go maps or structs'],
    ['mustFromJson', '{', 'unexpected end of JSON input'],
  ])('%s of %o fails', (name, value, message) => {
    expect(() => call(name, value)).toThrow(new GoError(message));
  });

  it('do not quiet the bounds of a render', () => {
    const bounded = functions({ budget: new Budget({ steps: 1000, text: 1000, depth: 10 }) });
    for (const name of ['toYaml', 'toYamlPretty', 'toJson', 'toToml']) {
      expect(() => call(name, dict({ a: 'x'.repeat(2000) }), bounded)).toThrow(LimitError);
    }
  });
});

describe('readers', () => {
  const NOT_A_MAP = 'json: cannot unmarshal array into Go value of type map[string]interface {}';
  const NOT_A_LIST = 'json: cannot unmarshal object into Go value of type []interface {}';
  const FROM_YAML = 'error unmarshaling JSON: while decoding JSON: ';

  it.each<[string, string, Value]>([
    ['fromJson', '{"a":[1]}', dict({ a: [1] })],
    ['fromJson', 'null', nilMap()],
    ['fromJson', '[1]', dict({ Error: NOT_A_MAP })],
    ['fromJson', '[1e999]', dict({ Error: NOT_A_MAP })],
    ['fromJson', '{', dict({ Error: 'unexpected end of JSON input' })],
    [
      'fromJson',
      '{"a":1e999,"b":2}',
      dict({ a: null, b: 2, Error: 'json: cannot unmarshal number 1e999 into Go value of type float64' }),
    ],
    [
      'fromJson',
      '1e999',
      dict({ Error: 'json: cannot unmarshal number into Go value of type map[string]interface {}' }),
    ],
    ['fromJsonArray', '[1]', [1]],
    ['fromJsonArray', 'null', nilSlice()],
    ['fromJsonArray', '{"a":1}', [NOT_A_LIST]],
    ['fromJsonArray', 'true', ['json: cannot unmarshal bool into Go value of type []interface {}']],
    ['mustFromJson', '"a"', 'a'],
    ['fromYaml', 'a: 1\n---\nb: 2', dict({ a: 1 })],
    ['fromYaml', '', new Map()],
    ['fromYaml', '- 1', dict({ Error: FROM_YAML + NOT_A_MAP })],
    [
      'fromYaml',
      'a: [',
      dict({ Error: 'error converting YAML to JSON: yaml: line 1: did not find expected node content' }),
    ],
    ['fromYaml', 'a: .inf', dict({ Error: 'error converting YAML to JSON: json: unsupported value: +Inf' })],
    ['fromYamlArray', '[1, a]', [1, 'a']],
    ['fromYamlArray', '', []],
    ['fromYamlArray', 'a: 1', [FROM_YAML + NOT_A_LIST]],
  ])('%s of %j', (name, text, value) => {
    expect(call(name, text)).toEqual(value);
  });
});

describe('TOML', () => {
  it.each<[Value, string]>([
    ['a"\\\t\x00\x7f', '"a\\"\\\\\\t\\u0000\\u007f"'],
    [3, '3.0'],
    [nilMap(), ''],
    [
      dict({
        'a b': 1,
        '': null,
        f: 1e6,
        t: dict({ u: dict({ v: 1n }), e: new Map() }),
        list: [1, 'a', [true]],
      }),
      '"a b" = 1.0\nf = 1e+06\nlist = [1.0, "a", [true]]\n\n[t]\n  [t.e]\n  [t.u]\n    v = 1\n',
    ],
    [
      dict({ l: [dict({ a: 1n }), dict({ b: dict({ c: 2n }) })] }),
      '[[l]]\n  a = 1\n\n[[l]]\n  [l.b]\n    c = 2\n',
    ],
    [dict({ l: [1n, dict({ a: 1n, b: null })] }), 'l = [1, {a = 1, }]\n'],
    [dict({ l: [null] }), 'toml: cannot encode array with nil element'],
    [[new Map()], 'toml: top-level values must be Go maps or structs'],
  ])('%o', (value, text) => {
    expect(call('toToml', value)).toBe(text);
  });

  it('has no exponents in Helm 3', () => {
    expect(call('toToml', dict({ a: 1e6, b: 1e-7 }), three)).toBe('a = 1000000.0\nb = 0.0000001\n');
  });

  it('is read with the types of Go', () => {
    const table = call(
      'fromToml',
      'i = 0x10\nf = 1.0\nd = 1979-05-27\nt = 07:32:00\nz = 1979-05-27T07:32:00.5-07:00\nl = 1979-05-27 07:32:00\n[[x]]\ny = []\n',
    ) as Map<string, Value>;
    expect(table.get('i')).toEqual(int64(16n));
    expect(table.get('f')).toBe(1);
    expect(table.get('x')).toEqual(new Slice('map[string]interface {}', [dict({ y: [] })]));
    const printed = ['d', 't', 'z', 'l'].map((key) => (table.get(key) as GoTime).print());
    expect(printed).toEqual([
      '1979-05-27 00:00:00 +0000 date-local',
      '0000-01-01 07:32:00 +0000 time-local',
      '1979-05-27 07:32:00.5 -0700 -0700',
      '1979-05-27 07:32:00 +0000 datetime-local',
    ]);
    expect(call('toToml', table)).toBe(
      'd = 1979-05-27\nf = 1.0\ni = 16\nl = 1979-05-27T07:32:00\nt = 07:32:00\nz = 1979-05-27T07:32:00.5-07:00\n\n[[x]]\n  y = []\n',
    );
  });

  it('puts what is wrong with a text under Error', () => {
    expect([...(call('fromToml', 'a =') as Map<string, Value>).keys()]).toEqual(['Error']);
  });
});

describe('Helm 3', () => {
  it('lacks the names that came with Helm 4', () => {
    const names = (table: object): string[] => Object.keys(table).sort();
    const added = names(four).filter((name) => !(name in three));
    expect(added).toEqual(['mustToToml', 'mustToYaml']);
    expect(names(three).filter((name) => !(name in four))).toEqual([]);
  });
});

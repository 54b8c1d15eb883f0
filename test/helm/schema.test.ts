import { describe, expect, it } from 'vitest';
import type { GoMap, Value } from '../../src/gotemplate/value.ts';
import { schemaErrors } from '../../src/helm/schema.ts';

/** Schemas and values (both JSON), and what Helm 3 and 4 print below the chart's name, if anything. */
const VECTORS: readonly (readonly [schema: string, values: string, errors: string])[] = [
  ['{"properties": {"a": {"minimum": 1e-07}}}', '{"a": -1}', "- at '/a': minimum: got -1, want 1×10⁻⁰⁷\n"],
  ['{"properties": {"a": {"maximum": -1}}}', '{"a": 1e-07}', "- at '/a': maximum: got 1×10⁻⁰⁷, want -1\n"],
  [
    '{"properties": {"a": {"minimum": 123456789012}}}',
    '{"a": 15000000000.0}',
    "- at '/a': minimum: got 1.5×10¹⁰, want 1.23456789012×10¹¹\n",
  ],
  [
    '{"properties": {"a": {"minimum": 12345.6789}}}',
    '{"a": -12345.6789}',
    "- at '/a': minimum: got -12,345.6789, want 12,345.6789\n",
  ],
  [
    '{"properties": {"a": {"maximum": -12345.6789}}}',
    '{"a": 12345.6789}',
    "- at '/a': maximum: got 12,345.6789, want -12,345.6789\n",
  ],
  [
    '{"properties": {"a": {"exclusiveMaximum": -12345.6789}}}',
    '{"a": -12345.6789}',
    "- at '/a': exclusiveMaximum: got -12,345.6789, want -12,345.6789\n",
  ],
  [
    '{"properties":{"a":{"enum":[1.0,2e3,null,true,"x\'y\\"z\\n",10000000]}}}',
    '{"a": "xx"}',
    "- at '/a': value must be one of 1.0, 2e3, <nil>, true, 'x\\'y\"z\\n', 10000000\n",
  ],
  ['{"properties":{"a":{"enum":[1.0,2e3,[1]]}}}', '{"a": "xx"}', "- at '/a': 'enum' failed\n"],
  ['{"properties":{"a":{"const":1e3}}}', '{"a": "xx"}', "- at '/a': value must be 1e3\n"],
  ['{"properties":{"a":{"const":1e3}}}', '{"a": 1000}', ''],
  [
    '{"properties":{"a":{"oneOf":[true,{"type":"string"}]}}}',
    '{"a": "xx"}',
    "- at '/a': 'oneOf' failed, subschemas 0, 1 matched\n",
  ],
  [
    '{"properties":{"a":{"oneOf":[false,{"type":"integer"}]}}}',
    '{"a": "xx"}',
    "- at '/a': 'oneOf' failed, none matched\n  - at '/a': false schema\n  - at '/a': got string, want integer\n",
  ],
  [
    '{"$schema":"http://json-schema.org/draft-07/schema#","properties":{"c":{"pattern":"(?!x)"}}}',
    '{}',
    "\"file:///values.schema.json#\" is not valid against metaschema: jsonschema validation failed with 'http://json-schema.org/draft-07/schema#'\n- at '/properties/c/pattern': '(?!x)' is not valid regex: error parsing regexp: invalid or unsupported Perl syntax: `(?!`",
  ],
  [
    '{"type":5,"properties":{"a":{"minLength":-1}}}',
    '{}',
    "\"file:///values.schema.json#\" is not valid against metaschema: jsonschema validation failed with 'https://json-schema.org/draft/2020-12/schema#'\n- at '': 'allOf' failed\n  - at '/properties/a': 'allOf' failed\n    - at '/properties/a/minLength': minimum: got -1, want 0\n  - at '/type': 'anyOf' failed\n    - at '/type': value must be one of 'array', 'boolean', 'integer', 'null', 'number', 'object', 'string'\n    - at '/type': got number, want array",
  ],
  [
    '{"$schema":"http://json-schema.org/draft-04/schema#","properties":{"d":{"exclusiveMinimum":true,"minimum":5}},"patternProperties":{"[":{}}}',
    '{"d": 5}',
    'invalid regex "[" at "file:///values.schema.json#/patternProperties": error parsing regexp: missing closing ]: `[`',
  ],
  [
    '{"$schema":"http://json-schema.org/draft-04/schema#","properties":{"d":{"exclusiveMinimum":true,"minimum":5}}}',
    '{"d": 5}',
    "- at '/d': exclusiveMinimum: got 5, want 5\n",
  ],
  [
    '{"$schema":"http://json-schema.org/draft-06/schema#","properties":{"a":{"const":5},"b":{"if":{"type":"string"},"then":false}}}',
    '{"a": 6, "b": "x"}',
    "- at '/a': value must be 5\n",
  ],
  [
    '{"$schema":"https://json-schema.org/draft/2019-09/schema","$recursiveAnchor":true,"type":"object","properties":{"b":{"$recursiveRef":"#"}},"unevaluatedProperties":false}',
    '{"b": {"b": 5, "c": 5}}',
    "- at '/b': validation failed\n  - at '/b/b': got number, want object\n  - at '/b/c': false schema\n",
  ],
  [
    '{"properties": {"a": {"$ref": "#/foo"}}, "$defs": {"a b": {"type": "string"}}, "examples": [{"type": "string"}], "x-foo": {"bar": {"type": "boolean"}, "num": 5, "badschema": {"type": 9}}}',
    '{"a": -5}',
    'json-pointer in "file:///values.schema.json#/foo" not found',
  ],
  [
    '{"properties": {"a": {"$ref": "#/foo"}}, "$defs": {"a b": {"type": "string"}}}',
    '{"a": {"type": 7}}',
    'json-pointer in "file:///values.schema.json#/foo" not found',
  ],
  ['{"$defs": {"a": {"$ref": "#/foo"}}}', '{"a": {"type": 7}}', ''],
  [
    '{"properties": {"a": {"$ref": "foo.json"}}, "$defs": {"a b": {"type": "string"}}, "examples": [{"type": "string"}], "x-foo": {"bar": {"type": "boolean"}, "num": 5, "badschema": {"type": 9}}}',
    '{"a": -5}',
    'failing loading "file:///foo.json": open /foo.json: no such file or directory',
  ],
  [
    '{"properties": {"a": {"$ref": "foo.json"}}, "$defs": {"a b": {"type": "string"}}}',
    '{"a": {"type": 7}}',
    'failing loading "file:///foo.json": open /foo.json: no such file or directory',
  ],
  ['{"$defs": {"a": {"$ref": "foo.json"}}}', '{"a": {"type": 7}}', ''],
  [
    '{"properties": {"a": {"$ref": "#foo"}}, "$defs": {"a b": {"type": "string"}}, "examples": [{"type": "string"}], "x-foo": {"bar": {"type": "boolean"}, "num": 5, "badschema": {"type": 9}}}',
    '{"a": -5}',
    'anchor in "file:///values.schema.json#foo" not found in schema "file:///values.schema.json"',
  ],
  [
    '{"properties": {"a": {"$ref": "#foo"}}, "$defs": {"a b": {"type": "string"}}}',
    '{"a": {"type": 7}}',
    'anchor in "file:///values.schema.json#foo" not found in schema "file:///values.schema.json"',
  ],
  ['{"$defs": {"a": {"$ref": "#foo"}}}', '{"a": {"type": 7}}', ''],
  [
    '{"properties": {"a": {"$ref": "#/$defs/a%20b"}}, "$defs": {"a b": {"type": "string"}}, "examples": [{"type": "string"}], "x-foo": {"bar": {"type": "boolean"}, "num": 5, "badschema": {"type": 9}}}',
    '{"a": -5}',
    "- at '/a': got number, want string\n",
  ],
  [
    '{"properties": {"a": {"$ref": "#/$defs/a%20b"}}, "$defs": {"a b": {"type": "string"}}}',
    '{"a": {"type": 7}}',
    "- at '/a': got object, want string\n",
  ],
  ['{"$defs": {"a": {"$ref": "#/$defs/a%20b"}}}', '{"a": {"type": 7}}', ''],
  [
    '{"properties": {"a": {"$ref": "urn:x:y"}}, "$defs": {"a b": {"type": "string"}}, "examples": [{"type": "string"}], "x-foo": {"bar": {"type": "boolean"}, "num": 5, "badschema": {"type": 9}}}',
    '{"a": -5}',
    '',
  ],
  [
    '{"properties": {"a": {"$ref": "urn:x:y"}}, "$defs": {"a b": {"type": "string"}}}',
    '{"a": {"type": 7}}',
    '',
  ],
  ['{"$defs": {"a": {"$ref": "urn:x:y"}}}', '{"a": {"type": 7}}', ''],
  [
    '{"properties": {"a": {"$ref": "foo:bar"}}, "$defs": {"a b": {"type": "string"}}, "examples": [{"type": "string"}], "x-foo": {"bar": {"type": "boolean"}, "num": 5, "badschema": {"type": 9}}}',
    '{"a": -5}',
    'failing loading "foo:bar": no URLLoader registered for "foo:bar"',
  ],
  [
    '{"properties": {"a": {"$ref": "foo:bar"}}, "$defs": {"a b": {"type": "string"}}}',
    '{"a": {"type": 7}}',
    'failing loading "foo:bar": no URLLoader registered for "foo:bar"',
  ],
  ['{"$defs": {"a": {"$ref": "foo:bar"}}}', '{"a": {"type": 7}}', ''],
  [
    '{"$schema":"http://json-schema.org/draft-07/schema#","properties":{"c":{"pattern":"[a"}}}',
    '{}',
    "\"file:///values.schema.json#\" is not valid against metaschema: jsonschema validation failed with 'http://json-schema.org/draft-07/schema#'\n- at '/properties/c/pattern': '[a' is not valid regex: error parsing regexp: missing closing ]: `[a`",
  ],
  [
    '{"properties": {"a": {"$ref": "http://json-schema.org/draft-07/schema#"}}, "$defs": {"a b": {"type": "string"}}, "examples": [{"type": "string"}], "x-foo": {"bar": {"type": "boolean"}, "num": 5, "badschema": {"type": 9}}}',
    '{"a": -5}',
    "- at '/a': got number, want boolean or object\n",
  ],
  [
    '{"properties": {"a": {"$ref": "#/x-foo/bar"}}, "$defs": {"a b": {"type": "string"}}, "examples": [{"type": "string"}], "x-foo": {"bar": {"type": "boolean"}, "num": 5, "badschema": {"type": 9}}}',
    '{"a": -5}',
    "- at '/a': got number, want boolean\n",
  ],
  [
    '{"properties": {"a": {"$ref": "#/x-foo/bar"}}, "$defs": {"a b": {"type": "string"}}}',
    '{"a": {"type": 7}}',
    'json-pointer in "file:///values.schema.json#/x-foo/bar" not found',
  ],
  ['{"$defs": {"a": {"$ref": "#/x-foo/bar"}}}', '{"a": {"type": 7}}', ''],
  ['{"properties":{"a":{"$ref":"#"}}}', '{"a": 5}', ''],
  [
    '{"type":"object","properties":{"a":{"$ref":"#"}}}',
    '{"a": {"a": 5}}',
    "- at '/a/a': got number, want object\n",
  ],
  [
    '{"$ref":"#"}',
    '{"a": 5}',
    '- at \'\': both /$ref and  resolve to "file:///values.schema.json#" causing reference cycle\n',
  ],
  [
    '{"$defs":{"x":{"anyOf":[{"$ref":"#/$defs/y"}]},"y":{"allOf":[{"$ref":"#/$defs/x"}]}},"properties":{"a":{"$ref":"#/$defs/x"}}}',
    '{"a": 5}',
    "- at '/a': 'anyOf' failed\n  - at '/a': 'allOf' failed\n    - at '/a': both /properties/a/$ref/anyOf/0/$ref/allOf/0/$ref and /properties/a/$ref resolve to \"file:///values.schema.json#/$defs/x\" causing reference cycle\n",
  ],
  ['{"a":}', '{"a": 5}', "invalid character '}' looking for beginning of value"],
  ['{} x', '{"a": 5}', 'invalid character after top-level value'],
  ['{"a":1', '{"a": 5}', 'unexpected EOF'],
  ['{"a":1,}', '{"a": 5}', "invalid character '}' looking for beginning of object key string"],
  ['{"properties":{"a":{"const":{"x":[1,null]}}}}', '{"a": {"x": [1, null]}}', ''],
  ['{"properties":{"a":{"const":{"x":[1,null]}}}}', '{"a": {"x": [1]}}', "- at '/a': 'const' failed\n"],
  ['nul', '{"a": 5}', 'unexpected EOF'],
  [
    '{"$schema":"http://json-schema.org/draft-07/schema#","definitions":{"x":{"$id":"#foo","type":"string"}},"properties":{"a":{"$ref":"#foo"}}}',
    '{"a": 5}',
    "- at '/a': got number, want string\n",
  ],
  ['{"$schema":"urn:foo"}', '{}', ''],
  [
    '{"properties": {"a": {"properties": {"c": {"minItems": 9, "maxItems": 1, "uniqueItems": true, "prefixItems": [{"type": "string"}, {"const": 2}], "items": {"type": "integer"}, "contains": {"type": "object"}}}}}}',
    '{"a": {"b": 1, "c": [1, 2, 3, "x"], "d": "hello", "e": null}, "z": 1, "y": 2}',
    "- at '/a/c': minItems: got 4, want 9\n- at '/a/c': maxItems: got 4, want 1\n- at '/a/c/0': got number, want string\n- at '/a/c/1': got string, want integer\n- at '/a/c': no items match contains schema\n  - at '/a/c/0': got number, want object\n  - at '/a/c/1': got number, want object\n  - at '/a/c/2': got number, want object\n  - at '/a/c/3': got string, want object\n",
  ],
  [
    '{"properties": {"a": {"properties": {"c": {"contains": {"type": "integer"}, "minContains": 5, "maxContains": 1}}}}}',
    '{"a": {"b": 1, "c": [1, 2, 3, "x"], "d": "hello", "e": null}, "z": 1, "y": 2}',
    "- at '/a/c': min 5 items required to match contains schema, but matched 3 items at 0 1 2\n  - at '/a/c/3': got string, want integer\n- at '/a/c': max 1 items required to match contains schema, but matched 3 items at 0 1 2\n",
  ],
  [
    '{"properties": {"a": {"properties": {"c": {"contains": {"type": "object"}, "minContains": 2}}}}}',
    '{"a": {"b": 1, "c": [1, 2, 3, "x"], "d": "hello", "e": null}, "z": 1, "y": 2}',
    "- at '/a/c': min 2 items required to match contains schema, but none matched\n  - at '/a/c/0': got number, want object\n  - at '/a/c/1': got number, want object\n  - at '/a/c/2': got number, want object\n  - at '/a/c/3': got string, want object\n",
  ],
  [
    '{"properties": {"a": {"properties": {"c": {"contains": {"type": "integer"}, "unevaluatedItems": false}}}}}',
    '{"a": {"b": 1, "c": [1, 2, 3, "x"], "d": "hello", "e": null}, "z": 1, "y": 2}',
    "- at '/a/c/3': false schema\n",
  ],
  [
    '{"properties": {"a": {"anyOf": [{"properties": {"b": {"type": "string"}}}, {"properties": {"c": {"type": "string"}}, "required": ["x"]}]}}}',
    '{"a": {"b": 1, "c": [1, 2, 3, "x"], "d": "hello", "e": null}, "z": 1, "y": 2}',
    "- at '/a': 'anyOf' failed\n  - at '/a/b': got number, want string\n  - at '/a': validation failed\n    - at '/a': missing property 'x'\n    - at '/a/c': got array, want string\n",
  ],
  [
    '{"properties": {"a": {"not": {"required": ["b"]}, "if": {"required": ["b"]}, "then": {"required": ["t"]}, "else": {"required": ["e2"]}}}}',
    '{"a": {"b": 1, "c": [1, 2, 3, "x"], "d": "hello", "e": null}, "z": 1, "y": 2}',
    "- at '/a': 'not' failed\n- at '/a': missing property 't'\n",
  ],
  [
    '{"properties": {"a": {"if": false, "then": {"required": ["t"]}, "else": {"required": ["e2"]}}}}',
    '{"a": {"b": 1, "c": [1, 2, 3, "x"], "d": "hello", "e": null}, "z": 1, "y": 2}',
    "- at '/a': missing property 'e2'\n",
  ],
  [
    '{"properties": {"a": {"allOf": [{"$ref": "#/$defs/x"}, {"type": "string"}]}}, "$defs": {"x": {"required": ["k"], "minProperties": 7}}}',
    '{"a": {"b": 1, "c": [1, 2, 3, "x"], "d": "hello", "e": null}, "z": 1, "y": 2}',
    "- at '/a': 'allOf' failed\n  - at '/a': validation failed\n    - at '/a': minProperties: got 4, want 7\n    - at '/a': missing property 'k'\n  - at '/a': got object, want string\n",
  ],
  [
    '{"$schema":"http://json-schema.org/draft-07/schema#","properties":{"a":{"properties":{"c":{"items":[{"type":"string"}],"additionalItems":false}}}}}',
    '{"a": {"b": 1, "c": [1, 2, 3, "x"], "d": "hello", "e": null}, "z": 1, "y": 2}',
    "- at '/a/c/0': got number, want string\n- at '/a/c': last 3 additionalItem(s) not allowed\n",
  ],
  [
    '{"$schema":"http://json-schema.org/draft-07/schema#","properties":{"a":{"properties":{"c":{"items":[{"type":"string"}],"additionalItems":{"type":"boolean"}}}}}}',
    '{"a": {"b": 1, "c": [1, 2, 3, "x"], "d": "hello", "e": null}, "z": 1, "y": 2}',
    "- at '/a/c/0': got number, want string\n- at '/a/c/0': got number, want boolean\n- at '/a/c/1': got number, want boolean\n- at '/a/c/2': got string, want boolean\n",
  ],
  [
    '{"$schema":"http://json-schema.org/draft-07/schema#","properties":{"a":{"properties":{"c":{"items":{"type":"boolean"},"additionalItems":{"type":"boolean"}}}}}}',
    '{"a": {"b": 1, "c": [1, 2, 3, "x"], "d": "hello", "e": null}, "z": 1, "y": 2}',
    "- at '/a/c/0': got number, want boolean\n- at '/a/c/1': got number, want boolean\n- at '/a/c/2': got number, want boolean\n- at '/a/c/3': got string, want boolean\n",
  ],
  [
    '{"properties": {"a/b~c\'d": {"type": "string"}}}',
    '{"a/b~c\'d": 5}',
    "- at '/a~1b~0c\\'d': got number, want string\n",
  ],
  [
    '{"$dynamicAnchor": "n", "properties": {"a": {"$dynamicRef": "#n"}}, "required": ["a"]}',
    '{"a": {}}',
    "- at '/a': missing property 'a'\n",
  ],
  [
    '{"$id": "http://e.x/root", "$ref": "http://e.x/list", "$defs": {"item": {"$dynamicAnchor": "item", "type": "string"}, "list": {"$id": "list", "type": "object", "additionalProperties": {"$dynamicRef": "#item"}, "$defs": {"d": {"$dynamicAnchor": "item"}}}}}',
    '{"a": 5, "b": "x"}',
    "- at '/a': got number, want string\n",
  ],
  [
    '{"properties":{"a":{"type":"strnig"}}}',
    '{}',
    "\"file:///values.schema.json#\" is not valid against metaschema: jsonschema validation failed with 'https://json-schema.org/draft/2020-12/schema#'\n- at '': 'allOf' failed\n  - at '/properties/a': 'allOf' failed\n    - at '/properties/a/type': 'anyOf' failed\n      - at '/properties/a/type': value must be one of 'array', 'boolean', 'integer', 'null', 'number', 'object', 'string'\n      - at '/properties/a/type': got string, want array",
  ],
  [
    '{"properties": {"a": {"maximum": 9223372036854775807}}}',
    '{"a": 9223372036854775807}',
    "- at '/a': maximum: got 9.223372036854776×10¹⁸, want 9.223372036854776×10¹⁸\n",
  ],
  ['{"properties": {"a": {"multipleOf": 0.1}}}', '{"a": 0.3}', ''],
  [
    '{"properties": {"a": {"multipleOf": 0.1}}}',
    '{"a": 0.35}',
    "- at '/a': multipleOf: got 0.35, want 0.1\n",
  ],
  ['{"properties": {"a": {"multipleOf": 3}}}', '{"a": 9}', ''],
  [
    '{"$schema":"http://json-schema.org/draft-07/schema#","properties":{"a":{"format":"uuid"}}}',
    '{"a": "x"}',
    "- at '/a': 'x' is not valid uuid: must have 5 elements\n",
  ],
  [
    '{"$schema":"http://json-schema.org/draft-07/schema#","properties":{"a":{"format":"uuid"}}}',
    '{"a": "2eb8aa08-aa98-11ea-b4aa-73b441d1638"}',
    "- at '/a': '2eb8aa08-aa98-11ea-b4aa-73b441d1638' is not valid uuid: element 5 must be 12 characters long\n",
  ],
  [
    '{"$schema":"http://json-schema.org/draft-07/schema#","properties":{"a":{"format":"uuid"}}}',
    '{"a": "2eb8aa08-aa98-11ea-b4aa-73b441d16380"}',
    '',
  ],
  [
    '{"$schema":"http://json-schema.org/draft-07/schema#","properties":{"a":{"format":"date"}}}',
    '{"a": "2020-13-01"}',
    "- at '/a': '2020-13-01' is not valid date: parsing time \"2020-13-01\": month out of range\n",
  ],
  [
    '{"$schema":"http://json-schema.org/draft-07/schema#","properties":{"a":{"format":"date-time"}}}',
    '{"a": "2020-13-01T00:00:00Z"}',
    "- at '/a': '2020-13-01T00:00:00Z' is not valid date-time: invalid date element: parsing time \"2020-13-01\": month out of range\n",
  ],
  [
    '{"$schema":"http://json-schema.org/draft-07/schema#","properties":{"a":{"format":"ipv6"}}}',
    '{"a": "1"}',
    "- at '/a': '1' is not valid ipv6: missing colon\n",
  ],
  [
    '{"$schema":"http://json-schema.org/draft-07/schema#","properties":{"a":{"format":"ipv6"}}}',
    '{"a": "::1"}',
    '',
  ],
  [
    '{"$schema":"http://json-schema.org/draft-07/schema#","properties":{"a":{"format":"ipv6"}}}',
    '{"a": "fe80::1%eth0"}',
    "- at '/a': 'fe80::1%eth0' is not valid ipv6: zone id is not a part of ipv6 address\n",
  ],
  [
    '{"$schema":"http://json-schema.org/draft-07/schema#","properties":{"a":{"format":"email"}}}',
    '{"a": "a@[1.2.3]"}',
    "- at '/a': 'a@[1.2.3]' is not valid email: invalid ipv4 address: expected four decimals\n",
  ],
  [
    '{"$schema":"http://json-schema.org/draft-07/schema#","properties":{"a":{"format":"uri"}}}',
    '{"a": "http://a"}',
    '',
  ],
  [
    '{"$schema":"http://json-schema.org/draft-07/schema#","properties":{"a":{"format":"uri"}}}',
    '{"a": "a"}',
    "- at '/a': 'a' is not valid uri: relative url\n",
  ],
  [
    '{"$schema":"http://json-schema.org/draft-07/schema#","properties":{"a":{"format":"uri"}}}',
    '{"a": ""}',
    "- at '/a': '' is not valid uri: relative url\n",
  ],
];

function valuesOf(json: string): GoMap {
  return toValue(JSON.parse(json)) as GoMap;
}

function toValue(data: unknown): Value {
  if (Array.isArray(data)) return data.map(toValue);
  if (typeof data !== 'object' || data === null) return data as Value;
  return new Map(Object.entries(data).map(([key, value]) => [key, toValue(value)]));
}

describe('schemaErrors', () => {
  it.each(VECTORS)('of %s for %s', (schema, values, errors) => {
    expect(schemaErrors(schema, valuesOf(values)) ?? '').toBe(errors);
  });

  it('sorts what Helm lists in the order of a Go map', () => {
    const schema = '{"additionalProperties":{"type":"string"},"properties":{"d":false}}';
    expect(schemaErrors(new TextEncoder().encode(schema), valuesOf('{"b":1,"d":1,"a":2,"c":"x"}'))).toBe(
      "- at '/a': got number, want string\n- at '/b': got number, want string\n- at '/d': false schema\n",
    );
    expect(schemaErrors('{"additionalProperties":false}', valuesOf('{"b":1,"a":2}'))).toBe(
      "- at '': additional properties 'a', 'b' not allowed\n",
    );
  });

  it('tells integers of any kind from other numbers', () => {
    const schema = '{"properties":{"a":{"type":"integer","maximum":9007199254740993}}}';
    expect(schemaErrors(schema, new Map([['a', 9007199254740993n]]))).toBeUndefined();
    expect(schemaErrors(schema, new Map([['a', 1.5]]))).toBe("- at '/a': got number, want integer\n");
  });

  it('fetches nothing, not even for schemas that the values never come to', () => {
    const schema = '{"properties":{"a":{"$ref":"https://example.com/a.json"}}}';
    expect(schemaErrors(schema, new Map())).toBe(
      'failing loading "https://example.com/a.json": HTTP request failed for https://example.com/a.json: schemas are not fetched over the network',
    );
    expect(
      schemaErrors('{"$defs":{"unused":{"$ref":"https://example.com/a.json"}}}', new Map()),
    ).toBeUndefined();
  });

  const doubling = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [
      `a${index}`,
      { anyOf: [{ $ref: `#/$defs/a${index + 1}` }, { $ref: `#/$defs/a${index + 1}` }] },
    ]),
  );
  it.each([
    [
      'references that double',
      JSON.stringify({ $ref: '#/$defs/a0', $defs: { ...doubling, a40: false } }),
      'checks',
    ],
    ['nesting', `${'{"not":'.repeat(20000)}true${'}'.repeat(20000)}`, 'nested'],
  ])('comes to an end in spite of %s', (_case, schema, message) => {
    expect(() => schemaErrors(schema, new Map())).toThrow(message);
  });

  it('matches patterns in linear time', () => {
    const text = `${'a'.repeat(20000)}b`;
    expect(schemaErrors('{"properties":{"a":{"pattern":"^(a+)+$"}}}', new Map([['a', text]]))).toContain(
      'does not match pattern',
    );
  });
});

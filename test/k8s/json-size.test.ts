import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonSize } from '../../src/k8s/json-size.ts';
import { encodeJson } from '../../src/k8s/json.ts';
import type { Plain } from '../../src/k8s/plain.ts';
import { byteLength } from '../../src/lib/utf8.ts';

const { value } = fc.letrec<{ value: Plain; map: Plain }>((tie) => ({
  value: fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.bigInt(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('map'),
  ),
  map: fc
    .array(fc.tuple(fc.string(), tie('value')), { maxLength: 4 })
    .map((entries): Plain => new Map(entries)),
}));

test('is the size of the JSON that would be made', () => {
  fc.assert(
    fc.property(value, (data) => {
      expect(jsonSize(data)).toBe(byteLength(encodeJson(data)));
    }),
  );
});

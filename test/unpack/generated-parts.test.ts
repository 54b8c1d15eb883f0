import { expect, test } from 'vitest';
import { generatedParts, replaceParts } from '../../src/unpack/generated-parts.ts';

test.each([
  ['the same text', 'a b', 'a b', 'a b'],
  ['a whole word', 'Xab12', 'Yab12', '<>'],
  ['a word in a URL', 'http://u:Xa1@host/db', 'http://u:Yb2@host/db', 'http://u:<>@host/db'],
  ['a UUID is one piece', 'id=1a-2b-3c-4d;', 'id=5e-6f-7a-8b;', 'id=<>;'],
  ['a date is one piece', 'at 2026-11-21T10:11:12Z.', 'at 2027-12-26T15:18:19Z.', 'at <>.'],
  ['two pieces with a word between them', 'X1 is Y1', 'X2 is Y2', '<> is <>'],
  ['lines apart', 'a: X\nb: c\nd: Y', 'a: V\nb: c\nd: W', 'a: <>\nb: c\nd: <>'],
  ['pieces of other lengths', 'n: 7, fixed', 'n: 123, fixed', 'n: <>, fixed'],
  ['punctuation in a piece', 'key: a!b? end', 'key: b"cd@ end', 'key: <> end'],
  ['another number of lines', 'start\nX\nend', 'start\nY\nZ\nend', 'start\n<>\nend'],
  [
    'a segment of a path',
    'http://host/ab12/x1y2/end',
    'http://host/ab12/z3w4/end',
    'http://host/ab12/<>/end',
  ],
  ['base64 with slashes', 'k: ab/cd+e/==', 'k: ab/ef+g/==', 'k: <>'],
  [
    'a hash of bcrypt that begins and ends alike',
    'ann:$2a$10$.aB3/xaB3/xaB3/xaB3/xaB3/xaB3/xaB3/xaB3/xaB3/xaB3/xQ..',
    'ann:$2a$10$.cD4.ycD4.ycD4.ycD4.ycD4.ycD4.ycD4.ycD4.ycD4.ycD4.yR..',
    'ann:$2a$10$<>.',
  ],
  ['nothing in one of them', 'a  b', 'a X b', 'a <> b'],
])('%s', (_, first, second, masked) => {
  const parts = generatedParts(first, second);
  expect(
    replaceParts(
      first,
      parts,
      parts.map(() => '<>'),
    ),
  ).toBe(masked);
});

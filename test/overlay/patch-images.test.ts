import { describe, expect, test } from 'vitest';
import { asBuilt, parseImage, presentImage } from '../../src/overlay/patch-images.ts';

const entry = (
  name: string,
  newName = '',
  newTag = '',
  digest = '',
): Parameters<typeof presentImage>[1][number] => ({
  ...{ name, newName, newTag, digest, tagSuffix: '' },
});

describe('an image', () => {
  test.each([
    ['a=b', { name: 'a', newName: 'b' }],
    ['a=:2', { name: 'a', newTag: '2' }],
    ['a=@sha256:00', { name: 'a', digest: 'sha256:00' }],
    [
      'r.io:5000/a=r.io:5000/b:2@sha256:00',
      { name: 'r.io:5000/a', newName: 'r.io:5000/b', newTag: '2', digest: 'sha256:00' },
    ],
    ['a=a:2', { name: 'a', newTag: '2' }],
  ])('%s is an entry', (text, listed) => {
    expect(presentImage(parseImage(text), [])).toEqual(listed);
  });

  test.each(['', 'a', 'a=', '=b', 'a=b c', 'a@x=b', 'a=b:'])('%j is none', (text) => {
    expect(() => parseImage(text)).toThrow('is no image to set');
  });

  test.each([
    ['a=:3', [entry('a', 'b', '2')], { name: 'a', newName: 'b', newTag: '3' }],
    ['b=:3', [entry('a', 'b', '2')], { name: 'a', newName: 'b', newTag: '3' }],
    ['a=c', [entry('a', 'b', '2')], { name: 'a', newName: 'c', newTag: '2' }],
    ['a=@sha256:00', [entry('a', '', '2')], { name: 'a', digest: 'sha256:00' }],
  ])('%s joins an entry', (text, entries, listed) => {
    expect(presentImage(parseImage(text), entries)).toEqual(listed);
  });

  test('is looked for in a build by the name that an entry gave it', () => {
    const entries = [entry('a', 'b', '2')];
    const listed = presentImage(parseImage('a=c:3'), entries);
    expect(asBuilt(listed, entries)).toEqual(entry('b', 'c', '3'));
    expect(asBuilt({ name: 'x', newTag: '3' }, entries)).toEqual(entry('x', 'x', '3'));
  });
});

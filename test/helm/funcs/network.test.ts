import { expect, test } from 'vitest';
import { evaluate } from './evaluate.ts';

test('getHostByName asks the environment', () => {
  expect(evaluate('{{ getHostByName "known" }} {{ getHostByName "unknown" | quote }}')).toBe('192.0.2.1 ""');
});

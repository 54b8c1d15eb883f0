import { Budget, type Limits } from '../../../src/gotemplate/budget.ts';
import { builtinFunctions } from '../../../src/gotemplate/builtins.ts';
import { Evaluator } from '../../../src/gotemplate/exec.ts';
import { firstOf, functionsOf } from '../../../src/gotemplate/function.ts';
import { parseTemplate } from '../../../src/gotemplate/parse.ts';
import type { Environment } from '../../../src/helm/environment.ts';
import { familyFunctions } from '../../../src/helm/funcs/families.ts';
import { HELM_4 } from '../../../src/helm/profile.ts';

/** 2024-02-29 12:30:45.5 UTC */
export const NOW = 1_709_209_845_500_000_000n;

/** An environment at a fixed time, in UTC, whose random bytes count up. */
export function fixedEnvironment(): Environment {
  let next = 0;
  return {
    now: () => NOW,
    timeZone: 'UTC',
    randomBytes: (length: number) => Uint8Array.from({ length }, () => (next = (next * 5 + 1) & 0xff)),
    resolveHost: (name: string) => (name === 'known' ? '192.0.2.1' : ''),
  } as unknown as Environment;
}

/** What a template writes, or `error: ` and the message of the function that failed. */
export function evaluate(template: string, limits?: Partial<Limits>): string {
  const budget = new Budget(limits);
  const environment = fixedEnvironment();
  const functions = firstOf([
    familyFunctions({ environment, budget, profile: HELM_4 }),
    functionsOf(builtinFunctions(budget, { comparisonTypes: true })),
  ]);
  const evaluator = new Evaluator({ functions, budget });
  evaluator.set.add(
    parseTemplate('test', template, (name) => name === 'and' || name === 'or' || functions.has(name)),
  );
  try {
    return evaluator.executeNamed('test', new Map());
  } catch (error) {
    return `error: ${(error as Error).message.replace(/^.*?>: /s, '')}`;
  }
}

import { coalesceValues } from '../../src/helm/coalesce.ts';
import { checkDependencies, processDependencies } from '../../src/helm/dependencies.ts';
import type { Profile } from '../../src/helm/profile.ts';
import { mergeValueOptions } from '../../src/helm/values.ts';
import { json, makeChart, outcome, type Expected, type Files } from './make-chart.ts';

/** A chart with the values of a user, and the `.Values` that its templates see. */
export interface ValuesCase extends Expected {
  readonly title: string;
  readonly files: Files;
  readonly user: string;
}

/** The final values of the case's chart as JSON. */
export function releaseValues(
  { files, user }: ValuesCase,
  profile: Profile,
  warn: (message: string) => void = () => undefined,
): string {
  return outcome(() => {
    const values = mergeValueOptions({ files: [{ name: 'user.yaml', text: user }] }, () => '', profile);
    const chart = makeChart(files, { profile });
    checkDependencies(chart, profile);
    processDependencies(chart, values, profile, warn);
    return json(coalesceValues(chart, values, profile, warn));
  });
}

import type { Finding } from '../lib/finding.ts';
import type { InfraYaml } from '../project/infra-yaml.ts';
import { acknowledgement, retiredAt, retiredMessage } from '../project/retired.ts';
import type { AppDefinition } from './define-app.ts';
import type { OpenedUpstream } from './open-upstream.ts';

/** What speaks against beginning to use an app: it is retired, or its chart says that it is not kept up any more. */
export function retiredFindings(
  { app, yaml: { retired } }: AppDefinition,
  { isDeprecated = false, source }: OpenedUpstream,
  { acknowledged }: InfraYaml,
): Finding[] {
  const findings: Finding[] = [];
  if (retired !== undefined) {
    findings.push({
      code: 'RETIRED',
      severity: 'warning',
      message: retiredMessage(app, retired),
      location: retiredAt(retired),
      hint: acknowledged.has(app)
        ? 'infra.yaml says that you know'
        : `infra add and infra install refuse it until infra.yaml says ${acknowledgement(acknowledged, app)}`,
    });
  }
  if (isDeprecated) {
    findings.push({
      code: 'CHART_DEPRECATED',
      severity: 'warning',
      message: `the chart ${source} is deprecated: whoever made it does not keep it up any more`,
      hint: 'look in its description for what takes its place',
    });
  }
  return findings;
}

import { typeOf, type GoMap } from '../gotemplate/value.ts';
import { InfraError } from '../lib/error.ts';
import type { Chart } from './chart.ts';
import type { Profile } from './profile.ts';

/** What a schema has against values, as Helm words it, or undefined. */
type SchemaErrors = (schema: Uint8Array, values: GoMap) => string | undefined;

/**
 * Checks the coalesced values of a chart, and the tables of its subcharts, against their values.schema.json.
 *
 * Both releases check alike; the profile is there because every step of a render is told it.
 *
 * @throws InfraError SCHEMA with Helm's message
 */

export async function checkSchemas(chart: Chart, values: GoMap, _profile?: Profile): Promise<void> {
  if (!hasSchema(chart)) return;
  const { schemaErrors } = await import('./schema.ts');
  const problems = problemsOf(chart, values, schemaErrors);
  if (problems === '') return;
  const header = "values don't meet the specifications of the schema(s) in the following chart(s):";
  throw new InfraError('SCHEMA', `${header}\n${problems}`);
}

function hasSchema(chart: Chart): boolean {
  return chart.schema !== undefined || chart.dependencies.some(hasSchema);
}

function problemsOf(chart: Chart, values: GoMap, schemaErrors: SchemaErrors): string {
  const problem = chart.schema === undefined ? undefined : schemaErrors(chart.schema, values);
  let problems = problem === undefined ? '' : `${chart.metadata.name}:\n${problem}`;
  for (const subchart of chart.dependencies) {
    const { name } = subchart.metadata;
    const table = values.get(name) ?? null;
    if (table instanceof Map) problems += problemsOf(subchart, table, schemaErrors);
    else if (table !== null) {
      problems += `${name}:\ninvalid type for values: expected object (map), got ${typeOf(table)}\n`;
    }
  }
  return problems;
}

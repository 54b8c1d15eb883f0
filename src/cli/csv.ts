import { InfraError } from '../lib/error.ts';

/**
 * The fields of one comma-separated record, as Helm reads flags that are lists (`-f a.yaml,b.yaml`): a field in double quotes
 * may hold commas, `""` in it is a quote. Empty text has no fields. Throws InfraError USAGE.
 */
export function parseCsvRecord(text: string): string[] {
  if (text === '') return [];
  const fields: string[] = [];
  let offset = 0;
  while (offset <= text.length) {
    const [field, next] = text[offset] === '"' ? readQuoted(text, offset) : readBare(text, offset);
    fields.push(field);
    offset = next + 1;
  }
  return fields;
}

function readBare(text: string, start: number): [string, number] {
  const comma = text.indexOf(',', start);
  const end = comma < 0 ? text.length : comma;
  const field = text.slice(start, end);
  const quote = field.indexOf('"');
  if (quote >= 0) throw invalid(text, start + quote, 'bare " in non-quoted field');
  return [field, end];
}

function readQuoted(text: string, start: number): [string, number] {
  let field = '';
  let offset = start + 1;
  for (;;) {
    const quote = text.indexOf('"', offset);
    if (quote < 0) throw invalid(text, text.length, 'extraneous or missing " in quoted-field');
    field += text.slice(offset, quote);
    offset = quote + 1;
    if (text[offset] !== '"') break;
    field += '"';
    offset++;
  }
  if (offset < text.length && text[offset] !== ',')
    throw invalid(text, offset, 'extraneous or missing " in quoted-field');
  return [field, offset];
}

function invalid(text: string, at: number, reason: string): InfraError {
  return new InfraError(
    'USAGE',
    `invalid list ${JSON.stringify(text)}: parse error on column ${at + 1}: ${reason}`,
  );
}

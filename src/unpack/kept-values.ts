import type { BaseResource } from './base.ts';
import type { WithoutGenerated } from './without-generated.ts';

/**
 * What a lock keeps of generated fields: those of the base, those of the Secrets that somebody else has to bring, and what a
 * checksum of the base is made of. What policies dropped has none: its values would be of no use to anybody.
 */
export function keptValues(
  { frozen, secrets, checksums }: WithoutGenerated,
  resources: readonly BaseResource[],
): Pick<WithoutGenerated, 'frozen' | 'checksums'> {
  const inBase = new Set(resources.map(({ identity }) => identity));
  const keptChecksums = checksums.filter(({ identity }) => inBase.has(identity));
  const kept = new Set([...inBase, ...secrets.keys(), ...keptChecksums.flatMap(({ objects }) => objects)]);
  return { frozen: frozen.filter(({ identity }) => kept.has(identity)), checksums: keptChecksums };
}

import { InfraError } from '../lib/error.ts';

export interface OciReference {
  /** name and port */
  readonly host: string;
  /** the path in the registry */
  readonly repository: string;
  /** empty if there is none */
  readonly tag: string;
  /** empty if there is none */
  readonly digest: string;
}

const REFERENCE =
  /^oci:\/\/([\w.-]+(?::\d+)?|\[[0-9a-fA-F:]+\](?::\d+)?)\/([^:@\s]+)(?::([\w][\w.+-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/;
const REPOSITORY = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;

/** Reads `oci://host[:port]/path[:tag][@sha256:…]`. Throws InfraError USAGE. */
export function parseOciReference(text: string): OciReference {
  const [, host, repository, tag = '', digest = ''] = REFERENCE.exec(text) ?? [];
  if (host !== undefined && repository?.split('/').every((part) => REPOSITORY.test(part)) === true)
    return { host, repository, tag, digest };
  throw new InfraError('USAGE', `${JSON.stringify(text)} is no reference of a chart in a registry`, {
    hint: 'it is written oci://host/path/chart, all of the path in small letters; the version goes behind --version',
  });
}

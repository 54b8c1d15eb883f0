import { InfraError } from '../lib/error.ts';
import { fileStatus } from '../system/files.ts';
import type { ChartReference, GitChart } from './fetch-context.ts';
import { withoutPasswords } from '../lib/url-secrets.ts';
import { isHttpUrl } from '../lib/url.ts';

/** What goes with the text that names a chart. */
export interface ChartRefOptions {
  /** repositories by the names that stand before the slash of `repo/chart` */
  readonly repositories?: ReadonlyMap<string, string>;
  /** the repository to search for a chart that is named alone */
  readonly repository?: string;
  /** empty for the newest release */
  readonly version?: string;
  /** Helm's rule: whatever is on the disk is meant, however it is written */
  readonly pathsFirst?: boolean;
}

/**
 * What the text a user typed refers to. A path starts with `.` or `/` or ends in `.tgz`; else it is `oci://…`, `git+…`, the
 * URL of an archive, or `repo/chart`. Throws InfraError, with Helm's sentence where there is one.
 */
export function parseChartRef(text: string, options: ChartRefOptions = {}): ChartReference {
  const { version = '' } = options;
  if (text.startsWith('oci://')) return { kind: 'oci', reference: text, version };
  if (text.startsWith('git+')) return parseGitUrl(text, version);
  if (isHttpUrl(text)) return { kind: 'url', url: text };
  if (text.includes('://') && /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(text)) {
    throw new InfraError('USAGE', `cannot fetch ${withoutPasswords(text)}: charts are not had that way`, {
      hint: 'give a path, https://…, oci://…, or git+ and the URL of a Git repository',
    });
  }
  const startsAsPath = text.startsWith('.') || text.startsWith('/');
  const isWrittenAsPath = startsAsPath || text.endsWith('.tgz');
  if (options.pathsFirst === true || isWrittenAsPath) {
    const status = fileStatus(text);
    if (status !== undefined)
      return { kind: status.kind === 'directory' ? 'directory' : 'archive', path: text };
  }
  if (startsAsPath || (isWrittenAsPath && options.repository === undefined)) throw notFound(text);
  return inRepository(text, version, options);
}

function inRepository(text: string, version: string, options: ChartRefOptions): ChartReference {
  const { repository, repositories = new Map<string, string>() } = options;
  if (repository !== undefined) return belowRepository(repository, text, version);
  const slash = text.indexOf('/');
  const name = text.slice(0, Math.max(slash, 0));
  const url = repositories.get(name);
  if (slash > 0 && url !== undefined) return belowRepository(url, text.slice(slash + 1), version);
  if (slash < 0) throw notFound(text);
  if (fileStatus(text) !== undefined) {
    throw new InfraError('NOT_FOUND', `there is no repository ${name} to have ${text} from`, {
      hint: `the path on this disk is written ./${text}`,
    });
  }
  const known = [...repositories.keys()].join(', ');
  throw new InfraError('NOT_FOUND', `no chart at ${text}, and there is no repository ${name}`, {
    hint: `give the repository with --repo URL${known === '' ? '' : `, or one of ${known}`}`,
  });
}

/** A chart of a repository, which may also be the path of a registry. */
export function belowRepository(url: string, chart: string, version: string): ChartReference {
  if (url.startsWith('oci://'))
    return { kind: 'oci', reference: `${url.replace(/\/+$/, '')}/${chart}`, version };
  return { kind: 'repository', url, chart, version };
}

const GIT_URL = /^git\+((?:[a-z]+:\/\/)?[^?#]*?)(?:(?<!:)\/\/([^?#]*))?(?:\?([^#]*))?$/i;

/** Reads `git+URL[//path][?ref=…]`. */
function parseGitUrl(text: string, version: string): GitChart {
  const [, url = '', path = '', query = ''] = GIT_URL.exec(text) ?? [];
  const parameters = new URLSearchParams(query);
  const elements = path.split('/').filter((element) => element !== '' && element !== '.');
  const unknown = [...parameters.keys()].find((key) => key !== 'ref');
  const problem =
    url === ''
      ? 'it has no URL'
      : elements.includes('..')
        ? 'its path leads out of the repository'
        : unknown !== undefined
          ? `there is no parameter ${unknown}`
          : version === ''
            ? undefined
            : '--version is for charts of repositories';
  if (problem !== undefined) {
    throw new InfraError('USAGE', `cannot fetch ${withoutPasswords(text)}: ${problem}`, {
      hint: 'it is written git+https://host/repository.git//path/of/chart?ref=v1',
    });
  }
  return { kind: 'git', url, ref: parameters.get('ref') ?? '', path: elements.join('/') };
}

function notFound(text: string): InfraError {
  const isPath = text.startsWith('.') || text.startsWith('/');
  return new InfraError('NOT_FOUND', isPath ? `path "${text}" not found` : `no chart at ${text}`, {
    hint: isPath
      ? 'give the path of a chart directory or of a .tgz'
      : 'give the path of a chart directory or of a .tgz, or a repository with --repo URL',
  });
}

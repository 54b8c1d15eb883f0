import { InfraError } from '../lib/error.ts';
import { digestOf, type ChartArchive } from './chart-cache.ts';
import type { FetchContext, OciChart } from './fetch-context.ts';
import { ARCHIVE_LIMITS, chooseVersion } from './helm-repository.ts';
import { askRegistry, ociClient, parseObject, refused, type OciClient } from './oci-client.ts';
import { parseOciReference, type OciReference } from './oci-reference.ts';

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const CHART_LAYERS: ReadonlySet<unknown> = new Set([
  'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
  'application/tar+gzip',
]);
const MAX_MANIFEST = 4 * 1024 * 1024;
const MAX_TAG_PAGES = 100;

/** The archive of a chart in a registry; manifest and archive have the digests that name them. Throws InfraError. */
export async function fetchFromRegistry(chart: OciChart, context: FetchContext): Promise<ChartArchive> {
  const reference = parseOciReference(chart.reference);
  const client = ociClient(reference, context);
  context.tell(`fetching ${chart.reference}`);
  const version = await versionOf(reference, chart.version, client);
  const name = reference.digest === '' ? version.replaceAll('+', '_') : reference.digest;
  const digest = chartLayer(await fetchManifest(name, client), client);
  const { body } = await askRegistry(client, `blobs/${digest}`, ARCHIVE_LIMITS);
  checkBlob(body, digest, client, 'an archive');
  const last = reference.repository.slice(reference.repository.lastIndexOf('/') + 1);
  return {
    bytes: body,
    upstream: { url: chart.reference, chart: last, ...(version !== '' && { version }), digest },
  };
}

const NUMBERS_FIRST = /^v?\d+(?:\.\d+){0,2}(?:[-+][0-9A-Za-z.+-]*)?$/;

/** The version to fetch: the one asked for, or of those that the registry lists the newest that the range allows. */
async function versionOf(reference: OciReference, asked: string, client: OciClient): Promise<string> {
  const tagged = reference.tag.replaceAll('_', '+');
  if (tagged !== '' && asked !== '' && asked !== tagged) {
    throw new InfraError('USAGE', `the reference says version ${tagged}, but --version says ${asked}`, {
      hint: 'give only one of them',
    });
  }
  const version = tagged === '' ? asked : tagged;
  if (tagged !== '' || reference.digest !== '' || NUMBERS_FIRST.test(version)) return version;
  const versions = await listVersions(client);
  const found = chooseVersion(
    versions.map((each) => ({ version: each })),
    version,
    client.context.language,
  );
  if (found !== undefined) return found.version;
  const wanted = version === '' ? 'release' : `version ${version}`;
  throw new InfraError('NOT_FOUND', `oci://${reference.host}/${reference.repository} has no ${wanted}`, {
    hint:
      versions.length === 0 ? 'none of its tags is a version' : `it has ${versions.slice(0, 8).join(', ')}`,
  });
}

const STRICT_VERSION = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;

/** The tags that are versions. A registry gives them in pages. */
async function listVersions(client: OciClient): Promise<string[]> {
  const versions: string[] = [];
  let path: string | undefined = 'tags/list';
  for (let page = 0; path !== undefined; page++) {
    if (page === MAX_TAG_PAGES) throw refused(client, `has more than ${MAX_TAG_PAGES} pages of tags`);
    const { body, headers } = await askRegistry(client, path, { maxBytes: MAX_MANIFEST });
    const { tags } = parseObject(body, client, 'a list of tags');
    for (const tag of Array.isArray(tags) ? (tags as unknown[]) : []) {
      const version = typeof tag === 'string' ? tag.replaceAll('_', '+') : '';
      if (STRICT_VERSION.test(version) && client.context.language.isVersion(version)) versions.push(version);
    }
    path = nextPage(headers.get('link'), client);
  }
  return versions;
}

/** The next page, which is one of this list. */
function nextPage(link: string | null, { base, repository }: OciClient): string | undefined {
  const target = /<([^>]*)>\s*;\s*rel="?next"?/.exec(link ?? '')?.[1];
  if (target === undefined || !URL.canParse(target, base)) return undefined;
  const url = new URL(target, `${base}/v2/${repository}/tags/list`);
  return url.origin === new URL(base).origin ? `tags/list${url.search}` : undefined;
}

async function fetchManifest(name: string, client: OciClient): Promise<Record<string, unknown>> {
  const request = { accept: MANIFEST, maxBytes: MAX_MANIFEST };
  const { body, headers } = await askRegistry(client, `manifests/${name}`, request);
  const stated = name.startsWith('sha256:') ? name : headers.get('docker-content-digest');
  if (stated?.startsWith('sha256:') === true) checkBlob(body, stated, client, 'a manifest');
  return parseObject(body, client, 'a manifest');
}

/** The digest of the layer that is a chart. */
function chartLayer({ layers }: Record<string, unknown>, client: OciClient): string {
  const all = Array.isArray(layers) ? (layers as unknown[]) : [];
  const layer = all.find((each): each is { digest: unknown } => {
    return (
      typeof each === 'object' &&
      each !== null &&
      CHART_LAYERS.has((each as Record<string, unknown>)['mediaType'])
    );
  });
  if (layer === undefined) {
    throw refused(
      client,
      'has no Helm chart there',
      'the manifest has no layer of that type: is it an image?',
    );
  }
  if (typeof layer.digest === 'string' && /^sha256:[0-9a-f]{64}$/.test(layer.digest)) return layer.digest;
  throw refused(client, 'names the chart by no sha256 digest');
}

function checkBlob(body: Uint8Array, digest: string, client: OciClient, what: string): void {
  const actual = digestOf(body);
  if (actual !== digest)
    throw refused(client, `sends ${what} with the digest ${actual}, expected was ${digest}`);
}

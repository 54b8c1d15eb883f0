import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HELM_4 } from '../../src/helm/profile.ts';
import { chartLanguage } from '../../src/commands/chart-language.ts';
import { digestOf } from '../../src/source/chart-cache.ts';
import type { FetchContext } from '../../src/source/fetch-context.ts';
import { makeArchive } from './make-archive.ts';

/** A web server of one test: what it has by path, and what it was asked for. */
export interface TestServer {
  readonly base: string;
  readonly answers: Map<string, Uint8Array | string | RequestListener>;
  /** `path` and the credentials, where there were some */
  readonly asked: string[];
  readonly stop: () => void;
}

/** Starts a server on a free port of this machine. */
export async function startServer(): Promise<TestServer> {
  const answers = new Map<string, Uint8Array | string | RequestListener>();
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(describe(request));
    const answer = answers.get(request.url ?? '') ?? answers.get((request.url ?? '').split('?')[0]!);
    if (answer === undefined) response.writeHead(404).end();
    else if (typeof answer === 'function') answer(request, response);
    else response.end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answers,
    asked,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function describe({ url = '', headers: { authorization } }: IncomingMessage): string {
  return authorization === undefined ? url : `${url} ${authorization}`;
}

/** An archive of a chart with one template. */
export function chartArchive(
  name: string,
  version: string,
  more: Readonly<Record<string, string>> = {},
): Buffer {
  const files = {
    'Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: ${version}\n`,
    'templates/a.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`,
    ...more,
  };
  return makeArchive(Object.entries(files).map(([path, content]) => ({ name: `${name}/${path}`, content })));
}

/** Puts releases of a chart on a server, with their index, below a path. */
export function serveCharts(
  { answers }: TestServer,
  path: string,
  releases: readonly (readonly [name: string, version: string])[],
  more: Readonly<Record<string, string>> = {},
): void {
  const names = [...new Set(releases.map(([name]) => name))];
  const lines = names.flatMap((name) => [
    `  ${name}:`,
    ...releases
      .filter(([each]) => each === name)
      .flatMap(([, version]) => {
        const archive = chartArchive(name, version, more);
        answers.set(`${path}/${name}-${version}.tgz`, archive);
        return entryLines(name, version, archive);
      }),
  ]);
  answers.set(`${path}/index.yaml`, ['apiVersion: v1', 'entries:', ...lines, ''].join('\n'));
}

function entryLines(name: string, version: string, archive: Uint8Array): string[] {
  return [
    `  - name: ${name}`,
    `    version: ${version}`,
    `    digest: ${digestOf(archive).slice('sha256:'.length)}`,
    '    urls:',
    `    - ${name}-${version}.tgz`,
  ];
}

export const language = chartLanguage(HELM_4);

/** A context without credentials, whose waits are short. */
export function contextFor(cacheDirectory: string, fields: Partial<FetchContext> = {}): FetchContext {
  return {
    cacheDirectory,
    language,
    repositories: new Map(),
    credentials: () => undefined,
    tell: () => undefined,
    warn: () => undefined,
    indexes: new Map(),
    limits: { idleMilliseconds: 300 },
    ...fields,
  };
}

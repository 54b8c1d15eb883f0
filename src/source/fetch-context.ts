import type { HttpLimits } from './http-answer.ts';
import type { IgnoreRule } from './directory.ts';

/** Where a chart comes from. An empty version is the newest release; a range is one as Helm reads it. */
export type ChartReference =
  | { readonly kind: 'archive'; readonly path: string }
  | ({ readonly kind: 'directory'; readonly path: string } & Pick<ChartPlace, 'root'>)
  | RepositoryReference
  | { readonly kind: 'url'; readonly url: string }
  | OciChart
  | GitChart;

/** A chart by its name in the index of a repository. */
export interface RepositoryReference {
  readonly kind: 'repository';
  readonly url: string;
  readonly chart: string;
  readonly version: string;
}

/** A chart in an OCI registry: `oci://host/path[:tag][@digest]`. */
export interface OciChart {
  readonly kind: 'oci';
  readonly reference: string;
  readonly version: string;
}

/** A directory of a Git repository; both texts may be empty. */
export interface GitChart {
  readonly kind: 'git';
  readonly url: string;
  readonly ref: string;
  readonly path: string;
}

/** What a chart was fetched from, as a lock records it. Without credentials. */
export interface Upstream {
  readonly url?: string;
  readonly chart?: string;
  readonly version?: string;
  /** of the archive: `sha256:…` */
  readonly digest?: string;
  readonly commit?: string;
}

export interface FetchedChart {
  /** by their path inside the chart; those of an archive are read when they are asked for */
  readonly files: Map<string, Uint8Array>;
  readonly upstream: Upstream;
  /** where the chart lies, if it is a directory: what its `file://` dependencies start from */
  readonly place?: ChartPlace;
}

export interface ChartPlace {
  readonly directory: string;
  /** no dependency may lie outside of it */
  readonly root?: string;
}

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** What reading charts and indexes needs of Helm's language. */
export interface ChartLanguage {
  /** The data of a YAML text: maps, arrays and scalars. Throws an Error, which may have a `line`. */
  readonly readYaml: (text: string) => unknown;
  readonly ignoreRule: (helmignore?: Uint8Array) => IgnoreRule;
  readonly isVersion: (text: string) => boolean;
  /** Which of two versions comes first; both must be versions. */
  readonly compareVersions: (left: string, right: string) => number;
  /** A test for versions; throws an Error for what is no constraint. */
  readonly constraint: (text: string) => (version: string) => boolean;
}

export interface FetchContext {
  readonly cacheDirectory: string;
  readonly language: ChartLanguage;
  /** repositories by the names that infra.yaml gives them */
  readonly repositories: ReadonlyMap<string, string>;
  /** a folder of archives, which takes the place of every repository, registry and web server */
  readonly mirror?: string;
  /** another digest of the archive is an error; the archive with this one needs no network */
  readonly expectedDigest?: string;
  /** take only what is in the cache */
  readonly offline?: boolean;
  /** registries are asked by http; those on this machine always are */
  readonly plainHttp?: boolean;
  readonly limits?: Partial<HttpLimits>;
  readonly credentials: (url: string) => Credentials | undefined;
  /** files with logins for registries that other tools keep, for registries that want one and got no credentials */
  readonly loginFiles?: () => readonly string[];
  readonly tell: (progress: string) => void;
  /** what a person must know of the result: that it may be an older one */
  readonly warn: (message: string) => void;
  /** indexes of repositories that this run has read, by URL */
  readonly indexes: Map<string, Promise<Uint8Array>>;
}

import { repeatable, type Flag } from './command-definition.ts';
import { parseCsvRecord } from './csv.ts';

/** What the flags of a render are where they are not given. */
const RENDER_DEFAULTS = { namespace: 'default', helmVersion: '4.2' };

/** Helm's flags for values and capabilities; without `defaults`, what is not given stays undefined. */
export function renderFlags(defaults: Partial<typeof RENDER_DEFAULTS> = RENDER_DEFAULTS): Flag[] {
  return [
    repeatable(
      '-f, --values <files>',
      'values file; again or with commas for more, `-` is standard input',
      parseCsvRecord,
    ),
    repeatable('--set <values>', 'set values: key1=val1,key2=val2'),
    repeatable('--set-string <values>', 'set values that stay strings'),
    repeatable('--set-json <values>', 'set values from JSON: key=json, or one JSON object'),
    repeatable('--set-file <values>', 'set values from files: key1=path1,key2=path2'),
    repeatable('--set-literal <value>', 'set one string as it stands: key=value'),
    { flags: '-n, --namespace <name>', description: 'namespace of the release', initial: defaults.namespace },
    {
      flags: '--helm-version <version>',
      description: 'the Helm release to agree with: 4.2 or 3.19',
      initial: defaults.helmVersion,
    },
    {
      flags: '--kube-version <version>',
      description: 'Kubernetes version for .Capabilities.KubeVersion',
    },
    repeatable(
      '-a, --api-versions <versions>',
      'API versions to add to .Capabilities.APIVersions',
      parseCsvRecord,
    ),
    { flags: '--skip-schema-validation', description: 'do not check values against values.schema.json' },
  ];
}

/** Flags of Helm that change nothing in what `helm template` prints; taken, so that scripts keep working. */
const NO_EFFECT = [
  '-g, --generate-name',
  '--skip-crds',
  '--debug',
  '--create-namespace',
  '--dry-run [mode]',
  '--description <text>',
  '--disable-openapi-validation',
  '--timeout <duration>',
  '--wait [strategy]',
  '--wait-for-jobs',
  '--replace',
  '--hide-notes',
  '--render-subchart-notes',
  '--take-ownership',
  '--rollback-on-failure',
  '--atomic',
  '--kube-context <name>',
  '--kubeconfig <file>',
];

/** Flags of Helm that we refuse, and why. */
const REFUSED: readonly (readonly [flags: string, reason: string])[] = [
  ['--validate', 'it would ask a cluster, and the same input would no longer give the same output'],
  ['--post-renderer <program>', 'no program runs during a render; pipe the output through it'],
  ['--enable-dns', 'what a name resolves to differs from run to run'],
  ['--verify', 'signatures are not checked yet; run `helm verify` first'],
];

/** The flags of Helm that have no effect, and those that end with a reason. */
export function helmOnlyFlags(): Flag[] {
  return [
    ...NO_EFFECT.map((flags): Flag => ({ flags, description: '', isHidden: true })),
    ...REFUSED.map(([flags, refused]): Flag => ({ flags, description: '', isHidden: true, refused })),
  ];
}

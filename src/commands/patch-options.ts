import { InfraError } from '../lib/error.ts';

/** What `infra patch` was asked for. */
export interface PatchOptions {
  /** a target or a pattern of targets (with --shared an app), and the resource */
  readonly words: readonly string[];
  /** labels that select resources */
  readonly selector?: string;
  readonly set?: readonly string[];
  readonly unset?: readonly string[];
  readonly image?: readonly string[];
  readonly replicas?: string;
  readonly strategic?: string;
  readonly merge?: string;
  readonly json?: string;
  readonly from?: string;
  readonly edit?: boolean;
  readonly key?: string;
  readonly add?: readonly string[];
  readonly delete?: boolean;
  readonly setValue?: readonly string[];
  readonly values?: readonly string[];
  /** the name of a shared component; the first word is an app then */
  readonly shared?: string;
  /** a shared component that the target lists, to be written instead of its overlay */
  readonly component?: string;
  readonly keepChecksums?: boolean;
  readonly force?: boolean;
  readonly dryRun?: boolean;
}

/** Flags of which one at most says what a resource becomes. */
const WHOLE = ['strategic', 'merge', 'json', 'from', 'edit', 'delete'] as const;
/** Flags that are about one resource or several. */
const OF_RESOURCES = ['set', 'unset', ...WHOLE] as const;
const OTHERS = ['image', 'replicas', 'add', 'setValue', 'values'] as const;

/** Whether the options change resources that a word selects. */
export function editsResources(options: PatchOptions): boolean {
  return OF_RESOURCES.some((name) => isGiven(options[name]));
}

/** Throws InfraError USAGE for options that do not go together. */
export function checkPatchOptions(options: PatchOptions): void {
  const { words, shared, component, key, edit, replicas } = options;
  const scope = shared === undefined ? 'target' : 'app';
  if (words.length === 0) throw wrong(`name the ${scope} to patch`);
  if (words.length > 2)
    throw wrong(`${JSON.stringify(words[2])} is too much: a ${scope} and a resource are what can be named`);
  if (shared !== undefined && component !== undefined) throw wrong('--shared does not go with --component');
  if (key !== undefined && edit !== true) throw wrong('--key goes with --edit');
  const whole = WHOLE.filter((name) => isGiven(options[name]));
  if (whole.length > 1) throw wrong(`--${whole[0]!} does not go with --${whole[1]!}`);
  if (whole[0] === 'delete' && (isGiven(options.set) || isGiven(options.unset)))
    throw wrong('--delete does not go with --set or --unset');
  checkValues(options);
  if (replicas !== undefined && !/^\d{1,6}$/.test(replicas))
    throw wrong(`--replicas takes a count, not ${JSON.stringify(replicas)}`);
  const isNeeded = (editsResources(options) || replicas !== undefined) && !hasHeader(options);
  if (isNeeded && words[1] === undefined && options.selector === undefined) {
    throw new InfraError('USAGE', 'name the resource to patch', {
      hint: 'for example StatefulSet/jenkins; infra build shows what there is',
    });
  }
  if ([...OF_RESOURCES, ...OTHERS].some((name) => isGiven(options[name]))) {
    if (words[1] === undefined || editsResources(options) || replicas !== undefined) return;
    throw wrong(`leave ${words[1]} out: --image, --add and chart values are for the whole target`);
  }
  throw wrong('say what to change: --set path=value, --image, --replicas, --edit …');
}

/** Chart values make a target anew, so that nothing else can be said of the same build. */
function checkValues(options: PatchOptions): void {
  const { setValue, values, shared, component, image, replicas, add } = options;
  if (!isGiven(setValue) && !isGiven(values)) return;
  if (shared !== undefined || component !== undefined) {
    throw new InfraError('USAGE', 'chart values are those of a target, and not shared', {
      hint: "name several targets with a pattern, for example 'prod-*/ci/jenkins'",
    });
  }
  if (editsResources(options) || isGiven(image) || isGiven(replicas) || isGiven(add))
    throw wrong('--set-value and --values do not go with patches: make one after the other');
}

/** Whether a file names the resource by its own header. */
export function hasHeader({ strategic, from }: PatchOptions): boolean {
  return strategic !== undefined || from !== undefined;
}

function isGiven(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
}

function wrong(message: string): InfraError {
  return new InfraError('USAGE', message, { hint: 'infra patch --help' });
}

import type { FunctionLookup, FunctionTable } from '../../gotemplate/function.ts';
import type { FunctionContext } from '../environment.ts';
import { cryptoFunctions } from './crypto.ts';
import { dataFunctions } from './data.ts';
import { dateFunctions } from './dates.ts';
import { defaultFunctions } from './defaults.ts';
import { dictFunctions } from './dicts.ts';
import { encodingFunctions } from './encoding.ts';
import { listFunctions } from './lists.ts';
import { lookupFunctions } from './lookup.ts';
import { mathFunctions } from './math.ts';
import { networkFunctions } from './network.ts';
import { pathFunctions } from './paths.ts';
import { randomFunctions } from './random.ts';
import { reflectionFunctions } from './reflection.ts';
import { regexFunctions } from './regex.ts';
import { semverFunctions } from './semver-functions.ts';
import { stringFunctions } from './strings.ts';
import { tomlFunctions } from './toml-functions.ts';
import { urlFunctions } from './urls.ts';

/** Functions that are made together, and their names. */
export interface Family {
  readonly names: string;
  readonly make: (context: FunctionContext) => FunctionTable;
}

/** All functions of sprig and Helm. */
export const FAMILIES: readonly Family[] = [
  {
    make: cryptoFunctions,
    names:
      'bcrypt htpasswd derivePassword genPrivateKey encryptAES decryptAES genCA genCAWithKey ' +
      'genSelfSignedCert genSelfSignedCertWithKey genSignedCert genSignedCertWithKey buildCustomCert',
  },
  {
    make: dataFunctions,
    names:
      'toYaml mustToYaml toYamlPretty fromYaml fromYamlArray toJson mustToJson toPrettyJson ' +
      'mustToPrettyJson toRawJson mustToRawJson fromJson fromJsonArray mustFromJson',
  },
  {
    make: dateFunctions,
    names:
      'date dateInZone date_in_zone htmlDate htmlDateInZone now dateModify date_modify mustDateModify ' +
      'must_date_modify toDate mustToDate unixEpoch ago duration durationRound',
  },
  { make: defaultFunctions, names: 'all any coalesce default empty fail required ternary' },
  {
    make: dictFunctions,
    names:
      'dict get set unset hasKey keys values pluck dig pick omit deepCopy mustDeepCopy merge mustMerge ' +
      'mergeOverwrite mustMergeOverwrite',
  },
  { make: encodingFunctions, names: 'b64enc b64dec b32enc b32dec sha1sum sha256sum sha512sum adler32sum' },
  {
    make: listFunctions,
    names:
      'list tuple append mustAppend push mustPush prepend mustPrepend chunk mustChunk concat first ' +
      'mustFirst last mustLast rest mustRest initial mustInitial reverse mustReverse compact mustCompact ' +
      'slice mustSlice has mustHas uniq mustUniq without mustWithout',
  },
  { make: lookupFunctions, names: 'lookup' },
  {
    make: mathFunctions,
    names:
      'add add1 sub mul div mod max biggest min add1f addf subf mulf divf ceil floor maxf minf round atoi ' +
      'float64 int int64 seq toDecimal until untilStep',
  },
  { make: networkFunctions, names: 'getHostByName' },
  { make: pathFunctions, names: 'base dir ext clean isAbs osBase osDir osExt osClean osIsAbs' },
  {
    make: randomFunctions,
    names: 'randAlpha randAlphaNum randAscii randNumeric randBytes randInt shuffle uuidv4',
  },
  { make: reflectionFunctions, names: 'deepEqual kindIs kindOf typeIs typeIsLike typeOf' },
  {
    make: regexFunctions,
    names:
      'regexMatch regexFind regexFindAll regexSplit regexReplaceAll regexReplaceAllLiteral mustRegexMatch ' +
      'mustRegexFind mustRegexFindAll mustRegexSplit mustRegexReplaceAll mustRegexReplaceAllLiteral ' +
      'regexQuoteMeta',
  },
  { make: semverFunctions, names: 'semver semverCompare' },
  {
    make: stringFunctions,
    names:
      'hello upper lower title untitle swapcase camelcase snakecase kebabcase initials nospace trim abbrev ' +
      'abbrevboth contains hasPrefix hasSuffix plural substr trimAll trimall trimPrefix trimSuffix trunc ' +
      'indent nindent repeat replace wrap wrapWith quote squote cat join toString toStrings sortAlpha split ' +
      'splitList splitn',
  },
  { make: tomlFunctions, names: 'toToml mustToToml fromToml' },
  { make: urlFunctions, names: 'urlParse urlJoin' },
];

/** Those that Helm 3 does not have. */
const SINCE_4: ReadonlySet<string> = new Set(['mustToYaml', 'mustToToml']);

let known: ReadonlyMap<string, Family> | undefined;

/** The families by the names of their functions. */
function familiesByName(): ReadonlyMap<string, Family> {
  if (known !== undefined) return known;
  const families = new Map<string, Family>();
  for (const family of FAMILIES) for (const name of namesOf(family)) families.set(name, family);
  return (known = families);
}

/** The names of a family's functions. */
export function namesOf({ names }: Family): string[] {
  return names.split(' ');
}

/** All functions of sprig and Helm by name. A chart needs a few of them: a family is made when one of it is first asked for. */
export function familyFunctions(context: FunctionContext): FunctionLookup {
  const families = familiesByName();
  const tables = new Map<Family, FunctionTable>();
  const isKnown = (name: string): boolean =>
    families.has(name) && (context.profile.major >= 4 || !SINCE_4.has(name));
  return {
    has: isKnown,
    get(name) {
      if (!isKnown(name)) return undefined;
      const family = families.get(name)!;
      let table = tables.get(family);
      if (table === undefined) tables.set(family, (table = family.make(context)));
      return table[name];
    },
  };
}

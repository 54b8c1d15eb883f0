import type { Template } from '../gotemplate/ast.ts';
import { knownBodies, type Bodies } from '../gotemplate/bodies.ts';
import type { Budget } from '../gotemplate/budget.ts';
import { builtinFunctions } from '../gotemplate/builtins.ts';
import { Evaluator, type EffectCall } from '../gotemplate/exec.ts';
import {
  define,
  firstOf,
  functionsOf,
  GoError,
  type FunctionLookup,
  type FunctionTable,
} from '../gotemplate/function.ts';
import { parseTemplate, type Definitions } from '../gotemplate/parse.ts';
import { quote } from '../gotemplate/quote.ts';
import { TemplateSet } from '../gotemplate/template-set.ts';
import type { Frame, Trace } from '../gotemplate/trace.ts';
import { ExecutionError, TemplateParseError, UnknownTemplateError } from '../gotemplate/errors.ts';
import { GoObject, MapView, Slice, type GoMap, type Value } from '../gotemplate/value.ts';
import { compareBytes } from '../lib/utf8.ts';
import type { ChartFile } from './chart.ts';
import type { Environment } from './environment.ts';
import { familyFunctions } from './funcs/families.ts';
import type { Profile } from './profile.ts';
import { executionFailure, parseFailure } from './template-error.ts';

/** A template file and the data it is executed on. */
export interface Renderable {
  readonly path: string;
  readonly text: string;
  readonly data: Map<string, Value>;
  /** the same data as the value that templates see */
  readonly dot: Value;
  /** `.Template.BasePath` */
  readonly basePath: string;
  /** the file of the chart, if it is one */
  readonly file?: ChartFile;
}

export interface EngineOptions {
  readonly profile: Profile;
  readonly environment: Environment;
  readonly budget: Budget;
  readonly trace?: Trace | undefined;
  readonly bodies?: FileBodies | undefined;
}

/** What is known of the files of a chart from an earlier parse (see Bodies). */
export interface FileBodies {
  readonly find: (file: ChartFile) => Int32Array | undefined;
  readonly keep: (file: ChartFile, known: Int32Array) => void;
}

export interface EngineResult {
  /** rendered text by template path, partials left out */
  readonly files: Map<string, string>;
  readonly effects: readonly EffectCall[];
  /** how each file's text came about, when it was asked for */
  readonly frames: Map<string, Frame>;
  /**
   * The files as they are with other random values at another time; undefined where a template changed data that others see,
   * so that all has to be made anew.
   */
  readonly again: (environment: Environment) => Map<string, string> | undefined;
}

/** How often an include may nest into itself. */
const INCLUDE_DEPTH = 1000;

/**
 * Renders all template files of a release in one set, as Helm's engine does: parsed and executed from the most nested path
 * to the least, each file's text without `<no value>`.
 *
 * @throws InfraError TEMPLATE_PARSE, TEMPLATE_EXECUTION or LIMIT
 */
export function renderTemplates(templates: readonly Renderable[], options: EngineOptions): EngineResult {
  const sorted = [...templates].sort(byPathDepth);
  const engine = new Engine(options);
  for (const template of sorted) engine.add(template, options.bodies);
  const files = new Map<string, string>();
  const frames = new Map<string, Frame>();
  for (const template of sorted) {
    if (isPartial(template.path)) continue;
    files.set(template.path, engine.render(template));
    const frame = engine.evaluator.takeTrace();
    if (frame !== undefined) frames.set(template.path, frame);
  }
  const { effects } = engine.evaluator;
  const again = (environment: Environment): Map<string, string> | undefined => {
    if (holdsAny(sorted, engine.changed)) return undefined;
    const next = new Engine({ ...options, environment, trace: undefined }, engine.evaluator.set);
    const varying = new Set(effects.map(({ stack }) => stack[0]));
    const texts = sorted
      .filter(({ path }) => !isPartial(path))
      .map((template): [string, string] => {
        const { path } = template;
        return [path, varying.has(path) ? next.render(template) : files.get(path)!];
      });
    return new Map(texts);
  };
  return { files: new Map(files), effects, frames, again };
}

/** Whether one of some maps is part of the data that templates see. */
function holdsAny(templates: readonly Renderable[], maps: ReadonlySet<GoMap>): boolean {
  if (maps.size === 0) return false;
  const seen = new Set<Value>();
  const open: Value[] = [];
  for (const { data, dot } of templates) open.push(data, dot);
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    if (value instanceof Map) {
      if (maps.has(value)) return true;
      open.push(...value.values());
    } else if (value instanceof MapView) open.push(value.map);
    else if (Array.isArray(value)) open.push(...value);
    else if (value instanceof Slice) open.push(...value.items);
    else if (value instanceof GoObject) open.push(...value.fields.values());
  }
  return false;
}

/** Whether a file only holds named templates: its base name starts with `_`. */
function isPartial(path: string): boolean {
  return path.charCodeAt(path.lastIndexOf('/') + 1) === 95;
}

/** Most slashes first, then descending byte order. */
function byPathDepth(a: Renderable, b: Renderable): number {
  return slashes(b.path) - slashes(a.path) || compareBytes(b.path, a.path);
}

function slashes(path: string): number {
  let count = 0;
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) count++;
  return count;
}

export class Engine {
  readonly evaluator: Evaluator;
  /** the maps that functions changed in place */
  readonly changed = new Set<GoMap>();
  private readonly functions: FunctionLookup;
  private readonly isFunction = (name: string): boolean =>
    name === 'and' || name === 'or' || this.functions.has(name);
  /** parsed arguments of tpl: charts give the same few texts again and again */
  private readonly parsed = new Map<string, Definitions>();
  private readonly including = new Map<string, number>();
  private readonly profile: Profile;

  /** @param templates those that another engine has read */
  constructor({ profile, environment, budget, trace }: EngineOptions, templates?: TemplateSet) {
    const noteChange = (map: GoMap): void => void this.changed.add(map);
    const families = familyFunctions({ environment, budget, profile, noteChange });
    const builtins = functionsOf(builtinFunctions(budget, { comparisonTypes: true }));
    this.functions = firstOf([functionsOf(this.engineFunctions()), families, builtins]);
    this.profile = profile;
    this.evaluator = new Evaluator({ functions: this.functions, budget, trace });
    if (templates !== undefined) this.evaluator.set = templates;
  }

  add({ path, text, file }: Renderable, bodies?: FileBodies): void {
    const known = file && bodies?.find(file);
    const noted: number[] = [];
    this.parseFile(path, text, bodies && { known, noted });
    if (file !== undefined && known === undefined) bodies?.keep(file, knownBodies(noted));
  }

  private parseFile(path: string, text: string, bodies?: Bodies): void {
    try {
      this.evaluator.set.add(parseTemplate(path, text, this.isFunction, bodies));
    } catch (error) {
      throw parseFailure(error);
    }
  }

  render({ path, data, dot, basePath }: Renderable): string {
    data.set(
      'Template',
      new Map<string, Value>([
        ['Name', path],
        ['BasePath', basePath],
      ]),
    );
    try {
      return withoutNoValue(this.evaluator.executeNamed(path, dot));
    } catch (error) {
      throw executionFailure(error, this.profile);
    }
  }

  private engineFunctions(): FunctionTable {
    return {
      include: define(['string', 'interface {}'], (name, data) => this.include(name, data)),
      tpl: define(['string', 'interface {}'], (text, data) => this.tpl(text, data)),
    };
  }

  /** include "name" data: what the named template writes */
  private include(name: string, data: Value): string {
    const depth = this.including.get(name) ?? 0;
    if (depth > INCLUDE_DEPTH) {
      throw new GoError(
        `rendering template has a nested reference name: ${name}: unable to execute template`,
      );
    }
    this.including.set(name, depth + 1);
    const output = this.evaluator.executeNamed(name, data);
    this.including.set(name, depth);
    return output;
  }

  /**
   * tpl text data: the text as a template, which sees all named templates; what it defines lives as long as it runs.
   */
  private tpl(text: string, data: Value): string {
    if (!text.includes('{{')) return withoutNoValue(text);
    const { evaluator } = this;
    const definitions = this.parse(text);
    const { set } = evaluator;
    const own = new TemplateSet(set);
    own.add(definitions);
    evaluator.set = own;
    try {
      return withoutNoValue(evaluator.execute(definitions.get('gotpl') as Template, data));
    } catch (error) {
      throw wrapped(`error during tpl function execution for ${quote(text)}: `, error);
    } finally {
      evaluator.set = set;
    }
  }

  private parse(text: string): Definitions {
    let definitions = this.parsed.get(text);
    if (definitions === undefined) {
      try {
        definitions = parseTemplate('gotpl', text, this.isFunction);
      } catch (error) {
        throw wrapped(`cannot parse template ${quote(text)}: `, error);
      }
      this.parsed.set(text, definitions);
    }
    return definitions;
  }
}

/** Go's `fmt.Errorf("text%w")`: only for errors of templates, all else goes on as it is. */
function wrapped(text: string, error: unknown): unknown {
  const isTemplateError =
    error instanceof ExecutionError ||
    error instanceof TemplateParseError ||
    error instanceof UnknownTemplateError;
  return isTemplateError ? new WrappedError(text, error) : error;
}

/** An error with a sentence before the message of its cause. */
class WrappedError extends GoError {
  constructor(text: string, cause: Error) {
    super(text + cause.message, { cause });
  }
}

/** Go's templates print a missing value as `<no value>`; Helm takes that text out again. */
function withoutNoValue(text: string): string {
  return text.includes('<no value>') ? text.replaceAll('<no value>', '') : text;
}

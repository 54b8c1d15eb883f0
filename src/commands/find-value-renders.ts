import type { GoMap } from '../gotemplate/value.ts';
import { previewValues } from '../helm/coalesce.ts';
import { processDependencies } from '../helm/dependencies.ts';
import { mergeValueOptions } from '../helm/values.ts';
import type { FileTree } from '../kustomize/file-tree.ts';
import { InfraError } from '../lib/error.ts';
import { DERIVED_PATCHES } from '../overlay/edit-kustomization.ts';
import { appPaths } from '../project/repository.ts';
import { defineApp } from './define-app.ts';
import { textAt, type TargetContext } from './derive-context.ts';
import { FROZEN_FILE, readFrozen } from './derive-frozen.ts';
import { wantedBase, type OpenedUpstreams, type WantedBase } from './derive-wanted.ts';
import type { CommandIo } from './io.ts';
import { withTargetValues } from './patch-values.ts';
import type { Place } from './plan-app.ts';
import { profileOf } from './render-base.ts';

/** Renders of a chart for a target, with its values and with others. The chart is opened once. */
export class TargetRenders {
  private readonly context: TargetContext;
  private readonly place: Place;
  private readonly tree: FileTree;
  private readonly io: CommandIo;
  private readonly opened: OpenedUpstreams = new Map();
  private frozen: WantedBase['frozen'] | undefined;

  constructor(context: TargetContext, place: Place, tree: FileTree, io: CommandIo) {
    this.context = context;
    this.place = place;
    this.tree = tree;
    this.io = io;
  }

  /** The base as the target has it now. Throws InfraError. */
  async present(): Promise<WantedBase> {
    const present = await this.rendered(this.context, this.recorded());
    // What the chart makes up is the same in each render.
    this.frozen = present.frozen;
    return present;
  }

  /** The base with more values, as --set-value takes them; undefined where the chart refuses them. */
  async with(assignments: readonly string[]): Promise<WantedBase | undefined> {
    const { overlay, valuesText: present = '' } = this.context;
    try {
      const options = { words: [], setValue: assignments };
      const valuesText = withTargetValues(present, `${overlay}/values.yaml`, options, () => '');
      return await this.rendered({ ...this.context, valuesText }, this.frozen ?? this.recorded());
    } catch (error) {
      if (!(error instanceof InfraError)) throw error;
      return undefined;
    }
  }

  /** All values of the render, the defaults of the chart and of its subcharts among them. */
  async values(): Promise<GoMap> {
    const { target, files, overlay, valuesText } = this.context;
    const { app } = target;
    const asked = { app, upstream: undefined, packed: undefined };
    const profile = profileOf(defineApp(files, asked, { words: [app] }, this.io));
    const own = [
      { name: appPaths(app).values, text: files.valuesText },
      { name: `${overlay}/values.yaml`, text: valuesText },
    ].flatMap(({ name, text }) => (text === undefined ? [] : [{ name, text }]));
    const values = mergeValueOptions({ files: own }, () => '', profile);
    const [upstream] = await Promise.all(this.opened.values());
    const chart = upstream?.chart?.();
    if (chart === undefined) return values;
    const ignore = (): undefined => undefined;
    processDependencies(chart, values, profile, ignore);
    return previewValues(chart, values, profile, ignore);
  }

  private async rendered(context: TargetContext, frozen: WantedBase['frozen']): Promise<WantedBase> {
    return await wantedBase(context, frozen, this.place, this.opened, this.io);
  }

  private recorded(): WantedBase['frozen'] {
    const path = `${this.context.overlay}/${DERIVED_PATCHES}${FROZEN_FILE}`;
    const text = textAt(this.tree, `${this.place.root}/${path}`);
    return text === undefined ? [] : readFrozen(text, path);
  }
}

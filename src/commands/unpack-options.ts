import type { SourceChoices } from './open-chart.ts';
import type { RenderChoices } from './render-choices.ts';

/** What `infra unpack` is asked for. Of the choices of a render only those that were given are there. */
export interface UnpackOptions extends Partial<RenderChoices>, SourceChoices {
  /** an app of the repository, or a chart; none with `all` */
  readonly words: readonly string[];
  /** the name of the app, by default that of the chart */
  readonly app?: string;
  /** the name of the release, by default that of the app */
  readonly release?: string;
  /** every app of the repository */
  readonly all?: boolean;
  /** compare bases with their locks, write nothing */
  readonly check?: boolean;
  /** fail if a lock would change */
  readonly locked?: boolean;
  /** throw edits of base files away */
  readonly force?: boolean;
  /** a helm that has to render the same */
  readonly verifyWith?: string;
  /** say what would be written, write nothing */
  readonly dryRun?: boolean;
}

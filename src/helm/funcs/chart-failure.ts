import { GoError } from '../../gotemplate/function.ts';

/**
 * The chart itself stops the render, by `fail` or `required`. `message` is the chart's own text: Helm reports it as
 * `execution error at (FILE:LINE:COLUMN): MESSAGE`, with the place in the outermost template.
 */
export class ChartFailure extends GoError {}

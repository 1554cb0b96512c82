/** A panel of lines in a picture: its axes, and the series that stand in it. */
import type { MeasuredPoint } from "./measurements.ts";
import type { Band, Line } from "./series.ts";

export interface PanelSeries {
  /** What the legend calls it. */
  readonly label: string;
  /** The value behind the colour, where it is a swept parameter. */
  readonly level: number | null;
  readonly lines: readonly Line[];
  /** Over the replicates, when there are several and the plot is against time or a swept parameter. */
  readonly band: Band | null;
  /** What was measured of it. */
  readonly measured: readonly MeasuredPoint[];
}

export interface Panel {
  readonly title: string | null;
  readonly xTitle: string;
  /** Of values of a swept parameter, each with a mark of its own; null: of what a run shows. */
  readonly xSpacing: "linear" | "log" | null;
  /** Where the axis of times has its ticks; absent: where the picture puts them. */
  readonly xTicks?: readonly number[] | null;
  readonly yTitle: string;
  /** What the colours tell apart; null when there is one series. */
  readonly legendTitle: string | null;
  readonly series: readonly PanelSeries[];
  /** What was measured that belongs to no single series. */
  readonly measured: readonly MeasuredPoint[];
}

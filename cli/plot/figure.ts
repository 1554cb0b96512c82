/** Panels side by side and under each other, as one Vega-Lite specification (doi:10.1109/TVCG.2016.2599030). */

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** A row of panels; `shared` names the scales that its panels have together. */
export interface FigureRow {
  readonly panels: readonly JsonObject[];
  readonly shared: JsonObject;
}

export function figure(rows: readonly FigureRow[], title: string | null): JsonObject {
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    ...(title === null ? {} : { title }),
    background: "white",
    vconcat: rows.map(({ panels, shared }): Json => {
      const [single, ...more] = panels;
      return more.length === 0 ? single : { hconcat: panels, resolve: { scale: shared } };
    }),
    resolve: { scale: { color: "independent" } },
    config: {
      axis: { grid: false },
      view: { stroke: null },
      legend: { labelLimit: 300, symbolOpacity: 1, symbolStrokeWidth: 2 },
    },
  };
}

/** Seven digits are finer than a picture; what is not finite leaves a gap. */
export function short(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : Number(value.toPrecision(7));
}

export function withUnit({ name, unit }: { readonly name: string; readonly unit: string }): string {
  return unit === "" ? name : `${name} (${unit})`;
}

/** A value as a label shows it. */
export function amount(value: number, unit: string): string {
  return `${Number(value.toPrecision(6))} ${unit}`.trimEnd();
}

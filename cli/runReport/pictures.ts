/** The pictures of a report: what the experiment's plots ask for, and what sweeps and replicates need beside. */
import { chosenObservables } from "../plot/chosenObservables.ts";
import { distributionRows } from "../plot/distributionRows.ts";
import { figure, type FigureRow } from "../plot/figure.ts";
import { heatRows } from "../plot/heatRows.ts";
import { lineRows } from "../plot/lineRows.ts";
import { panelsOf } from "../plot/panels.ts";
import { renderSvg } from "../plot/renderSvg.ts";
import type { PlotRequest, Results } from "../plot/results.ts";

export interface ReportPicture {
  readonly title: string;
  readonly explanation: string;
  readonly svg: string;
}

export async function reportPictures(results: Results): Promise<readonly ReportPicture[]> {
  const chosen = chosenObservables(results);
  const all: PlotRequest = { values: chosen.map(({ name }) => name), against: "time", title: null };
  const asked = results.plots.length === 0 ? [all] : results.plots;
  const pictures: ReportPicture[] = [];
  const draw = async (title: string, explanation: string, rows: readonly FigureRow[]): Promise<void> => {
    if (rows.length > 0) pictures.push({ title, explanation, svg: await renderSvg(figure(rows, null)) });
  };
  const overTime = asked.filter(({ against }) => against === "time");
  const isSwept = ({ against }: PlotRequest): boolean => results.swept.some(({ name }) => name === against);
  const responses = asked.filter(isSwept);
  const phases = asked.filter((request) => request.against !== "time" && !isSwept(request));
  const lines = (requests: readonly PlotRequest[]): readonly FigureRow[] =>
    lineRows(requests.flatMap((request) => panelsOf(results, request)));
  const spread =
    results.replicate === null ? "" : " Lines are means over the replicates, bands one standard deviation.";
  await draw("At the end of each run", `Against a swept parameter.${spread}`, lines(responses));
  await draw(
    "Over time",
    results.swept.length === 0 ? spread.trim() : `Colours are values of the swept parameters.${spread}`,
    lines(overTime),
  );
  await draw("One against another", "Time runs along the line.", lines(phases));
  if (results.swept.length === 2)
    await draw(
      "Over both swept parameters",
      results.replicate === null ? "" : "Means over the replicates.",
      heatRows(results, chosen, null),
    );
  if (results.replicate !== null)
    await draw(
      "How replicates spread",
      results.swept.length === 0
        ? "Dashed: the mean."
        : "Every replicate is a stroke; boxes reach from the lower to the upper quartile, with the median.",
      distributionRows(results, chosen, null),
    );
  return pictures;
}

/** `uncap F at END [to POOL] @ k`: the cap of that pool leaves; without `to` every cap goes back to its own pool. */
import { nearestName } from "../../../diagnostics/nearest.ts";
import { lastName, open } from "../filament.ts";
import { type GrowthForm, placeOf } from "../growthForm.ts";
import { bead, endSite, splitSites, when } from "../ruleText.ts";
import { piece, statements } from "../template.ts";
import { userExpression } from "../userExpression.ts";

export const uncap: GrowthForm = (request) => {
  const { event, filament, model } = request;
  const self = event.subject.label?.text ?? model.label("f");
  const { own } = splitSites(event, filament);
  const meanings = { self, load: null, bend: null, neighbours: null };
  return event.at.flatMap(({ text: end, span }) => {
    const caps = [...(filament.caps.get(end) ?? [])].filter(
      ([name]) => event.to === null || name === lastName(event.to),
    );
    if (caps.length === 0) {
      const cap = event.to === null ? null : lastName(event.to);
      const known = [...(filament.caps.get(end)?.keys() ?? [])];
      const nearest = cap === null ? null : nearestName(cap, known);
      model.report("TDL5260", event.to?.span ?? span, { filament: filament.name, end, cap, nearest });
    }
    return caps.flatMap(([name, pool]) => {
      const user = event.when === null ? null : userExpression(event.when, request, meanings);
      const rate = userExpression(event.rate.forward, request, meanings);
      const tip = bead(self, filament.name, [endSite(filament, end, ".", name), piece`${own}`]);
      return statements(
        piece`rule ${model.name(`uncap_${filament.name}_${end}_${name}`)}: ${tip} -> ${self}(${endSite(filament, end, "", open)}) + ${event.to ?? pool}${when([user])} @ ${rate}`,
        placeOf(event),
      );
    });
  });
};

/** `cap F at END with POOL @ k`: a molecule of the pool sits down on an open end, which has its name as state then. */
import { lastName, open } from "../filament.ts";
import { type GrowthForm, placeOf } from "../growthForm.ts";
import { bead, endSite, splitSites, when } from "../ruleText.ts";
import { piece, statements } from "../template.ts";
import { userExpression } from "../userExpression.ts";

export const cap: GrowthForm = (request) => {
  const { event, filament, model } = request;
  const pool = event.with;
  if (pool === null) return [];
  if (pool.coefficient !== 1) {
    model.report("TDL5256", pool.span, { verb: "cap", filament: filament.name });
    return [];
  }
  const self = event.subject.label?.text ?? model.label("f");
  const { own } = splitSites(event, filament);
  const meanings = { self, load: null, bend: null, neighbours: null };
  const capName = lastName(pool.path);
  return event.at.flatMap(({ text: end }) => {
    const user = event.when === null ? null : userExpression(event.when, request, meanings);
    const rate = userExpression(event.rate.forward, request, meanings);
    const name = `cap_${filament.name}_${end}_${capName}`;
    const tip = bead(self, filament.name, [endSite(filament, end, ".", open), piece`${own}`]);
    const capped = statements(
      piece`rule ${model.name(name)}: ${tip} + ${pool.path} -> ${self}(${endSite(filament, end, "", capName)})${when([user])} @ ${rate}`,
      placeOf(event),
    );
    if (event.rate.back === null) return capped;
    const back = userExpression(event.rate.back, request, meanings);
    const held = bead(self, filament.name, [endSite(filament, end, ".", capName), piece`${own}`]);
    return [
      ...capped,
      ...statements(
        piece`rule ${model.name(`un${name}`)}: ${held} -> ${self}(${endSite(filament, end, "", open)}) + ${pool.path} @ ${back}`,
        placeOf(event),
      ),
    ];
  });
};

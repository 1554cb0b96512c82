/**
 * `debranch F [to POOL] @ k`: a daughter comes off her mother; the branching protein goes to its pool. A daughter of
 * one bead, which is no filament, dissolves to her pools.
 */
import type { Path } from "../../../grammar/syntax/common.ts";
import type { Statement } from "../../../grammar/syntax/sourceTree.ts";
import { type GrowthForm, placeOf } from "../growthForm.ts";
import { lastBeadDepartures, toPools } from "../leaving.ts";
import { bead, endSite, splitSites, total, unbound, when } from "../ruleText.ts";
import { joined, nothing, piece, statements, type Template, written } from "../template.ts";
import { userExpression } from "../userExpression.ts";

export const debranch: GrowthForm = (request) => {
  const { event, filament, model } = request;
  if (filament.arm === null) {
    model.report("TDL5262", placeOf(event), { verb: "debranch", other: "branch", filament: filament.name });
    return [];
  }
  const self = event.subject.label?.text ?? model.label("f");
  const [node, daughter] = [model.label("b"), model.label("d")];
  const [first, second] = filament.ends;
  const { own, ends } = splitSites(event, filament);
  const meanings = { self, load: null, bend: null, neighbours: null };
  const home = event.to ?? filament.branch?.with?.path ?? null;
  const homes = home === null ? [] : [home];
  const mother = bead(self, filament.name, [
    piece`${written(filament.arm)}[1]`,
    piece`${ends}`,
    piece`${own}`,
  ]);
  const ruleOf = (
    suffix: string,
    tip: string,
    members: readonly Template[],
    right: Template,
    pools: readonly Path[],
    condition: Template | null,
  ): readonly Statement[] => {
    const user = event.when === null ? null : userExpression(event.when, request, meanings);
    const rate = userExpression(event.rate.forward, request, meanings);
    const protein = piece`${node}: ${written(filament.branchType)}(mother[1], ${written(first)}[${tip}])`;
    return statements(
      piece`rule ${model.name(`debranch_${filament.name}${suffix}`)}: ${joined([mother, protein, ...members], ", ")} -> ${self}(), delete ${node}${right}${toPools([...homes, ...pools])}${when([condition, user])} @ ${rate}`,
      placeOf(event),
    );
  };
  const isSingle = filament.size === 1 ? null : piece`${total(filament, daughter)} < 1.5 count`;
  return [
    ...ruleOf("_bare", ".", [], nothing, [], null),
    ...ruleOf(
      "",
      "2",
      [
        bead(daughter, filament.name, [
          endSite(filament, second, "2", null),
          endSite(filament, first, "_", null),
        ]),
      ],
      piece` + ${daughter}()`,
      [],
      null,
    ),
    // A single bead of several subunits has to shrink to one first.
    ...lastBeadDepartures(filament, first, first).flatMap((last) =>
      ruleOf(
        "_single",
        "2",
        [
          bead(daughter, filament.name, [
            endSite(filament, second, "2", null),
            ...last.sites,
            ...unbound(filament),
          ]),
        ],
        piece`, delete ${daughter}`,
        last.pools,
        conditionOf(
          isSingle,
          last.counters.map((counter) => piece`${daughter}.${written(counter)} > 0.5 count`),
        ),
      ),
    ),
  ];
};

function conditionOf(first: Template | null, others: readonly Template[]): Template | null {
  const all = [...(first === null ? [] : [first]), ...others];
  return all.length === 0 ? null : joined(all, " and ");
}

/** Every growth verb and the form that expands it. */
import type { GrowthVerb } from "../../grammar/keywords.ts";
import { anneal } from "./forms/anneal.ts";
import { branch } from "./forms/branch.ts";
import { cap } from "./forms/cap.ts";
import { changeState } from "./forms/changeState.ts";
import { crosslink } from "./forms/crosslink.ts";
import { debranch } from "./forms/debranch.ts";
import { grow } from "./forms/grow.ts";
import { nucleate } from "./forms/nucleate.ts";
import { sever } from "./forms/sever.ts";
import { shrink } from "./forms/shrink.ts";
import { uncap } from "./forms/uncap.ts";
import type { GrowthForm } from "./growthForm.ts";

export const growthForms: Readonly<Record<GrowthVerb, GrowthForm>> = {
  nucleate,
  grow,
  shrink,
  branch,
  debranch,
  cap,
  uncap,
  sever,
  hydrolyse: changeState,
  release: changeState,
  bind: changeState,
  unbind: changeState,
  crosslink,
  bundle: crosslink,
  anneal,
};

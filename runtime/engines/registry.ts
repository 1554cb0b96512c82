/** The engines, in the order in which they are listed. */
import type { EngineTraits } from "./engine.ts";
import { graphEngine } from "./graph/graphEngine.ts";
import { hybridEngine } from "./hybrid/hybridEngine.ts";
import { networkFreeEngine } from "./networkFree/networkFreeEngine.ts";
import { odeEngine } from "./ode/odeEngine.ts";
import { ssaEngine } from "./ssa/ssaEngine.ts";
import { tauEngine } from "./tau/tauEngine.ts";

export const engines: readonly EngineTraits[] = [
  odeEngine,
  ssaEngine,
  tauEngine,
  hybridEngine,
  networkFreeEngine,
  graphEngine,
];

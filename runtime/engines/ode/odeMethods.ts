/** The solvers of differential equations, in the order in which they are listed. */
import { SimulationError } from "../../simulationError.ts";
import { BackwardDifferences } from "./backwardDifferences.ts";
import { dormandPrince8 } from "./dormandPrince8.ts";
import { ExplicitRungeKutta } from "./explicitRungeKutta.ts";
import { KernelStepper } from "./kernelStepper.ts";
import type { OdeStepper } from "./odeStepper.ts";
import type { OdeSystem } from "./odeSystem.ts";
import { rodas4 } from "./rodas4.ts";
import { rodas5p } from "./rodas5p.ts";
import { Rosenbrock } from "./rosenbrock.ts";
import { tsitouras5 } from "./tsitouras5.ts";

export interface OdeMethodTraits {
  readonly name: string;
  /** Order of the solution; of methods with variable order the highest. */
  readonly order: number;
  readonly hasFixedOrder: boolean;
  /** Stiff terms do not bound the step; uses the Jacobian. */
  readonly implicit: boolean;
  /** Above this product of step and spectral radius a problem is stiff for the method; infinite if implicit. */
  readonly stability: number;
  readonly references: readonly string[];
  create(system: OdeSystem): OdeStepper;
}

export const odeMethods: readonly OdeMethodTraits[] = [
  {
    name: "tsitouras5",
    order: 5,
    hasFixedOrder: true,
    implicit: false,
    stability: tsitouras5.stability,
    references: ["Tsitouras 2011, doi:10.1016/j.camwa.2011.06.002"],
    create: (system) => new ExplicitRungeKutta(system, tsitouras5),
  },
  {
    name: "dop853",
    order: 8,
    hasFixedOrder: true,
    implicit: false,
    stability: dormandPrince8.stability,
    references: ["Hairer, Norsett and Wanner 1993, doi:10.1007/978-3-540-78862-1"],
    create: (system) => new ExplicitRungeKutta(system, dormandPrince8),
  },
  {
    name: "rodas4",
    order: 4,
    hasFixedOrder: true,
    implicit: true,
    stability: Number.POSITIVE_INFINITY,
    references: ["Hairer and Wanner 1996, doi:10.1007/978-3-642-05221-7"],
    create: (system) => new Rosenbrock(system, rodas4),
  },
  {
    name: "rodas5p",
    order: 5,
    hasFixedOrder: true,
    implicit: true,
    stability: Number.POSITIVE_INFINITY,
    references: ["Steinebach 2023, doi:10.1007/s10543-023-00967-x"],
    create: (system) => new Rosenbrock(system, rodas5p),
  },
  {
    name: "ndf",
    order: 5,
    hasFixedOrder: false,
    implicit: true,
    stability: Number.POSITIVE_INFINITY,
    references: ["Shampine and Reichelt 1997, doi:10.1137/S1064827594276424"],
    create: (system) => new BackwardDifferences(system),
  },
  {
    name: "ndf_kernel",
    order: 5,
    hasFixedOrder: false,
    implicit: true,
    stability: Number.POSITIVE_INFINITY,
    references: ["Shampine and Reichelt 1997, doi:10.1137/S1064827594276424"],
    create: (system) => new KernelStepper(system, null, "factors"),
  },
  {
    name: "ndf_krylov",
    order: 5,
    hasFixedOrder: false,
    implicit: true,
    stability: Number.POSITIVE_INFINITY,
    references: [
      "Shampine and Reichelt 1997, doi:10.1137/S1064827594276424",
      "Saad and Schultz 1986, doi:10.1137/0907058",
      "Saad 1994, doi:10.1002/nla.1680010405",
    ],
    create: (system) => new KernelStepper(system, null, "krylov"),
  },
  {
    name: "rodas4_kernel",
    order: 4,
    hasFixedOrder: true,
    implicit: true,
    stability: Number.POSITIVE_INFINITY,
    references: ["Hairer and Wanner 1996, doi:10.1007/978-3-642-05221-7"],
    create: (system) => new KernelStepper(system, rodas4, "factors"),
  },
  {
    name: "rodas5p_kernel",
    order: 5,
    hasFixedOrder: true,
    implicit: true,
    stability: Number.POSITIVE_INFINITY,
    references: ["Steinebach 2023, doi:10.1007/s10543-023-00967-x"],
    create: (system) => new KernelStepper(system, rodas5p, "factors"),
  },
];

/** The solver of a name. @throws SimulationError badInput when there is none. */
export function odeMethodNamed(name: string): OdeMethodTraits {
  const found = odeMethods.find((method) => method.name === name);
  if (found !== undefined) return found;
  throw new SimulationError(
    "badInput",
    `No solver is called "${name}"; there are ${odeMethods.map((method) => method.name).join(", ")}.`,
  );
}

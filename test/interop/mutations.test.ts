/**
 * BNGL and Kappa models that were broken at random: they end in diagnostics whose places lie in the text, or in a text
 * of the language without mistakes of syntax. FUZZ_RUNS=100000 looks for longer.
 */
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { type Diagnostic, DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import { SourceFile } from "../../diagnostics/source.ts";
import { parse } from "../../grammar/parse.ts";
import { fuzzing, mutated } from "../support/mutations.ts";
import { imported as importedBngl } from "./bngl/imported.ts";
import { imported as importedKappa } from "./kappa/imported.ts";

const bngl = [
  `begin model
begin parameters
  NA 6.022e23
  V 1e-12 # litres
  kp 1e6/(NA*V)
  km 0.1
end parameters
begin compartments
  EC 3 V
  PM 2 1e-13 EC
  CP 3 V*0.1 PM
end compartments
begin molecule types
  L(r,r)
  R(l,Y~0~P)
end molecule types
begin species
  @EC:L(r,r) 1000
  @PM:R(l,Y~0) 500
end species
begin observables
  Molecules Bound L(r!1).R(l!1)
  Species Phos R(Y~P) R(Y~P,l!+)
end observables
begin functions
  rate() = if(Bound>10,km*2,km)
end functions
begin reaction rules
  bind: L(r)@EC + R(l)@PM <-> L(r!1)@EC.R(l!1)@PM kp, km
  R(l!+,Y~0) -> R(l!+,Y~P) rate()
  R(Y~P) -> R(Y~0) 0.5*km
  L(r,r) -> 0 km DeleteMolecules
end reaction rules
end model
generate_network({overwrite=>1})
simulate({method=>"ode",t_start=>0,t_end=>10,n_steps=>20})
setParameter("km",0.2)
simulate_ssa({suffix=>"s",t_end=>5,n_steps=>5})
`,
  `begin parameters
  k 1
end parameters
begin seed species
  A(b) 10
  $B() 5
end seed species
begin reaction rules
  A(b) + A(b) <-> A(b!0).A(b!0) k,2*k
  r2: 0 -> A(b) k
  A() -> 0 Sat(k,2)
end reaction rules
begin observables
  Molecules a A()
end observables
`,
];

const kappa = [
  `%agent: A(x,c)
%agent: B(x)
%agent: C(x1{u p},x2{u p})
%token: atp
%var: 'on' 1.0E-3
%var: 'off' 0.1
'a.b' A(x[.]),B(x[.]) <-> A(x[1]),B(x[1]) @ 'on','off'
'ab.c' A(x[_],c[.]),C(x1{u}[.]) -> A(x[_],c[2]),C(x1{u}[2]) @ 'on' * [exp](2)
'mod' C(x1{u/p}[#/.]),A(c[#/.]) @ 'off'
'burn' A(x[.]) | 1 atp -> A(x[.]) | 0 atp @ 1
%obs: 'AB' |A(x[x.B])|
%obs: 'Cp' |C(x1{p})| / 2
%init: 1000 A(),B()
%init: 100 C(x1{u},x2{u})
%mod: [T]>25 do $UPDATE 'on' 0.0;
`,
];

function lookAt(
  text: string,
  imported: (text: string) => { readonly text: string | null; readonly diagnostics: readonly Diagnostic[] },
): void {
  const { text: converted, diagnostics } = imported(text);
  for (const { file, span, message } of diagnostics) {
    expect(span.start, message).toBeGreaterThanOrEqual(0);
    expect(span.end, message).toBeGreaterThanOrEqual(span.start);
    expect(span.end, message).toBeLessThanOrEqual(file.text.length);
  }
  if (converted === null) {
    expect(diagnostics.some(({ severity }) => severity === "error")).toBe(true);
    return;
  }
  const sink = new DiagnosticSink();
  parse(new SourceFile("converted.tdl", converted), sink);
  expect(sink.diagnostics.map(({ message }) => message)).toEqual([]);
}

it("reads broken BNGL models", { timeout: 60_000_000 }, () => {
  fc.assert(
    fc.property(mutated(bngl), (text) => lookAt(text, importedBngl)),
    fuzzing(150),
  );
});

it("points inside a text that ends too early", () => {
  lookAt("begin compartments\n  EC", importedBngl);
});

it("reads broken Kappa models", { timeout: 60_000_000 }, () => {
  fc.assert(
    fc.property(mutated(kappa), (text) => lookAt(text, importedKappa)),
    fuzzing(150),
  );
});

it("reads random characters", { timeout: 60_000_000 }, () => {
  const text = fc.string({ maxLength: 300, unit: "binary" });
  const both = (random: string): void => {
    lookAt(`begin model\nbegin parameters\n${random}`, importedBngl);
    lookAt(random, importedKappa);
  };
  fc.assert(fc.property(text, both), fuzzing(60));
});

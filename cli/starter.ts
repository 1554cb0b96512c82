/** The model that `tendril new` starts from. `name` becomes the name of the model. */
export function starterModel(name: string): string {
  return `language 1.0

# A ligand binds a receptor and leaves it again. Change it into your own model:
#   tendril check ${name}.tdl      looks for mistakes
#   tendril run ${name}.tdl        runs the experiment below
model ${name} "Ligand and receptor" {
  compartment cell { volume 1 um^3 }

  species ligand in cell = 100 nM
  species receptor in cell = 50 nM
  species bound in cell = 0 nM

  param kon = 1 /uM/s { doc "binding" }
  param koff = 0.1 /s { doc "unbinding" }

  # Both directions in one rule: the rate after @ is the forward one, \`back\` the reverse.
  rule bind: ligand + receptor <-> bound @ kon, back koff

  observe free_ligand = [ligand]
  observe complex = [bound] { doc "receptors with a ligand" }
}

experiment time_course of ${name} {
  method ode
  until 60 s
  every 0.5 s
  plot free_ligand, complex against time
}
`;
}

/**
 * Options of BioNetGen's simulations and scans that are spelled as it knows them; it reads over all others. The names
 * are those that PyBioNetGen checks (github.com/RuleWorld/PyBioNetGen, bionetgen/core/utils/utils.py), with some of
 * `generate_network` that only BNG2.pl knows.
 */
import { nearestName } from "../../diagnostics/nearest.ts";
import type { BnglAction } from "./syntax.ts";

const known: ReadonlySet<string> = new Set(
  (
    "argfile atol bdf binary_output check_iso check_product_scale complex continue equil evaluate_expressions expand " +
    "get_final_state gml include_model include_network log_scale max_agg max_conv_fails max_err_test_fails " +
    "max_iter max_num_steps max_sim_steps max_step max_stoich method n_output_steps n_scan_pts n_steps netfile " +
    "notf nocslf output_step_interval overwrite par_max par_min par_scan_vals param parameter pla_config " +
    "pla_output poplevel prefix print_CDAT print_end print_functions print_iter print_n_species_active print_net " +
    "print_on_stop pretty_formatting reset_conc rtol sample_times save_progress seed sparse stats steady_state " +
    "stiff stop_if suffix t_end t_start TextReaction TextSpecies type update_interval utl verbose"
  ).split(" "),
);

/** Those that are not, each with the one that was probably meant. */
export function unknownOptions({ options }: BnglAction): readonly { name: string; nearest: string | null }[] {
  return [...options.keys()]
    .filter((name) => !known.has(name))
    .map((name) => ({ name, nearest: nearestName(name, [...known]) }));
}

// SPDX-License-Identifier: Apache-2.0
// A small dictionary as text, and caches built of it in memory, for the tests of the component dictionary.
#pragma once

#include <string>   // for std::string

#include "mol/ccd.h"         // for ComponentDictionary
#include "mol/ccd_build.h"   // for CcdBuilder

namespace maek::mol::fixture {

/// Invented components in the published layout: LAC (lactic acid, R), LAS (the same, S), ZNA (a zinc ion with one atom
/// row as tags), OLD (obsolete, replaced by LAC), UNK (without coordinates and without formula).
inline const std::string& small_dictionary() {
  static const std::string text = [] {
    const auto lactic = [](const std::string& code, const std::string& flag, double mirror) {
      const auto z = [mirror](double value) {
        return std::to_string(mirror * value).substr(0, value * mirror < 0 ? 6 : 5);
      };
      return "data_" + code + "\n#\n_chem_comp.id " + code +
             "\n_chem_comp.name\n;2-hydroxy\npropanoic acid\n;\n"
             "_chem_comp.type NON-POLYMER\n_chem_comp.formula \"C3 H6 O3\"\n_chem_comp.pdbx_formal_charge 0\n"
             "_chem_comp.pdbx_release_status REL\n_chem_comp.pdbx_replaced_by ?\n_chem_comp.pdbx_modified_date "
             "2011-06-04\n"
             "_chem_comp.mon_nstd_parent_comp_id 'ALA, GLY'\n_chem_comp.one_letter_code A\n"
             "_chem_comp.pdbx_model_coordinates_db_code "
             "1ABC\n#\nloop_\n_chem_comp_atom.comp_id\n_chem_comp_atom.atom_id\n"
             "_chem_comp_atom.alt_atom_id\n_chem_comp_atom.type_symbol\n_chem_comp_atom.charge\n"
             "_chem_comp_atom.pdbx_aromatic_flag\n_chem_comp_atom.pdbx_leaving_atom_flag\n"
             "_chem_comp_atom.pdbx_stereo_config\n_chem_comp_atom.model_Cartn_x\n_chem_comp_atom.model_Cartn_y\n"
             "_chem_comp_atom.model_Cartn_z\n_chem_comp_atom.pdbx_model_Cartn_x_ideal\n"
             "_chem_comp_atom.pdbx_model_Cartn_y_ideal\n_chem_comp_atom.pdbx_model_Cartn_z_ideal\n" +
             code + " CA CA C 0 N N " + flag + " ? ? ? 0.000 0.000 0.000\n" + code +
             " \"O1'\" O1* O 0 N N N 1.0 2.0 3.0 1.000 1.000 " + z(1) + "\n" + code +
             " C C C 0 N N N ? ? ? -0.900 -0.900 " + z(0.9) + "\n" + code + " CB CB C 0 N N N ? ? ? -0.900 0.900 " +
             z(-0.9) + "\n" + code + " HA HA H 0 N N N ? ? ? 0.600 -0.600 " + z(-0.6) + "\n" + code +
             " O O O 0 N N N ? ? ? -1.900 -0.900 " + z(1.4) + "\n" + code + " OXT OXT O 0 N Y N ? ? ? -0.300 -1.700 " +
             z(1.5) + "\n" + code + " HXT HXT H 0 N Y N ? ? ? -0.800 -2.300 " + z(1.9) + "\n" + code +
             " HO HO H 0 N N N ? ? ? 1.600 0.500 " + z(1.5) + "\n" + code + " H1 H1 H 0 N N N ? ? ? -1.900 0.500 " +
             z(-0.9) + "\n" + code + " H2 H2 H 0 N N N ? ? ? -0.400 0.900 " + z(-1.9) + "\n" + code +
             " H3 H3 H 0 N N N ? ? ? -0.900 1.900 " + z(-0.5) + "\n" +
             "#\nloop_\n_chem_comp_bond.comp_id\n_chem_comp_bond.atom_id_1\n_chem_comp_bond.atom_id_2\n"
             "_chem_comp_bond.value_order\n_chem_comp_bond.pdbx_aromatic_flag\n_chem_comp_bond.pdbx_stereo_config\n" +
             code + " CA \"O1'\" SING N N\n" + code + " CA C SING N N\n" + code + " CA CB SING N N\n" + code +
             " CA HA SING N N\n" + code + " C O DOUB N N\n" + code + " C OXT SING N N\n" + code +
             " OXT HXT SING N N\n" + code + " \"O1'\" HO SING N N\n" + code + " CB H1 SING N N\n" + code +
             " CB H2 SING N N\n" + code + " CB H3 SING N N\n#\n";
    };
    const std::string tail =
        "loop_\n_pdbx_chem_comp_descriptor.comp_id\n_pdbx_chem_comp_descriptor.descriptor\n"
        "LAC 'an o'clock word; _tag loop_ ?'\nLAC \"x\"\n";
    return "# comment\n" + lactic("LAC", "R", 1) + tail + lactic("LAS", "S", -1) +
           "data_ZNA\n_chem_comp.id ZNA\n_chem_comp.name \"ZINC ION\"\n_chem_comp.formula Zn\n"
           "_chem_comp.pdbx_formal_charge 2\n_chem_comp.pdbx_modified_date 2020-01-02\n_chem_comp_atom.comp_id ZNA\n"
           "_chem_comp_atom.atom_id ZN\n_chem_comp_atom.type_symbol ZN\n_chem_comp_atom.charge 2\n"
           "data_OLD\n_chem_comp.id OLD\n_chem_comp.pdbx_release_status OBS\n_chem_comp.pdbx_replaced_by LAC\n"
           "_chem_comp.formula O\n_chem_comp_atom.atom_id O\n_chem_comp_atom.type_symbol O\n"
           "data_UNK\n_chem_comp.id UNK\n_chem_comp.formula ?\n";
  }();
  return text;
}

struct Built {
  std::string bytes;
  CcdBuildReport report;
};

/// Feeds `text` in pieces of `piece` bytes.
inline Expected<Built> build(const std::string& text, bool strict = false, std::size_t piece = std::string::npos) {
  Built out;
  CcdBuilder builder("test.cif", strict, [&out](std::string_view bytes) -> Expected<void> {
    out.bytes += bytes;
    return {};
  });
  for (std::size_t at = 0; at < text.size(); at += std::min(piece, text.size() - at)) {
    if (auto fed = builder.feed(std::string_view(text).substr(at, piece)); !fed) return fed.error();
  }
  auto report = builder.finish(sha256(text));
  if (!report) return report.error();
  out.report = *std::move(report);
  return out;
}

}  // namespace maek::mol::fixture

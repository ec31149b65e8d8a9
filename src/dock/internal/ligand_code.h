// SPDX-License-Identifier: Apache-2.0
// What a ligand given as text is: a SMILES, or the code of a component of the dictionary (docs/dock.md has the rule).
#pragma once

#include <string>   // for std::string
#include <vector>   // for std::vector

#include "base/expected.h"   // for Expected
#include "mol/ccd.h"         // for ComponentDictionary
#include "mol/molecule.h"    // for Molecule

namespace maek::dock {

/// "ccd:478" is the component 478, always. Text that is a valid SMILES is that SMILES, also where a component has that
/// code ("CN"), with a note. What else looks like a code (up to five digits and upper-case letters) is looked up in the
/// dictionary `given` (or the usual one). Hydrogens and coordinates of the component are left out: they are made anew
/// from the graph. Errors: SMILES:column for a SMILES; kNotFound for an unknown code, with what to do.
Expected<mol::Molecule> ligand_from_text(const std::string& text, const std::string& given,
                                         std::vector<std::string>& notes);

/// molecule_from_residue that asks the dictionary when the bond orders are not known otherwise, if there is one.
Expected<mol::Molecule> residue_with_dictionary(const mol::Structure& structure, mol::ResidueIndex residue,
                                                const std::string& given);

}  // namespace maek::dock

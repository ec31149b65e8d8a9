// SPDX-License-Identifier: Apache-2.0
#include "dock/internal/ligand_code.h"

#include <fmt/format.h>

#include "mol/chemistry.h"   // for remove_hydrogens

namespace maek::dock {
namespace {

using mol::ComponentDictionary;
using mol::Molecule;

constexpr std::string_view kPrefix = "ccd:";

Expected<ComponentDictionary> open_dictionary(const std::string& given) {
  const auto path = mol::find_dictionary(given);
  if (!path) return path.error();
  return ComponentDictionary::open(*path);
}

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::string upper(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
  return text;
}

Expected<Molecule> ligand_of_code(const ComponentDictionary& dictionary, const std::string& code,
                                  std::vector<std::string>& notes) {
  const auto component = dictionary.find(code);
  if (!component) return component.error();
  const auto whole = mol::molecule_from_component(*component, &notes);
  if (!whole) return whole.error();
  notes.push_back(fmt::format("the ligand is the component {} ({}) of the dictionary of {} (sha256:{})", code,
                              component->name, dictionary.source().modified, dictionary.source().digest.hex()));
  if (component->obsolete()) {
    notes.push_back(fmt::format("the component {} is obsolete{}", code,
                                component->replaced_by.empty() ? "" : ", replaced by " + component->replaced_by));
  }
  return mol::remove_hydrogens(*whole);
}

}  // namespace

Expected<Molecule> ligand_from_text(const std::string& text, const std::string& given,
                                    std::vector<std::string>& notes) {
  const std::string word = trimmed(text);
  if (word.starts_with(kPrefix)) {
    const auto dictionary = open_dictionary(given);
    if (!dictionary) return dictionary.error();
    const std::string code = word.substr(kPrefix.size());
    return ligand_of_code(*dictionary, dictionary->contains(code) ? code : upper(code), notes);
  }
  auto smiles = mol::read_smiles(text);
  if (!mol::looks_like_component_code(word)) return smiles;
  if (smiles) {
    notes.push_back(fmt::format("'{0}' is read as a SMILES; ccd:{0} would be the component of that code", word));
    return smiles;
  }
  const auto dictionary = open_dictionary(given);
  if (!dictionary) {
    const Error& error = dictionary.error();
    return Error{error.code,
                 fmt::format("{}; nor can '{}' be looked up as a component: {}: {}", smiles.error().message, word,
                             error.where, error.message),
                 smiles.error().where, error.hint};
  }
  if (!dictionary->contains(word)) {
    return Error{ErrorCode::kNotFound,
                 fmt::format("{}; nor has the component dictionary (of {}) the code '{}'", smiles.error().message,
                             dictionary->source().modified, word),
                 smiles.error().where, "Give the SMILES of the ligand."};
  }
  return ligand_of_code(*dictionary, word, notes);
}

Expected<Molecule> residue_with_dictionary(const mol::Structure& structure, mol::ResidueIndex residue,
                                           const std::string& given) {
  auto molecule = mol::molecule_from_residue(structure, residue, nullptr);
  if (molecule || molecule.error().code != ErrorCode::kNotFound) return molecule;
  const auto dictionary = open_dictionary(given);
  // A dictionary that was named must be readable; the usual one is a help that may be absent.
  if (!dictionary) return given.empty() ? std::move(molecule) : Expected<Molecule>(dictionary.error());
  return mol::molecule_from_residue(structure, residue, nullptr, &*dictionary);
}

}  // namespace maek::dock

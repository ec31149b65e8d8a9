// SPDX-License-Identifier: Apache-2.0
// The flat diagram: ligand as a structural formula, residues as boxes around it, interactions as coloured lines.
#include <fmt/format.h>   // for fmt::format

#include <algorithm>      // for std::sort, std::min
#include <map>            // for std::map
#include <set>            // for std::set
#include <tuple>          // for std::tuple

#include "mol/internal/flat_layout.h"        // for place_boxes
#include "mol/internal/flat_molecule.h"      // for lay_flat
#include "mol/internal/interaction_ends.h"   // for ends_of
#include "mol/internal/palette.h"            // for interaction_colour
#include "mol/internal/picture_frame.h"      // for Frame
#include "mol/picture.h"                     // for draw_interactions

namespace maek::mol {
namespace {

using namespace internal;   // the file is the picture's own room

constexpr double kBondLength = 1.5;         // of the layout
constexpr double kLargestBond = 66;         // pixels at unit size
constexpr double kLigandShare = 0.6;       // of the body's width and height that the formula may take
constexpr double kSiteReach = 8.0;          // Å: everything that find_interactions sees
constexpr std::size_t kMaxBoxes = 40;

/// One line of the diagram.
struct Contact {
  InteractionKind kind;
  std::int32_t residue;
  Point target;                 // on the page
  double distance;
  bool ligand_is_donor;
};

/// The formula on the page.
struct Formula {
  FlatMolecule flat;
  double bond = 40;                                  // pixels
  std::map<std::int32_t, std::int32_t> place;        // molecule atom -> flat atom
};

Formula fit_formula(FlatMolecule flat, const Frame& frame) {
  Point low = flat.atoms[0].at, high = low;
  for (const FlatAtom& atom : flat.atoms) {
    low = {std::min(low.x, atom.at.x), std::min(low.y, atom.at.y)};
    high = {std::max(high.x, atom.at.x), std::max(high.y, atom.at.y)};
  }
  const Point size = high - low;
  double scale = kLargestBond * frame.unit / kBondLength;
  if (size.x > 0) scale = std::min(scale, kLigandShare * frame.body.width / size.x);
  if (size.y > 0) scale = std::min(scale, kLigandShare * frame.body.height / size.y);
  Formula formula{std::move(flat), scale * kBondLength, {}};
  const Point middle = frame.body.centre() - scale * (0.5 * (low + high));
  for (std::size_t i = 0; i < formula.flat.atoms.size(); ++i) {
    FlatAtom& atom = formula.flat.atoms[i];
    atom.at = middle + scale * atom.at;
    formula.place[atom.index] = static_cast<std::int32_t>(i);
  }
  return formula;
}

/// A residue's name, and the value that the caller wants to see at it.
std::string box_label(const Structure& receptor, ResidueIndex residue, const PictureOptions& options) {
  std::string label = residue_label(receptor, residue);
  for (const auto& [at, value] : options.residue_values) {
    if (at == residue) label += "  " + value;
  }
  return label;
}

/// Of hydrophobic contacts one line for a residue, to the nearest ligand atom; of the others every one.
std::vector<Contact> contacts_of(const std::vector<Interaction>& interactions, const Site& ligand, const Site& pocket,
                                 const Formula& formula) {
  std::vector<Contact> contacts;
  std::map<std::int32_t, Contact> nearest;   // hydrophobic, by residue
  std::set<std::int32_t> polar;
  for (const Interaction& interaction : interactions) {
    const InteractionEnds ends = ends_of(interaction, ligand, pocket);
    if (ends.ligand.atoms.empty() || ends.receptor.atoms.empty()) continue;
    Point target;
    for (const std::int32_t i : ends.ligand.atoms) {
      const std::int32_t atom = ligand.atoms[static_cast<std::size_t>(i)].index;
      target = target + formula.flat.atoms[static_cast<std::size_t>(formula.place.at(atom))].at;
    }
    target = (1.0 / static_cast<double>(ends.ligand.atoms.size())) * target;
    const std::int32_t residue = pocket.atoms[static_cast<std::size_t>(ends.receptor.atoms[0])].residue;
    const Contact contact{interaction.kind, residue, target, interaction.distance, interaction.ligand_is_donor};
    if (interaction.kind != InteractionKind::kHydrophobic) {
      // Both oxygens of an acid at one atom: one line, the shorter distance.
      const auto same = std::find_if(contacts.begin(), contacts.end(), [&](const Contact& c) {
        return c.kind == contact.kind && c.residue == contact.residue && length(c.target - contact.target) < 1;
      });
      if (same != contacts.end()) {
        same->distance = std::min(same->distance, contact.distance);
        continue;
      }
      contacts.push_back(contact);
      polar.insert(residue);
      continue;
    }
    const auto [it, added] = nearest.try_emplace(residue, contact);
    if (!added && contact.distance < it->second.distance) it->second = contact;
  }
  for (const auto& [residue, contact] : nearest) {
    if (!polar.contains(residue)) contacts.push_back(contact);
  }
  return contacts;
}

void draw_wedge(Point a, Point b, bool hashed, double bond, double width, Drawing& drawing) {
  const Point along = (1 / length(b - a)) * (b - a);
  const Point across{-along.y, along.x};
  const double half = bond * 0.085;
  if (!hashed) {
    drawing.shapes.push_back(
        Polyline{{a, b + half * across, b - half * across}, true, kInk, Stroke{kInk, width * 0.5}});
    return;
  }
  constexpr int kHashes = 6;
  for (int k = 0; k <= kHashes; ++k) {
    const double t = 0.08 + 0.92 * k / kHashes;
    const Point middle = a + t * (b - a);
    drawing.shapes.push_back(
        Polyline{{middle + t * half * across, middle - t * half * across}, false, {}, Stroke{kInk, width * 0.8}});
  }
}

/// A line between two atoms, each half in the colour of its atom.
void draw_line(Point a, Point b, Colour ca, Colour cb, double width, Drawing& drawing) {
  const Point middle = 0.5 * (a + b);
  drawing.shapes.push_back(Polyline{{a, middle}, false, {}, Stroke{ca, width}});
  drawing.shapes.push_back(Polyline{{middle, b}, false, {}, Stroke{cb, width}});
}

Colour ink_of(Element element) {
  return element == Element::kC ? kInk : mix(element_colour(element, kInk), kInk, 0.12);
}

/// Bonds end short of written atoms so that letters stay free.
Point shortened(Point from, Point to, bool labelled, double by) {
  return labelled ? from + (by / length(to - from)) * (to - from) : from;
}

void draw_bonds(const Formula& formula, Drawing& drawing) {
  const double width = std::max(1.2, formula.bond * 0.055), gap = formula.bond * 0.125, clear = formula.bond * 0.25;
  for (const FlatBond& bond : formula.flat.bonds) {
    const FlatAtom& a = formula.flat.atoms[static_cast<std::size_t>(bond.a)];
    const FlatAtom& b = formula.flat.atoms[static_cast<std::size_t>(bond.b)];
    if (length(b.at - a.at) < 1e-6) continue;
    const Point from = shortened(a.at, b.at, a.labelled, clear), to = shortened(b.at, a.at, b.labelled, clear);
    const Colour ca = ink_of(a.element), cb = ink_of(b.element);
    if (bond.stroke != FlatStroke::kPlain) {
      draw_wedge(from, to, bond.stroke == FlatStroke::kHash, formula.bond, width, drawing);
      continue;
    }
    const Point along = (1 / length(to - from)) * (to - from);
    const Point across{-along.y, along.x};
    if (bond.order == 1 || bond.order == 3 || bond.inner_side != 0) draw_line(from, to, ca, cb, width, drawing);
    if (bond.order == 3 || (bond.order == 2 && bond.inner_side == 0)) {
      const double shift = bond.order == 3 ? gap : gap / 2;
      for (const double s : {-shift, shift}) draw_line(from + s * across, to + s * across, ca, cb, width, drawing);
    } else if (bond.order == 2) {
      const double inset = formula.bond * 0.12;
      const Point shift = bond.inner_side * gap * across;
      draw_line((a.labelled ? from : from + inset * along) + shift, (b.labelled ? to : to - inset * along) + shift, ca,
                cb, width, drawing);
    }
  }
}

/// What is written at the atoms, and where.
struct AtomTexts {
  std::vector<Text> texts;
  std::vector<Rectangle> areas;
};

AtomTexts write_atoms(const Formula& formula) {
  AtomTexts written;
  const double size = std::max(7.0, formula.bond * 0.40);
  for (std::size_t i = 0; i < formula.flat.atoms.size(); ++i) {
    const FlatAtom& atom = formula.flat.atoms[i];
    if (!atom.labelled) continue;
    double lean = 0;   // of the neighbours: hydrogens go to the other side
    for (const FlatBond& bond : formula.flat.bonds) {
      if (bond.a == static_cast<std::int32_t>(i))
        lean += formula.flat.atoms[static_cast<std::size_t>(bond.b)].at.x - atom.at.x;
      if (bond.b == static_cast<std::int32_t>(i))
        lean += formula.flat.atoms[static_cast<std::size_t>(bond.a)].at.x - atom.at.x;
    }
    const bool left = lean > formula.bond * 0.3 && atom.hydrogens > 0;
    const std::vector<TextRun> runs = atom_text(atom, left);
    // The element's letter, not the whole text, is centred on the atom.
    const double letter = text_width(symbol(atom.element), size, true);
    double before = 0;
    for (const TextRun& run : runs) {
      if (!left || run.text == symbol(atom.element)) break;
      before += text_width(run.text, size * run.scale, true);
    }
    const double x = atom.at.x - letter / 2 - before;
    const Rectangle area{x, atom.at.y - size * 0.5, text_width(runs, size, true), size};
    written.areas.push_back(area.grown(size * 0.18));
    written.texts.push_back(
        {{x, atom.at.y + size * 0.36}, runs, size, ink_of(atom.element), true, Anchor::kStart, size * 0.12});
  }
  return written;
}

/// Where the line from `from` to an atom's centre meets the atom's clearing: its written text or a small circle.
Point line_end(Point from, Point target, const std::vector<Rectangle>& texts, double clear) {
  const double whole = length(target - from);
  constexpr int kSteps = 200;
  for (int k = 0; k <= kSteps; ++k) {
    const Point p = from + (static_cast<double>(k) / kSteps) * (target - from);
    if (length(target - p) <= std::min(clear, whole)) return p;
    for (const Rectangle& text : texts) {
      if (text.contains(target) && text.contains(p)) return p;
    }
  }
  return target;
}

/// A soft glow under the atoms that interact, in the colour of the interaction.
void draw_glow(const std::vector<Contact>& contacts, const Formula& formula, Drawing& drawing) {
  for (const Contact& contact : contacts) {
    if (contact.kind == InteractionKind::kHydrophobic) continue;
    Colour soft = mix(interaction_colour(contact.kind), {1, 1, 1, 1}, 0.80);
    drawing.shapes.push_back(Circle{contact.target, formula.bond * 0.42, soft, {}});
  }
}

/// The visible part of a contact's line.
struct Line {
  Point from, to;
};

void draw_contact(const Contact& contact, const Line& line, double u, Drawing& drawing) {
  const Colour c = interaction_colour(contact.kind);
  const bool faint = contact.kind == InteractionKind::kHydrophobic;
  Stroke stroke{faint ? mix(c, {1, 1, 1, 1}, 0.35) : c, (faint ? 1.6 : 2.4) * u, {6 * u, 5 * u}};
  if (faint) stroke.dashes = {0.1, 5 * u};
  drawing.shapes.push_back(Polyline{{line.from, line.to}, false, {}, stroke});
}

void draw_distance(const Contact& contact, const Line& line, double u, Drawing& drawing) {
  const double size = 13 * u;
  if (contact.kind == InteractionKind::kHydrophobic || length(line.to - line.from) < size) return;
  const Point middle = 0.5 * (line.from + line.to);
  drawing.shapes.push_back(Text{{middle.x, middle.y + size * 0.36},
                                {{fmt::format("{:.1f}", contact.distance)}},
                                size,
                                mix(interaction_colour(contact.kind), kInk, 0.2),
                                true,
                                Anchor::kMiddle,
                                3.5 * u});
}

void draw_box(const std::string& label, Colour tone, const FlatBox& box, double u, bool polar, Drawing& drawing) {
  Box shape{box.area, 9 * u, mix(tone, {1, 1, 1, 1}, polar ? 0.86 : 0.92),
            Stroke{mix(tone, {1, 1, 1, 1}, polar ? 0.1 : 0.5), (polar ? 1.8 : 1.2) * u}};
  drawing.shapes.push_back(shape);
  const double size = 14 * u;
  drawing.shapes.push_back(Text{{box.area.centre().x, box.area.centre().y + size * 0.36},
                                {{label}},
                                size,
                                mix(tone, kInk, 0.45),
                                polar,
                                Anchor::kMiddle});
}

std::vector<LegendEntry> legend_of(const std::vector<Contact>& contacts) {
  std::vector<LegendEntry> legend;
  std::set<InteractionKind> kinds;
  for (const Contact& contact : contacts) kinds.insert(contact.kind);
  for (const InteractionKind kind : kinds) {
    const bool distances = kind != InteractionKind::kHydrophobic;
    legend.push_back({fmt::format("{}{}", to_string(kind), distances ? " [Å]" : ""), interaction_colour(kind),
                      distances ? std::vector<double>{6, 5} : std::vector<double>{0.1, 5}, 2.4});
  }
  return legend;
}

}  // namespace

Expected<std::string> draw_interactions(const Structure& receptor, const Molecule& pose,
                                        const std::vector<Interaction>& interactions, PictureFormat format,
                                        const PictureOptions& options) {
  const Expected<void> checked = check_picture(pose, options);
  if (!checked) return checked.error();
  Expected<FlatMolecule> flat = lay_flat(pose.atoms(), pose.bonds(), pose.positions());
  if (!flat) return flat.error();
  const Site ligand = ligand_site(pose.atoms(), pose.bonds(), pose.positions());
  const Site pocket = receptor_site(receptor, pose.positions(), kSiteReach);
  // The kinds are needed for the legend, the legend for the body, the body for the places: one row is assumed first.
  const Frame frame = lay_out(options, {{"kinds", kInk}});
  const Formula formula = fit_formula(std::move(*flat), frame);
  const std::vector<Contact> contacts = contacts_of(interactions, ligand, pocket, formula);

  const double u = frame.unit, clear = formula.bond * 0.32;
  std::vector<FlatBox> boxes;
  std::vector<std::int32_t> residues;
  for (const bool polar : {true, false}) {
    for (const Contact& contact : contacts) {
      if ((contact.kind != InteractionKind::kHydrophobic) != polar) continue;
      auto it = std::find(residues.begin(), residues.end(), contact.residue);
      if (it == residues.end()) {
        if (residues.size() >= kMaxBoxes) continue;
        const std::string label = fit_text(box_label(receptor, contact.residue, options), 14 * u, polar, 160 * u);
        FlatBox box;
        box.width = text_width(label, 14 * u, polar) + 22 * u;
        box.height = 30 * u;
        box.pull = polar ? 1.0 : 0.8;
        boxes.push_back(box);
        residues.push_back(contact.residue);
        it = residues.end() - 1;
      }
      boxes[static_cast<std::size_t>(it - residues.begin())].targets.push_back(contact.target);
    }
  }
  FlatObstacles obstacles;
  obstacles.page = frame.body.grown(-16 * u);
  obstacles.clearance = 52 * u;
  for (const FlatAtom& atom : formula.flat.atoms) obstacles.atoms.push_back(atom.at);
  const AtomTexts written = write_atoms(formula);
  for (const Rectangle& text : written.areas) {   // wide texts need room at both ends
    obstacles.atoms.push_back({text.x + text.height / 2, text.centre().y});
    obstacles.atoms.push_back({text.x + text.width - text.height / 2, text.centre().y});
  }
  for (const FlatBond& bond : formula.flat.bonds) {
    obstacles.bonds.emplace_back(formula.flat.atoms[static_cast<std::size_t>(bond.a)].at,
                                 formula.flat.atoms[static_cast<std::size_t>(bond.b)].at);
  }
  place_boxes(obstacles, boxes);

  Drawing drawing;
  drawing.width = options.width;
  drawing.height = options.height;
  drawing.title = fit_text(options.title.empty() ? "Interactions of the ligand" : options.title, 1, false, 500);
  drawing.description = fit_text(fmt::format("{} interactions of a ligand with {} residues. {}", contacts.size(),
                                             residues.size(), options.caption),
                                 1, false, 1000);
  draw_glow(contacts, formula, drawing);
  const auto area_of = [&](std::int32_t residue) -> const Rectangle* {
    const auto it = std::find(residues.begin(), residues.end(), residue);
    return it == residues.end() ? nullptr : &boxes[static_cast<std::size_t>(it - residues.begin())].area;
  };
  std::vector<std::pair<Contact, Line>> lines;
  for (const Contact& contact : contacts) {
    const Rectangle* area = area_of(contact.residue);
    if (area == nullptr) continue;
    const Point from = edge_towards(*area, contact.target);
    lines.emplace_back(contact, Line{from, line_end(from, contact.target, written.areas, clear)});
  }
  for (const auto& [contact, line] : lines) draw_contact(contact, line, u, drawing);
  draw_bonds(formula, drawing);
  for (const Text& text : written.texts) drawing.shapes.emplace_back(text);
  for (const auto& [contact, line] : lines) draw_distance(contact, line, u, drawing);
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    const Residue& residue = receptor.residues[static_cast<std::size_t>(residues[i])];
    const bool polar = std::any_of(contacts.begin(), contacts.end(), [&](const Contact& c) {
      return c.residue == residues[i] && c.kind != InteractionKind::kHydrophobic;
    });
    const std::string label = fit_text(box_label(receptor, residues[i], options), 14 * u, polar, 160 * u);
    draw_box(label, residue_colour(residue.name), boxes[i], u, polar, drawing);
  }
  add_frame(options, legend_of(contacts), frame, drawing);
  return encode(drawing, format);
}

}  // namespace maek::mol

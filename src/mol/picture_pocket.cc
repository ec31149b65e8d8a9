// SPDX-License-Identifier: Apache-2.0
// The pocket picture: view, solid parts by ray casting, labels and distances on top.
#include <fmt/format.h>   // for fmt::format

#include <algorithm>      // for std::sort, std::max
#include <map>            // for std::map
#include <set>            // for std::set

#include "mol/internal/interaction_ends.h"   // for ends_of
#include "mol/internal/label_placement.h"    // for LabelPlacer
#include "mol/internal/palette.h"            // for residue_colour
#include "mol/internal/picture_frame.h"      // for Frame
#include "mol/internal/pocket_sticks.h"      // for add_pocket_sticks
#include "mol/internal/pocket_view.h"        // for choose_view
#include "mol/internal/ray_scene.h"          // for cast_rays
#include "mol/picture.h"                     // for draw_pocket

namespace maek::mol {
namespace {

using namespace internal;   // the file is the picture's own room

constexpr double kPocketRadius = 5.0;      // Å around the ligand
constexpr double kRibbonReach = 6.5;       // Å: residues whose stretch of backbone is drawn
constexpr double kAcross = 4.6, kUpDown = 3.4;   // Å of pocket kept in view around the ligand
constexpr double kLargestScale = 75;       // pixels per Å at unit size: a fragment does not fill the page
constexpr double kNear = 4.2;              // Å: residues that are named although no criterion is met
constexpr std::size_t kMaxLabels = 30;

struct Dash {
  InteractionKind kind;
  Position ligand, receptor;   // view coordinates
  double distance;
};

/// What the picture is made from, computed once.
struct Scene {
  Site pocket, ligand;
  View view;
  std::vector<InteractionEnds> ends;   // of each interaction
  std::vector<bool> touched;           // pocket atoms at the end of a drawn interaction
  std::map<std::int32_t, int> rank;    // residue -> 0 polar, 1 hydrophobic only, 2 merely near
};

bool drawn_as_dashes(InteractionKind kind) { return kind != InteractionKind::kHydrophobic; }

Scene make_scene(const Structure& receptor, const Molecule& pose, const std::vector<Interaction>& interactions) {
  Scene scene;
  scene.ligand = ligand_site(pose.atoms(), pose.bonds(), pose.positions());
  std::vector<Position> heavy;
  for (const SiteAtom& atom : scene.ligand.atoms) heavy.push_back(atom.position);
  scene.pocket = receptor_site(receptor, heavy, kPocketRadius);
  std::vector<Position> around;
  for (const SiteAtom& atom : scene.pocket.atoms) around.push_back(atom.position);
  scene.view = choose_view(heavy, around);
  scene.touched.assign(scene.pocket.atoms.size(), false);
  for (const Interaction& interaction : interactions) {
    scene.ends.push_back(ends_of(interaction, scene.ligand, scene.pocket));
    for (const std::int32_t i : scene.ends.back().receptor.atoms) {
      const auto atom = static_cast<std::size_t>(i);
      const bool dashed = drawn_as_dashes(interaction.kind);
      if (dashed) scene.touched[atom] = true;
      const auto [it, added] = scene.rank.try_emplace(scene.pocket.atoms[atom].residue, dashed ? 0 : 1);
      if (!added && dashed) it->second = 0;
    }
  }
  for (const ResidueIndex near : residues_within(receptor, heavy, kNear)) scene.rank.try_emplace(near, 2);
  return scene;
}

std::vector<LegendEntry> legend_of(const Molecule* reference, const std::vector<Interaction>& interactions) {
  std::vector<LegendEntry> legend{{"pose", kLigandCarbon, {}, 7}};
  if (reference != nullptr) legend.push_back({"reference", kReferenceColour, {}, 4});
  std::set<InteractionKind> kinds;
  for (const Interaction& i : interactions) kinds.insert(i.kind);
  for (const InteractionKind kind : kinds) {
    if (drawn_as_dashes(kind)) legend.push_back({to_string(kind), interaction_colour(kind), {5, 5}, 3});
  }
  return legend;
}

/// Scale and centre such that the ligand and some pocket around it fill the body.
RaySettings fit(const Scene& scene, const Frame& frame) {
  Position low = scene.view.look(scene.ligand.atoms[0].position), high = low;
  for (const SiteAtom& atom : scene.ligand.atoms) {
    const Position p = scene.view.look(atom.position);
    low = {std::min(low.x, p.x), std::min(low.y, p.y), std::min(low.z, p.z)};
    high = {std::max(high.x, p.x), std::max(high.y, p.y), std::max(high.z, p.z)};
  }
  RaySettings settings;
  settings.width = static_cast<int>(frame.body.width);
  settings.height = static_cast<int>(frame.body.height);
  settings.edge = 40 * frame.unit;
  settings.pixels_per_angstrom =
      std::min({frame.body.width / (high.x - low.x + 2 * kAcross), frame.body.height / (high.y - low.y + 2 * kUpDown),
                kLargestScale * frame.unit});
  const Point middle{settings.width / 2.0, settings.height / 2.0};
  settings.centre = {middle.x - settings.pixels_per_angstrom * (low.x + high.x) / 2,
                     middle.y + settings.pixels_per_angstrom * (low.y + high.y) / 2};
  settings.near_z = high.z + 2.0;
  settings.far_z = low.z - 9.0;
  return settings;
}

/// From view coordinates to the page.
struct Lens {
  Point centre;
  double scale = 1;
  Point operator()(Position viewed) const { return {centre.x + scale * viewed.x, centre.y - scale * viewed.y}; }
};

void label_distances(const std::vector<Dash>& dashes, const Lens& lens, double u, LabelPlacer& placer,
                     Drawing& drawing) {
  for (const Dash& dash : dashes) {
    const Point a = lens(dash.ligand), b = lens(dash.receptor);
    const Point middle = 0.5 * (a + b), along = b - a;
    const std::string text = fmt::format("{:.1f} Å", dash.distance);
    const double size = 14 * u, width = text_width(text, size, true), height = size * 1.05;
    // Beside the dashes rather than on them: the shunned point lies across the line.
    const Point shun = middle + Point{along.y, -along.x};
    const auto area = placer.place(middle, shun, width, height, 26 * u);
    if (!area) continue;
    drawing.shapes.push_back(Text{{area->centre().x, area->y + height - size * 0.18},
                                  {{text}},
                                  size,
                                  mix(interaction_colour(dash.kind), kInk, 0.25),
                                  true,
                                  Anchor::kMiddle,
                                  2.5 * u});
  }
}

/// Where a residue is on the page: the middle of its shown side chain, nearer to its end that touches the ligand.
Point anchor_of(const Scene& scene, std::int32_t residue, const std::vector<bool>& shown, const Structure& receptor,
                const Lens& lens) {
  Point sum;
  double weight = 0;
  for (std::size_t i = 0; i < scene.pocket.atoms.size(); ++i) {
    const SiteAtom& atom = scene.pocket.atoms[i];
    if (atom.residue != residue || !shown[i]) continue;
    const std::string& name = receptor.atoms[static_cast<std::size_t>(atom.index)].name;
    const double w = name == "CA" || name == "N" || name == "C" || name == "O" ? 0.2 : 1;
    sum = sum + w * lens(scene.view.look(atom.position));
    weight += w;
  }
  return weight > 0 ? (1 / weight) * sum : sum;
}

void label_residues(const Structure& receptor, const Scene& scene, const std::vector<bool>& shown, const Lens& lens,
                    const Frame& frame, LabelPlacer& placer, Drawing& drawing) {
  std::vector<std::pair<int, std::int32_t>> order;   // polar ones first: they must find a place
  for (const auto& [residue, rank] : scene.rank) order.emplace_back(rank, residue);
  std::sort(order.begin(), order.end());
  if (order.size() > kMaxLabels) order.resize(kMaxLabels);
  const double u = frame.unit;
  Point ligand;
  for (const SiteAtom& atom : scene.ligand.atoms) ligand = ligand + lens(scene.view.look(atom.position));
  ligand = (1.0 / static_cast<double>(scene.ligand.atoms.size())) * ligand;
  for (const auto& [rank, residue] : order) {
    const Residue& r = receptor.residues[static_cast<std::size_t>(residue)];
    const Point anchor = anchor_of(scene, residue, shown, receptor, lens);
    if (!frame.body.contains(anchor)) continue;
    const std::string text = fit_text(residue_label(receptor, residue), 15 * u, true, 200 * u);
    const double size = (rank == 0 ? 16 : rank == 1 ? 13.5 : 12) * u;
    const double width = text_width(text, size, rank == 0) + 10 * u, height = size * 1.4;
    const auto area = placer.place(anchor, ligand, width, height, 90 * u);
    if (!area) continue;
    const Point edge = edge_towards(*area, anchor);
    if (length(anchor - edge) > 16 * u && !area->contains(anchor)) {
      const Colour faint = mix(kFaintInk, {1, 1, 1, 1}, 0.35);
      drawing.shapes.push_back(Polyline{{edge, anchor}, false, {}, Stroke{faint, 1.1 * u}});
    }
    Colour veil{1, 1, 1, 0.78};
    drawing.shapes.push_back(Box{*area, height * 0.35, veil, {}});
    drawing.shapes.push_back(Text{{area->centre().x, area->centre().y + size * 0.36},
                                  {{text}},
                                  size,
                                  rank == 2 ? kFaintInk : mix(residue_colour(r.name), kInk, rank == 0 ? 0.35 : 0.2),
                                  rank == 0,
                                  Anchor::kMiddle});
  }
}

}  // namespace

Expected<std::string> draw_pocket(const Structure& receptor, const Molecule& pose, const Molecule* reference,
                                  const std::vector<Interaction>& interactions, PictureFormat format,
                                  const PictureOptions& options) {
  const Expected<void> checked = check_picture(pose, options);
  if (!checked) return checked.error();
  if (reference != nullptr && !check_picture(*reference, options)) reference = nullptr;
  const Scene scene = make_scene(receptor, pose, interactions);
  if (scene.ligand.atoms.empty()) {
    return Error{ErrorCode::kInvalidArgument, "the pose has no heavy atom to draw", "pose", "give a molecule"};
  }
  const std::vector<LegendEntry> legend = legend_of(reference, interactions);
  const Frame frame = lay_out(options, legend);
  const RaySettings settings = fit(scene, frame);
  const std::vector<bool> shown = shown_atoms(receptor, scene.pocket, scene.touched);

  std::vector<Stick> sticks;
  std::vector<Position> heavy;
  for (const SiteAtom& atom : scene.ligand.atoms) heavy.push_back(atom.position);
  add_ribbon(receptor, residues_within(receptor, heavy, kRibbonReach), scene.view, sticks);
  std::vector<bool> stressed;
  for (const SiteAtom& atom : scene.pocket.atoms) {
    const auto it = scene.rank.find(atom.residue);
    stressed.push_back(it != scene.rank.end() && it->second == 0);
  }
  add_pocket_sticks(scene.pocket, shown, stressed, scene.view, sticks);
  if (reference != nullptr) {
    add_reference_sticks(ligand_site(reference->atoms(), reference->bonds(), reference->positions()), scene.view,
                         sticks);
  }
  add_ligand_sticks(scene.ligand, scene.view, sticks);
  std::vector<Dash> dashes;
  for (std::size_t i = 0; i < interactions.size(); ++i) {
    const InteractionEnds& ends = scene.ends[i];
    if (!drawn_as_dashes(interactions[i].kind) || ends.ligand.atoms.empty() || ends.receptor.atoms.empty()) continue;
    add_dashes(ends.ligand.position, ends.receptor.position, interaction_colour(interactions[i].kind), scene.view,
               sticks);
    dashes.push_back({interactions[i].kind, scene.view.look(ends.ligand.position),
                      scene.view.look(ends.receptor.position), interactions[i].distance});
  }
  RayPicture picture = cast_rays(sticks, settings);
  picture.image.area = {frame.body.x, frame.body.y, static_cast<double>(settings.width),
                        static_cast<double>(settings.height)};
  const Lens lens{settings.centre + Point{frame.body.x, frame.body.y}, settings.pixels_per_angstrom};

  Drawing drawing;
  drawing.width = options.width;
  drawing.height = options.height;
  drawing.title = fit_text(options.title.empty() ? "Binding pocket" : options.title, 1, false, 500);
  drawing.description = fit_text(
      fmt::format("A ligand pose in its pocket with {} residues that touch it. {}", scene.rank.size(), options.caption),
      1, false, 1000);
  drawing.shapes.emplace_back(std::move(picture.image));
  LabelPlacer placer(CoverageSums(picture.coverage, settings.width, settings.height, {frame.body.x, frame.body.y}),
                     frame.body.grown(-6 * frame.unit));
  label_distances(dashes, lens, frame.unit, placer, drawing);
  label_residues(receptor, scene, shown, lens, frame, placer, drawing);
  add_frame(options, legend, frame, drawing);
  return encode(drawing, format);
}

}  // namespace maek::mol

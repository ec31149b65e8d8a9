// SPDX-License-Identifier: Apache-2.0
// Filling the search grid: a vector of neighbouring points at a time, all maps of one radius from one pair of exponentials.
// Included once for each instruction set; see search_kernel.cc.
#if defined(MAEK_DOCK_LANE_GRID_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef MAEK_DOCK_LANE_GRID_INL_H_
#undef MAEK_DOCK_LANE_GRID_INL_H_
#else
#define MAEK_DOCK_LANE_GRID_INL_H_
#endif

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace maek::dock::internal {
namespace HWY_NAMESPACE {

/// Planes z_begin .. z_end - 1 of every map.
inline void fill_grid(const Receptor& receptor, const ScoringFunction& function, SearchGrid& grid, std::int32_t z_begin,
                      std::int32_t z_end) {
  constexpr std::int32_t kBlock = 16;  // points along x that share a neighbour list; the same for every vector length
  constexpr std::int32_t kRows = 4;  // rows along y that share it, too
  const auto lanes = static_cast<std::int32_t>(hn::Lanes(F()));
  const PairConstants constants(function);
  const std::int32_t nx = grid.cells[0] + 1, ny = grid.cells[1] + 1;
  const std::size_t maps = grid.types.size(), points = grid.points();

  // Maps sorted into classes of equal radius: the contact energy is the same within a class.
  std::vector<double> radii;
  std::vector<std::vector<std::size_t>> members;
  for (std::size_t m = 0; m < maps; ++m) {
    const double radius = function.radius[static_cast<std::size_t>(grid.types[m])];
    const auto found = std::find(radii.begin(), radii.end(), radius);
    if (found == radii.end()) {
      radii.push_back(radius);
      members.push_back({m});
    } else {
      members[static_cast<std::size_t>(found - radii.begin())].push_back(m);
    }
  }

  LaneArray ramp(static_cast<std::size_t>(lanes));
  for (std::int32_t l = 0; l < lanes; ++l) ramp.data()[l] = static_cast<float>(l);
  const V cutoff = splat(static_cast<float>(kCutoffSquared)), tiny = splat(1e-6F);
  LaneArray sums(maps * static_cast<std::size_t>(lanes)), buffer(static_cast<std::size_t>(lanes));
  const double h = grid.spacing;

  struct Near {
    float x, y, z, radius;
    XsType type;
  };
  std::vector<Near> near;
  for (std::int32_t z = z_begin; z < z_end; ++z) {
    for (std::int32_t y0 = 0; y0 < ny; y0 += kRows) {
      for (std::int32_t x0 = 0; x0 < nx; x0 += kBlock) {
        near.clear();
        const Position middle{grid.begin[0] + h * (x0 + (kBlock - 1) / 2.0),
                              grid.begin[1] + h * (y0 + (kRows - 1) / 2.0), grid.begin[2] + h * z};
        const double reach = kCutoff + h * std::sqrt((kBlock / 2.0) * (kBlock / 2.0) + (kRows / 2.0) * (kRows / 2.0));
        receptor.cells->within(middle, reach, [&](std::int32_t atom, double) {
          const Position p = receptor.positions[static_cast<std::size_t>(atom)];
          const XsType type = receptor.types[static_cast<std::size_t>(atom)];
          if (!meets_receptor(type)) return;
          near.push_back({static_cast<float>(p.x), static_cast<float>(p.y), static_cast<float>(p.z),
                          static_cast<float>(function.radius[static_cast<std::size_t>(type)]), type});
        });
        for (std::int32_t y = y0; y < std::min(y0 + kRows, ny); ++y) {
          for (std::int32_t x = x0; x < std::min(x0 + kBlock, nx); x += lanes) {
            std::memset(sums.data(), 0, sizeof(float) * sums.size());
            // From the point's own number, so that a point is at one place whatever the vector length.
            const V px = mul_add(add(splat(static_cast<float>(x)), load(ramp.data())), splat(grid.spacing),
                                 splat(grid.begin[0]));
            const float py = grid.begin[1] + static_cast<float>(y) * grid.spacing;
            const float pz = grid.begin[2] + static_cast<float>(z) * grid.spacing;
            for (const Near& atom : near) {
              const V dx = sub(px, splat(atom.x));
              const float flat = (py - atom.y) * (py - atom.y) + (pz - atom.z) * (pz - atom.z);
              const V squared = hn::Max(mul_add(dx, dx, splat(flat)), tiny);
              const M inside = hn::Lt(squared, cutoff);
              if (hn::AllFalse(F(), inside)) continue;
              const V r = hn::Sqrt(squared);
              for (std::size_t c = 0; c < radii.size(); ++c) {
                const V surface = sub(r, splat(static_cast<float>(radii[c]) + atom.radius));
                V slope;
                const V base = constants.has_gauss2 ? contact<true>(constants, surface, slope)
                                                    : contact<false>(constants, surface, slope);
                for (const std::size_t m : members[c]) {
                  V energy = base;
                  if (is_hydrophobic(grid.types[m]) && is_hydrophobic(atom.type)) {
                    energy = add(energy, step(constants, 0, surface, slope));
                  } else if (can_hydrogen_bond(grid.types[m], atom.type)) {
                    energy = add(energy, step(constants, 1, surface, slope));
                  }
                  float* sum = sums.data() + m * static_cast<std::size_t>(lanes);
                  store(add(load(sum), hn::IfThenElseZero(inside, energy)), sum);
                }
              }
            }
            const V most = splat(kGridCap);
            for (std::size_t m = 0; m < maps; ++m) {
              const V e = load(sums.data() + m * static_cast<std::size_t>(lanes));
              const V positive = hn::Max(e, hn::Zero(F()));
              const V capped = hn::Div(mul(positive, most), add(positive, most));
              store(hn::IfThenElse(hn::Gt(e, hn::Zero(F())), capped, e), buffer.data());
              float* row = grid.values.data() + m * points +
                           (static_cast<std::size_t>(z) * static_cast<std::size_t>(ny) + static_cast<std::size_t>(y)) *
                               static_cast<std::size_t>(nx);
              for (std::int32_t l = 0; l < std::min({lanes, nx - x, x0 + kBlock - x}); ++l)
                row[x + l] = buffer.data()[l];
            }
          }
        }
      }
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace maek::dock::internal
HWY_AFTER_NAMESPACE();
#endif  // per-target include guard

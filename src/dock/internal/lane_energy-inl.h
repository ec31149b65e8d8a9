// SPDX-License-Identifier: Apache-2.0
// Energy and generalised gradient of one state in each lane: placing atoms, grid, internal pairs, forces to torsions.
// Included once for each instruction set; see search_kernel.cc.
#if defined(MAEK_DOCK_LANE_ENERGY_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef MAEK_DOCK_LANE_ENERGY_INL_H_
#undef MAEK_DOCK_LANE_ENERGY_INL_H_
#else
#define MAEK_DOCK_LANE_ENERGY_INL_H_
#endif

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace maek::dock::internal {
namespace HWY_NAMESPACE {

struct V3 {
  V x, y, z;
};
HWY_INLINE V3 load3(const float* p, std::size_t lanes) { return {load(p), load(p + lanes), load(p + 2 * lanes)}; }
HWY_INLINE void store3(const V3& v, float* p, std::size_t lanes) {
  store(v.x, p);
  store(v.y, p + lanes);
  store(v.z, p + 2 * lanes);
}
HWY_INLINE V3 add3(const V3& a, const V3& b) { return {add(a.x, b.x), add(a.y, b.y), add(a.z, b.z)}; }
HWY_INLINE V3 sub3(const V3& a, const V3& b) { return {sub(a.x, b.x), sub(a.y, b.y), sub(a.z, b.z)}; }
HWY_INLINE V3 scale3(V k, const V3& a) { return {mul(k, a.x), mul(k, a.y), mul(k, a.z)}; }
HWY_INLINE V dot3(const V3& a, const V3& b) { return mul_add(a.z, b.z, mul_add(a.y, b.y, mul(a.x, b.x))); }
HWY_INLINE V3 cross3(const V3& a, const V3& b) {
  return {sub(mul(a.y, b.z), mul(a.z, b.y)), sub(mul(a.z, b.x), mul(a.x, b.z)), sub(mul(a.x, b.y), mul(a.y, b.x))};
}

/// The scoring function's constants, one vector each, ready for the inner loop.
struct PairConstants {
  V gauss1, gauss1_exponent, gauss1_slope;
  V gauss2, gauss2_offset, gauss2_exponent, gauss2_slope;
  V repulsion, repulsion_slope;
  V step_weight[2], step_bad[2], step_inverse[2], step_slope[2];   // 0 hydrophobic, 1 hydrogen bond
  bool has_gauss2;

  explicit PairConstants(const ScoringFunction& f) {
    constexpr double kLog2e = 1.44269504088896340736;
    const auto set = [](double v) { return splat(static_cast<float>(v)); };
    gauss1 = set(f.gauss1);
    gauss1_exponent = set(-kLog2e / (f.gauss1_width * f.gauss1_width));
    gauss1_slope = set(-2 / (f.gauss1_width * f.gauss1_width));
    has_gauss2 = f.gauss2 != 0;
    gauss2 = set(f.gauss2);
    gauss2_offset = set(f.gauss2_offset);
    gauss2_exponent = set(-kLog2e / (f.gauss2_width * f.gauss2_width));
    gauss2_slope = set(-2 / (f.gauss2_width * f.gauss2_width));
    repulsion = set(f.repulsion);
    repulsion_slope = set(2 * f.repulsion);
    const double weight[2] = {f.hydrophobic, f.hydrogen_bond};
    const double bad[2] = {f.hydrophobic_bad, f.hydrogen_bond_bad};
    const double good[2] = {f.hydrophobic_good, f.hydrogen_bond_good};
    for (int k = 0; k < 2; ++k) {
      step_weight[k] = set(weight[k]);
      step_bad[k] = set(bad[k]);
      step_inverse[k] = set(1 / (bad[k] - good[k]));
      step_slope[k] = set(-weight[k] / (bad[k] - good[k]));
    }
  }
};

/// Energy at surface distance x; adds dE/dx to `slope`.
template <bool kGauss2>
HWY_INLINE V contact(const PairConstants& c, V x, V& slope) {
  const V e1 = mul(c.gauss1, exp2_nonpositive(mul(mul(x, x), c.gauss1_exponent)));
  const V overlap = hn::Min(x, hn::Zero(F()));
  V energy = mul_add(mul(c.repulsion, overlap), overlap, e1);
  slope = mul_add(c.repulsion_slope, overlap, mul(mul(c.gauss1_slope, x), e1));
  if (kGauss2) {
    const V u = sub(x, c.gauss2_offset);
    const V e2 = mul(c.gauss2, exp2_nonpositive(mul(mul(u, u), c.gauss2_exponent)));
    energy = add(energy, e2);
    slope = mul_add(mul(c.gauss2_slope, u), e2, slope);
  }
  return energy;
}

/// Linear step of kind k (0 hydrophobic, 1 hydrogen bond).
HWY_INLINE V step(const PairConstants& c, int k, V x, V& slope) {
  const V t = mul(sub(c.step_bad[k], x), c.step_inverse[k]);
  const V zero = hn::Zero(F()), one = splat(1.0F);
  const M inside = hn::And(hn::Gt(t, zero), hn::Lt(t, one));
  slope = add(slope, hn::IfThenElseZero(inside, c.step_slope[k]));
  return mul(c.step_weight[k], hn::Min(hn::Max(t, zero), one));
}

class LaneEnergy {
 public:
  LaneEnergy(const SearchModel& model, const SearchGrid& grid, float out_of_box_slope)
      : model_(model),
        grid_(grid),
        lanes_(hn::Lanes(F())),
        out_of_box_(out_of_box_slope),
        constants_(*model.function),
        local_(size(model.atoms, 3)),
        axis_(size(model.groups, 3)),
        position_(size(model.atoms, 3)),
        slope_(size(model.atoms, 3)),
        matrix_(size(model.groups, 9)),
        force_(size(model.groups, 3)),
        torque_(size(model.groups, 3)) {}

  /// Which start conformer the lane's chain has.
  void set_shape(std::size_t lane, std::size_t shape) {
    const SearchModel::Shape& s = model_.shapes[shape];
    for (std::size_t k = 0; k < s.local.size(); ++k) local_.data()[k * lanes_ + lane] = s.local[k];
    for (std::size_t k = 0; k < s.axis.size(); ++k) axis_.data()[k * lanes_ + lane] = s.axis[k];
  }

  /// x [7 + torsions][lanes] -> energy [lanes], gradient [6 + torsions][lanes].
  void evaluate(const float* x, float* energy, float* gradient) {
    place(x);
    V sum = with_grid();
    sum = add(sum, constants_.has_gauss2 ? internal<true>() : internal<false>());
    store(sum, energy);
    reduce(x, gradient);
  }

  /// Coordinates of the last evaluation in one lane: [atoms][3].
  void coordinates(std::size_t lane, std::vector<float>& out) const {
    out.resize(static_cast<std::size_t>(model_.atoms) * 3);
    for (std::size_t k = 0; k < out.size(); ++k) out[k] = position_.data()[k * lanes_ + lane];
  }

 private:
  std::size_t size(std::int32_t n, std::size_t each) const { return static_cast<std::size_t>(n) * each * lanes_; }
  std::size_t at3(std::int32_t i) const { return static_cast<std::size_t>(i) * 3 * lanes_; }

  HWY_INLINE static V3 rotate(const V* m, const V3& v) {
    return {mul_add(m[2], v.z, mul_add(m[1], v.y, mul(m[0], v.x))),
            mul_add(m[5], v.z, mul_add(m[4], v.y, mul(m[3], v.x))),
            mul_add(m[8], v.z, mul_add(m[7], v.y, mul(m[6], v.x)))};
  }

  HWY_INLINE void place_group(std::int32_t g, const V* m, const V3& origin) {
    for (int k = 0; k < 9; ++k)
      store(m[k], matrix_.data() + (static_cast<std::size_t>(g) * 9 + static_cast<std::size_t>(k)) * lanes_);
    for (std::int32_t a = model_.first[static_cast<std::size_t>(g)]; a < model_.end[static_cast<std::size_t>(g)]; ++a) {
      store3(add3(origin, rotate(m, load3(local_.data() + at3(a), lanes_))), position_.data() + at3(a), lanes_);
    }
  }

  /// Atoms from the state: the root by its quaternion, each further group by its angle about the axis.
  HWY_INLINE void place(const float* x) {
    const V one = splat(1.0F), two = splat(2.0F);
    {
      const V w = load(x + 3 * lanes_), i = load(x + 4 * lanes_), j = load(x + 5 * lanes_), k = load(x + 6 * lanes_);
      const V ii = mul(i, i), jj = mul(j, j), kk = mul(k, k);
      const V ij = mul(i, j), ik = mul(i, k), jk = mul(j, k), wi = mul(w, i), wj = mul(w, j), wk = mul(w, k);
      const V m[9] = {
          sub(one, mul(two, add(jj, kk))), mul(two, sub(ij, wk)),           mul(two, add(ik, wj)),
          mul(two, add(ij, wk)),           sub(one, mul(two, add(ii, kk))), mul(two, sub(jk, wi)),
          mul(two, sub(ik, wj)),           mul(two, add(jk, wi)),           sub(one, mul(two, add(ii, jj)))};
      place_group(0, m, load3(x, lanes_));
    }
    for (std::int32_t g = 1; g < model_.groups; ++g) {
      V s, c;
      sin_cos(load(x + static_cast<std::size_t>(7 + g - 1) * lanes_), s, c);
      const V3 u = load3(axis_.data() + at3(g), lanes_);
      const V t = sub(one, c);
      const V tx = mul(t, u.x), ty = mul(t, u.y), tz = mul(t, u.z);
      const V sx = mul(s, u.x), sy = mul(s, u.y), sz = mul(s, u.z);
      // Columns of the rotation about u (Rodrigues), turned into the laboratory frame by the parent's matrix.
      const V3 columns[3] = {{mul_add(tx, u.x, c), mul_add(tx, u.y, sz), sub(mul(tx, u.z), sy)},
                             {sub(mul(tx, u.y), sz), mul_add(ty, u.y, c), mul_add(ty, u.z, sx)},
                             {mul_add(tx, u.z, sy), sub(mul(ty, u.z), sx), mul_add(tz, u.z, c)}};
      V parent[9];
      for (std::size_t k = 0; k < 9; ++k) {
        parent[k] = load(matrix_.data() +
                         (static_cast<std::size_t>(model_.parent[static_cast<std::size_t>(g)]) * 9 + k) * lanes_);
      }
      V m[9];
      for (std::size_t k = 0; k < 3; ++k) {
        const V3 column = rotate(parent, columns[k]);
        m[k] = column.x;
        m[3 + k] = column.y;
        m[6 + k] = column.z;
      }
      place_group(g, m, load3(position_.data() + at3(model_.to[static_cast<std::size_t>(g)]), lanes_));
    }
  }

  /// Trilinear interpolation; sets the slope of every atom.
  HWY_INLINE V with_grid() {
    const V zero = hn::Zero(F());
    const V inverse = splat(1.0F / grid_.spacing), penalty = splat(out_of_box_ * grid_.spacing);
    const V outside_slope = splat(out_of_box_);
    const std::int32_t nx = grid_.cells[0] + 1, ny = grid_.cells[1] + 1;
    const I di;
    V sum = zero;
    const auto along = [&](V p, int k, V& fraction, VI& cell, V& out) HWY_ATTR {
      const V u = mul(sub(p, splat(grid_.begin[static_cast<std::size_t>(k)])), inverse);
      const V inside = hn::Min(hn::Max(u, zero), splat(static_cast<float>(grid_.cells[static_cast<std::size_t>(k)])));
      cell = hn::Min(hn::ConvertTo(di, inside), hn::Set(di, grid_.cells[static_cast<std::size_t>(k)] - 1));
      fraction = sub(inside, hn::ConvertTo(F(), cell));
      out = sub(u, inside);   // in cells; 0 inside
    };
    const std::size_t points = grid_.points();
    for (std::int32_t a = 0; a < model_.atoms; ++a) {
      const V3 p = load3(position_.data() + at3(a), lanes_);
      V fx, fy, fz, ox, oy, oz;
      VI ix, iy, iz;
      along(p.x, 0, fx, ix, ox);
      along(p.y, 1, fy, iy, oy);
      along(p.z, 2, fz, iz, oz);
      const VI row = hn::Add(hn::Mul(iz, hn::Set(di, ny)), iy);
      const VI cell = hn::Add(hn::Mul(row, hn::Set(di, nx)), ix);
      const float* map =
          grid_.values.data() + static_cast<std::size_t>(model_.map[static_cast<std::size_t>(a)]) * points;
      const std::size_t up = static_cast<std::size_t>(nx), deep = up * static_cast<std::size_t>(ny);
      const auto corner = [&](std::size_t offset) HWY_ATTR { return hn::GatherIndex(F(), map + offset, cell); };
      const V v000 = corner(0), v100 = corner(1), v010 = corner(up), v110 = corner(up + 1);
      const V v001 = corner(deep), v101 = corner(deep + 1), v011 = corner(deep + up), v111 = corner(deep + up + 1);
      const V d00 = sub(v100, v000), d10 = sub(v110, v010), d01 = sub(v101, v001), d11 = sub(v111, v011);
      const V e00 = mul_add(fx, d00, v000), e10 = mul_add(fx, d10, v010);
      const V e01 = mul_add(fx, d01, v001), e11 = mul_add(fx, d11, v011);
      const V dy0 = sub(e10, e00), dy1 = sub(e11, e01);
      const V e0 = mul_add(fy, dy0, e00), e1 = mul_add(fy, dy1, e01);
      const V dz = sub(e1, e0);
      const V gy = mul_add(fz, sub(dy1, dy0), dy0);
      const V gx0 = mul_add(fy, sub(d10, d00), d00), gx1 = mul_add(fy, sub(d11, d01), d01);
      const V gx = mul_add(fz, sub(gx1, gx0), gx0);
      const V outside = add(add(hn::Abs(ox), hn::Abs(oy)), hn::Abs(oz));
      sum = add(sum, mul_add(penalty, outside, mul_add(fz, dz, e0)));
      const auto slope = [&](V inner, V out) HWY_ATTR {
        return hn::IfThenElse(hn::Eq(out, zero), mul(inner, inverse), hn::CopySign(outside_slope, out));
      };
      store3({slope(gx, ox), slope(gy, oy), slope(dz, oz)}, slope_.data() + at3(a), lanes_);
    }
    return sum;
  }

  /// Pairs inside the ligand, row by row.
  template <bool kGauss2>
  HWY_INLINE V internal() {
    const V cutoff = splat(static_cast<float>(kCutoffSquared)), tiny = splat(1e-6F);
    V sum = hn::Zero(F());
    for (const PairRow& row : model_.rows) {
      const V3 p = load3(position_.data() + at3(row.atom), lanes_);
      V3 own = load3(slope_.data() + at3(row.atom), lanes_);
      for (int kind = 0; kind < kPairKinds; ++kind) {
        for (std::int32_t k = row.begin[static_cast<std::size_t>(kind)];
             k < row.begin[static_cast<std::size_t>(kind) + 1]; ++k) {
          const std::size_t other = at3(model_.partners[static_cast<std::size_t>(k)]);
          const V3 d = sub3(load3(position_.data() + other, lanes_), p);
          const V squared = hn::Max(dot3(d, d), tiny);
          const M near = hn::Lt(squared, cutoff);
          if (hn::AllFalse(F(), near)) continue;
          const V r = hn::Sqrt(squared);
          const V x = sub(r, splat(model_.partner_radius[static_cast<std::size_t>(k)]));
          V slope;
          V energy = contact<kGauss2>(constants_, x, slope);
          if (kind != kPlain) energy = add(energy, step(constants_, kind - 1, x, slope));
          sum = add(sum, hn::IfThenElseZero(near, energy));
          const V3 g = scale3(hn::IfThenElseZero(near, hn::Div(slope, r)), d);
          store3(add3(load3(slope_.data() + other, lanes_), g), slope_.data() + other, lanes_);
          own = sub3(own, g);
        }
      }
      store3(own, slope_.data() + at3(row.atom), lanes_);
    }
    return sum;
  }

  /// Slopes of atoms to place, orientation and torsions, from the leaves to the root.
  HWY_INLINE void reduce(const float* x, float* gradient) {
    const V zero = hn::Zero(F());
    for (std::int32_t g = 0; g < model_.groups; ++g) {
      store3({zero, zero, zero}, force_.data() + at3(g), lanes_);
      store3({zero, zero, zero}, torque_.data() + at3(g), lanes_);
    }
    for (std::int32_t g = model_.groups; g-- > 0;) {
      const auto n = static_cast<std::size_t>(g);
      const V3 origin = g == 0 ? load3(x, lanes_) : load3(position_.data() + at3(model_.to[n]), lanes_);
      V3 force = load3(force_.data() + at3(g), lanes_), torque = load3(torque_.data() + at3(g), lanes_);
      for (std::int32_t a = model_.first[n]; a < model_.end[n]; ++a) {
        const V3 slope = load3(slope_.data() + at3(a), lanes_);
        force = add3(force, slope);
        torque = add3(torque, cross3(sub3(load3(position_.data() + at3(a), lanes_), origin), slope));
      }
      if (g == 0) {
        store3(force, gradient, lanes_);
        store3(torque, gradient + 3 * lanes_, lanes_);
        return;
      }
      // The group's own rotation leaves its axis in place, so that the parent's matrix shows it in the laboratory.
      const std::int32_t parent = model_.parent[n];
      V m[9];
      for (std::size_t k = 0; k < 9; ++k)
        m[k] = load(matrix_.data() + (static_cast<std::size_t>(parent) * 9 + k) * lanes_);
      const V3 axis = rotate(m, load3(axis_.data() + at3(g), lanes_));
      store(dot3(torque, axis), gradient + static_cast<std::size_t>(6 + g - 1) * lanes_);
      const V3 parent_origin = parent == 0
                                   ? load3(x, lanes_)
                                   : load3(position_.data() + at3(model_.to[static_cast<std::size_t>(parent)]), lanes_);
      store3(add3(load3(force_.data() + at3(parent), lanes_), force), force_.data() + at3(parent), lanes_);
      const V3 arm = cross3(sub3(origin, parent_origin), force);
      store3(add3(load3(torque_.data() + at3(parent), lanes_), add3(torque, arm)), torque_.data() + at3(parent),
             lanes_);
    }
  }

  const SearchModel& model_;
  const SearchGrid& grid_;
  std::size_t lanes_;
  float out_of_box_;
  PairConstants constants_;
  LaneArray local_, axis_;  // [atoms][3], [groups][3] of each lane's conformer
  LaneArray position_, slope_;  // [atoms][3]
  LaneArray matrix_;  // [groups][9]
  LaneArray force_, torque_;  // [groups][3]
};

}  // namespace HWY_NAMESPACE
}  // namespace maek::dock::internal
HWY_AFTER_NAMESPACE();
#endif  // per-target include guard

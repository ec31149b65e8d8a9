// SPDX-License-Identifier: Apache-2.0
// A drawing as PNG through Cairo's image surface, in memory.
#include <cairo.h>        // for cairo_*
#include <fmt/format.h>   // for fmt::format

#include <algorithm>      // for std::copy
#include <cmath>          // for std::abs
#include <memory>         // for std::unique_ptr
#include <numbers>        // for std::numbers::pi
#include <utility>        // for std::move

#include "mol/internal/drawing.h"   // for Drawing

namespace maek::mol::internal {
namespace {

// Cairo looks up the family and takes what the machine has; with no font at all it draws its built-in stroke letters.
constexpr const char* kFont = "DejaVu Sans";

struct Deleter {
  void operator()(cairo_surface_t* s) const { cairo_surface_destroy(s); }
  void operator()(cairo_t* c) const { cairo_destroy(c); }
  void operator()(cairo_font_options_t* o) const { cairo_font_options_destroy(o); }
};
using Surface = std::unique_ptr<cairo_surface_t, Deleter>;
using Context = std::unique_ptr<cairo_t, Deleter>;

Surface surface_of(const Image& image) {
  Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, image.pixels_wide, image.pixels_high));
  if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) return surface;
  cairo_surface_flush(surface.get());
  unsigned char* data = cairo_image_surface_get_data(surface.get());
  const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface.get()));
  const auto wide = static_cast<std::size_t>(image.pixels_wide), high = static_cast<std::size_t>(image.pixels_high);
  for (std::size_t y = 0; y < high && (y + 1) * wide * 3 <= image.rgb.size(); ++y) {
    auto* row = reinterpret_cast<std::uint32_t*>(data + y * stride);   // RGB24 is one native 32-bit word a pixel
    const std::uint8_t* from = image.rgb.data() + y * wide * 3;
    for (std::size_t x = 0; x < wide; ++x, from += 3) {
      row[x] = (static_cast<std::uint32_t>(from[0]) << 16) | (static_cast<std::uint32_t>(from[1]) << 8) | from[2];
    }
  }
  cairo_surface_mark_dirty(surface.get());
  return surface;
}

class Painter {
 public:
  explicit Painter(cairo_t* cairo) : cairo_(cairo) {
    std::unique_ptr<cairo_font_options_t, Deleter> options(cairo_font_options_create());
    cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    cairo_set_font_options(cairo_, options.get());
    cairo_set_line_cap(cairo_, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(cairo_, CAIRO_LINE_JOIN_ROUND);
  }

  void add(const Polyline& line) {
    if (line.points.empty()) return;
    cairo_new_path(cairo_);
    for (const Point& p : line.points) cairo_line_to(cairo_, p.x, p.y);
    if (line.closed) cairo_close_path(cairo_);
    paint(line.fill, line.stroke);
  }

  void add(const Circle& circle) {
    cairo_new_path(cairo_);
    cairo_arc(cairo_, circle.centre.x, circle.centre.y, circle.radius, 0, 2 * std::numbers::pi);
    paint(circle.fill, circle.stroke);
  }

  void add(const Box& box) {
    constexpr double kQuarter = std::numbers::pi / 2;
    const Rectangle& a = box.area;
    const double r = std::min({box.corner, a.width / 2, a.height / 2});
    cairo_new_path(cairo_);
    cairo_arc(cairo_, a.x + a.width - r, a.y + r, r, -kQuarter, 0);
    cairo_arc(cairo_, a.x + a.width - r, a.y + a.height - r, r, 0, kQuarter);
    cairo_arc(cairo_, a.x + r, a.y + a.height - r, r, kQuarter, 2 * kQuarter);
    cairo_arc(cairo_, a.x + r, a.y + r, r, 2 * kQuarter, 3 * kQuarter);
    cairo_close_path(cairo_);
    paint(box.fill, box.stroke);
  }

  void add(const Text& text) {
    const double width = text_width(text.runs, text.size, text.bold);
    const double start = text.at.x - (text.anchor == Anchor::kMiddle ? width / 2
                                      : text.anchor == Anchor::kEnd  ? width
                                                                     : 0);
    cairo_select_font_face(cairo_, kFont, CAIRO_FONT_SLANT_NORMAL,
                           text.bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    for (const bool rim : {true, false}) {
      if (rim && text.halo <= 0) continue;
      double x = start;
      for (const TextRun& run : text.runs) {
        const double size = text.size * run.scale;
        draw_run(run.text, {x, text.at.y - run.rise * text.size}, size, text_width(run.text, size, text.bold),
                 rim ? text.halo : 0, text.colour);
        x += text_width(run.text, size, text.bold);
      }
    }
  }

  void add(const Image& image) {
    if (image.pixels_wide <= 0 || image.pixels_high <= 0) return;
    const Surface surface = surface_of(image);
    cairo_save(cairo_);
    cairo_translate(cairo_, image.area.x, image.area.y);
    cairo_scale(cairo_, image.area.width / image.pixels_wide, image.area.height / image.pixels_high);
    cairo_set_source_surface(cairo_, surface.get(), 0, 0);
    cairo_paint(cairo_);
    cairo_restore(cairo_);
  }

 private:
  void source(Colour c) { cairo_set_source_rgba(cairo_, c.red, c.green, c.blue, c.alpha); }

  void paint(const std::optional<Colour>& fill, const std::optional<Stroke>& stroke) {
    if (fill) {
      source(*fill);
      cairo_fill_preserve(cairo_);
    }
    if (stroke) {
      source(stroke->colour);
      cairo_set_line_width(cairo_, stroke->width);
      cairo_set_dash(cairo_, stroke->dashes.data(), static_cast<int>(stroke->dashes.size()), 0);
      cairo_stroke_preserve(cairo_);
    }
    cairo_new_path(cairo_);
  }

  /// Squeezed or stretched to `width` where another typeface stands in, so that the layout holds.
  void draw_run(const std::string& text, Point at, double size, double width, double rim, Colour ink) {
    cairo_set_font_size(cairo_, size);
    cairo_text_extents_t extents;
    cairo_text_extents(cairo_, text.c_str(), &extents);
    cairo_save(cairo_);
    cairo_translate(cairo_, at.x, at.y);
    if (extents.x_advance > 0 && std::abs(extents.x_advance - width) > 0.02 * width) {
      cairo_scale(cairo_, width / extents.x_advance, 1);
    }
    cairo_new_path(cairo_);
    cairo_move_to(cairo_, 0, 0);
    cairo_text_path(cairo_, text.c_str());
    cairo_restore(cairo_);
    if (rim > 0) {
      source({1, 1, 1, 1});
      cairo_set_line_width(cairo_, 2 * rim);
      cairo_set_dash(cairo_, nullptr, 0, 0);
      cairo_stroke(cairo_);
    } else {
      source(ink);
      cairo_fill(cairo_);
    }
  }

  cairo_t* cairo_;
};

cairo_status_t append_bytes(void* closure, const unsigned char* data, unsigned int size) {
  static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), size);
  return CAIRO_STATUS_SUCCESS;
}

Error cairo_error(cairo_status_t status) {
  return {ErrorCode::kInternal, fmt::format("the picture could not be drawn: {}", cairo_status_to_string(status)),
          "picture", "try a smaller width and height"};
}

Expected<std::string> png_of(cairo_surface_t* surface) {
  std::string bytes;
  const cairo_status_t status = cairo_surface_write_to_png_stream(surface, append_bytes, &bytes);
  if (status != CAIRO_STATUS_SUCCESS) return cairo_error(status);
  return bytes;
}

}  // namespace

Expected<std::string> to_png(const Drawing& drawing) {
  const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, drawing.width, drawing.height));
  if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS)
    return cairo_error(cairo_surface_status(surface.get()));
  const Context cairo(cairo_create(surface.get()));
  cairo_set_source_rgb(cairo.get(), 1, 1, 1);
  cairo_paint(cairo.get());
  Painter painter(cairo.get());
  for (const Shape& shape : drawing.shapes) std::visit([&](const auto& s) { painter.add(s); }, shape);
  if (cairo_status(cairo.get()) != CAIRO_STATUS_SUCCESS) return cairo_error(cairo_status(cairo.get()));
  return png_of(surface.get());
}

Expected<std::string> to_png(const Image& image) {
  const Surface surface = surface_of(image);
  if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS)
    return cairo_error(cairo_surface_status(surface.get()));
  return png_of(surface.get());
}

}  // namespace maek::mol::internal

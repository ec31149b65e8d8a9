// SPDX-License-Identifier: Apache-2.0
// A drawing as SVG 1.1 with real text elements: small, searchable, the same bytes on every machine.
#include <fmt/format.h>   // for fmt::format_to

#include <algorithm>      // for std::clamp
#include <cmath>          // for std::lround
#include <iterator>       // for std::back_inserter

#include "base/xml_text.h"          // for xml_escaped
#include "mol/internal/drawing.h"   // for Drawing

namespace maek::mol::internal {
namespace {

constexpr const char* kFonts = "DejaVu Sans, Verdana, Arial, sans-serif";

std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group = (group << 8) | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      out += i + k <= bytes.size() ? kDigits[(group >> (18 - 6 * k)) & 63] : '=';
    }
  }
  return out;
}

std::string hex(Colour c) {
  const auto byte = [](double v) { return std::lround(std::clamp(v, 0.0, 1.0) * 255); };
  return fmt::format("#{:02x}{:02x}{:02x}", byte(c.red), byte(c.green), byte(c.blue));
}

class SvgWriter {
 public:
  std::string write(const Drawing& drawing) {
    put("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.1\" "
        "width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" role=\"img\" font-family=\"{2}\">\n",
        drawing.width, drawing.height, kFonts);
    put("<title>{}</title>\n<desc>{}</desc>\n", xml_escaped(drawing.title), xml_escaped(drawing.description));
    put("<rect width=\"{}\" height=\"{}\" fill=\"#ffffff\"/>\n", drawing.width, drawing.height);
    for (const Shape& shape : drawing.shapes) std::visit([this](const auto& s) { add(s); }, shape);
    put("</svg>\n");
    return std::move(out_);
  }
  const std::optional<Error>& error() const { return error_; }

 private:
  template <class... Values>
  void put(fmt::format_string<Values...> form, Values&&... values) {
    fmt::format_to(std::back_inserter(out_), form, std::forward<Values>(values)...);
  }

  void paint(const std::optional<Colour>& fill, const std::optional<Stroke>& stroke) {
    put(" fill=\"{}\"", fill ? hex(*fill) : "none");
    if (fill && fill->alpha < 1) put(" fill-opacity=\"{:.2f}\"", fill->alpha);
    if (!stroke) return;
    put(" stroke=\"{}\" stroke-width=\"{:.2f}\" stroke-linecap=\"round\" stroke-linejoin=\"round\"",
        hex(stroke->colour), stroke->width);
    if (stroke->colour.alpha < 1) put(" stroke-opacity=\"{:.2f}\"", stroke->colour.alpha);
    if (stroke->dashes.empty()) return;
    put(" stroke-dasharray=\"");
    for (std::size_t i = 0; i < stroke->dashes.size(); ++i) put("{}{:.2f}", i == 0 ? "" : " ", stroke->dashes[i]);
    put("\"");
  }

  void add(const Polyline& line) {
    put("<path d=\"");
    for (std::size_t i = 0; i < line.points.size(); ++i) {
      put("{}{:.2f} {:.2f}", i == 0 ? "M" : " L", line.points[i].x, line.points[i].y);
    }
    put("{}\"", line.closed ? " Z" : "");
    paint(line.fill, line.stroke);
    put("/>\n");
  }

  void add(const Circle& circle) {
    put("<circle cx=\"{:.2f}\" cy=\"{:.2f}\" r=\"{:.2f}\"", circle.centre.x, circle.centre.y, circle.radius);
    paint(circle.fill, circle.stroke);
    put("/>\n");
  }

  void add(const Box& box) {
    put("<rect x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"{:.2f}\" rx=\"{:.2f}\"", box.area.x, box.area.y,
        box.area.width, box.area.height, box.corner);
    paint(box.fill, box.stroke);
    put("/>\n");
  }

  void add(const Text& text) {
    const double width = text_width(text.runs, text.size, text.bold);
    double x = text.at.x - (text.anchor == Anchor::kMiddle ? width / 2 : text.anchor == Anchor::kEnd ? width : 0);
    // One run is one word to search for and lies at its anchor whatever the typeface; several are placed one by one.
    const bool single = text.runs.size() == 1;
    if (single) x = text.at.x;
    const char* anchor = !single || text.anchor == Anchor::kStart ? "start"
                         : text.anchor == Anchor::kMiddle         ? "middle"
                                                                  : "end";
    for (const bool rim : {true, false}) {
      if (rim && text.halo <= 0) continue;
      double at = x;
      for (const TextRun& run : text.runs) {
        const double size = text.size * run.scale;
        put("<text x=\"{:.2f}\" y=\"{:.2f}\" font-size=\"{:.2f}\"{} text-anchor=\"{}\" fill=\"{}\"", at,
            text.at.y - run.rise * text.size, size, text.bold ? " font-weight=\"bold\"" : "", anchor,
            rim ? "#ffffff" : hex(text.colour));
        if (rim) {
          put(" stroke=\"#ffffff\" stroke-width=\"{:.2f}\" stroke-linejoin=\"round\" aria-hidden=\"true\"",
              2 * text.halo);
        }
        put(">{}</text>\n", xml_escaped(run.text));
        at += text_width(run.text, size, text.bold);
      }
    }
  }

  void add(const Image& image) {
    const Expected<std::string> png = to_png(image);
    if (!png) {
      error_ = png.error();
      return;
    }
    const std::string data = base64(*png);
    // xlink:href is the older name of the attribute, which librsvg, Inkscape and browsers all read.
    put("<image x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"{:.2f}\" "
        "xlink:href=\"data:image/png;base64,{}\"/>\n",
        image.area.x, image.area.y, image.area.width, image.area.height, base64(*png));
  }

  std::string out_;
  std::optional<Error> error_;
};

}  // namespace

Expected<std::string> to_svg(const Drawing& drawing) {
  SvgWriter writer;
  std::string svg = writer.write(drawing);
  if (writer.error()) return *writer.error();
  return svg;
}

}  // namespace maek::mol::internal

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chart/tex_text.h"

#include "core/base/text.h"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace spindle {
namespace {

struct Sign {
  std::string_view sign, tex;
  bool math = false;
};

/// Signs that TeX would not print as they are. Exponents stand on an empty base, since two in a row on one base are an
/// error.
constexpr Sign signs[] = {
    {"\\", "\\textbackslash{}"},
    {"{", "\\{"},
    {"}", "\\}"},
    {"#", "\\#"},
    {"$", "\\mathdollar ", true},
    {"%", "\\%"},
    {"&", "\\&"},
    {"_", "\\_"},
    {"~", "\\textasciitilde{}"},
    {"^", "\\textasciicircum{}"},
    {"`", "{`}"},
    {"\"", "''"},
    {"--", "{-}{-}"},
    {"|", "|", true},
    {"<", "<", true},
    {">", ">", true},
    {"\u2212", "-", true},
    {"\u00b7", "\\cdot ", true},
    {"\u00d7", "\\times ", true},
    {"\u00b1", "\\pm ", true},
    {"\u2264", "\\le ", true},
    {"\u2265", "\\ge ", true},
    {"\u2260", "\\ne ", true},
    {"\u2248", "\\approx ", true},
    {"\u221e", "\\infty ", true},
    {"\u2205", "\\emptyset ", true},
    {"\u2208", "\\in ", true},
    {"\u2229", "\\cap ", true},
    {"\u222a", "\\cup ", true},
    {"\u2286", "\\subseteq ", true},
    {"\u2192", "\\to ", true},
    {"\u2211", "\\sum ", true},
    {"\u00b0", "{}^{\\circ}", true},
    {"\u03b1", "\\alpha ", true},
    {"\u03b2", "\\beta ", true},
    {"\u03b3", "\\gamma ", true},
    {"\u03b4", "\\delta ", true},
    {"\u03b5", "\\varepsilon ", true},
    {"\u03b7", "\\eta ", true},
    {"\u03bb", "\\lambda ", true},
    {"\u03bc", "\\mu ", true},
    {"\u00b5", "\\mu ", true},
    {"\u03c1", "\\rho ", true},
    {"\u03c3", "\\sigma ", true},
    {"\u03c4", "\\tau ", true},
    {"\u03c6", "\\varphi ", true},
    {"\u0394", "\\Delta ", true},
    {"\u03a3", "\\Sigma ", true},
    {"\u207b", "{}^{-}", true},
    {"\u2070", "{}^{0}", true},
    {"\u00b9", "{}^{1}", true},
    {"\u00b2", "{}^{2}", true},
    {"\u00b3", "{}^{3}", true},
    {"\u2074", "{}^{4}", true},
    {"\u2075", "{}^{5}", true},
    {"\u2076", "{}^{6}", true},
    {"\u2077", "{}^{7}", true},
    {"\u2078", "{}^{8}", true},
    {"\u2079", "{}^{9}", true},
    {"\u2013", "--"},
    {"\u2014", "---"},
    {"\u2018", "{`}"},
    {"\u2019", "'"},
    {"\u201c", "{`}{`}"},
    {"\u201d", "''"},
    {"\u2026", "\\ldots{}"},
    {"\u00a0", "~"},
};

}  // namespace

std::string texEscaped(const std::string& raw) {
  const std::string text = printable(raw);
  std::string result;
  bool math = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = std::string_view(text).substr(at);
    const auto* sign = std::find_if(std::begin(signs), std::end(signs),
                                    [rest](const Sign& known) { return rest.starts_with(known.sign); });
    const bool known = sign != std::end(signs);
    if (math != (known && sign->math)) {
      result += '$';
      math = !math;
    }
    std::size_t size = known ? sign->sign.size() : 1;
    if (known) {
      result += sign->tex;
    } else if ((static_cast<unsigned char>(rest.front()) & 0x80U) == 0) {
      result += rest.front();
    } else {
      result += '?';
      while (size < rest.size() && (static_cast<unsigned char>(rest[size]) & 0xC0U) == 0x80U) ++size;
    }
    at += size;
  }
  return math ? result + '$' : result;
}

std::string texComment(const std::string& text) {
  std::string result;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    result += "% " + printable(std::string_view(text).substr(from, end - from)) + "\n";
    from = end + 1;
  }
  return result;
}

}  // namespace spindle

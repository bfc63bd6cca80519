// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report_html.h"

#include "core/analysis/representative.h"
#include "core/analysis/series_axis.h"
#include "core/analysis/strength_chart.h"
#include "core/base/text.h"
#include "core/chart/number_text.h"
#include "ui/figure/figure_file.h"
#include "ui/session/strength_view.h"

#include <QString>

#include <algorithm>
#include <limits>

namespace spindle::app {
namespace {

constexpr std::size_t mostFrames = 200;

/// Evenly, with the first and the last, and the start of phase two in place of its neighbor.
std::vector<std::size_t> framesOf(const AnalyzedResults& found) {
  std::vector<std::size_t> known = knownCheckpoints(*found.strengths);
  if (known.size() <= mostFrames) return known;
  std::vector<std::size_t> frames;
  for (std::size_t i = 0; i < mostFrames; ++i) frames.push_back(known[i * (known.size() - 1) / (mostFrames - 1)]);
  if (const auto start = found.phases->meanOrder.checkpoint) {
    const auto next = std::lower_bound(frames.begin(), frames.end(), *start);
    if (next != frames.end()) *next = *start;
  }
  return frames;
}

Chart meanOrderChart(const AnalyzedResults& found) {
  const ResultsHeader& header = found.results->header();
  Chart chart;
  chart.name = "mean-order";
  chart.x = seriesAxis(header);
  chart.y.label = "mean order";
  chart.y.zero = false;
  Line line{"", header.step, {}, {InkKind::text}, LineStyle::solid, true, {}};
  for (const SampleStrengths& samples : *found.strengths)
    line.y.push_back(samples.presentSamples() > 0 ? orderStrength(samples).meanOrder()
                                                  : std::numeric_limits<double>::quiet_NaN());
  chart.marks.push_back(std::move(line));
  if (const auto start = found.phases->meanOrder.checkpoint)
    chart.marks.push_back(Rule{header.step[*start], true, "phase two starts", {InkKind::text}});
  return chart;
}

}  // namespace

const char* const playerStyle =
    ".player{display:flex;gap:.8rem;align-items:center;margin:.6rem 0}\n"
    ".player input{flex:1}\n"
    ".player button{font:inherit;min-width:5rem;padding:.2rem .6rem}\n"
    ".player output{min-width:14rem}\n"
    "[hidden]{display:none!important}\n";

const char* const playerScript =
    "<script>\n"
    "(function () {\n"
    "  var player = document.querySelector('.player');\n"
    "  if (!player) return;\n"
    "  var frames = document.querySelectorAll('.frame');\n"
    "  var slider = player.querySelector('input'), button = player.querySelector('button');\n"
    "  var output = player.querySelector('output'), timer = null;\n"
    "  function show(i) {\n"
    "    frames.forEach(function (frame, k) { frame.hidden = k !== i; });\n"
    "    slider.value = i;\n"
    "    output.textContent = frames[i].dataset.place;\n"
    "    slider.setAttribute('aria-valuetext', output.textContent);\n"
    "  }\n"
    "  function stop() { clearInterval(timer); timer = null; button.textContent = 'Play'; }\n"
    "  button.addEventListener('click', function () {\n"
    "    if (timer) return stop();\n"
    "    if (+slider.value === frames.length - 1) show(0);\n"
    "    button.textContent = 'Pause';\n"
    "    timer = setInterval(function () {\n"
    "      if (+slider.value < frames.length - 1) show(+slider.value + 1);\n"
    "      if (+slider.value === frames.length - 1) stop();\n"
    "    }, 250);\n"
    "  });\n"
    "  slider.addEventListener('input', function () { stop(); show(+slider.value); });\n"
    "  function atHash() {\n"
    "    var wanted = Array.prototype.findIndex.call(frames, function (frame) {\n"
    "      return '#' + frame.dataset.step === location.hash;\n"
    "    });\n"
    "    show(wanted < 0 ? frames.length - 1 : wanted);\n"
    "  }\n"
    "  addEventListener('hashchange', atHash);\n"
    "  addEventListener('beforeprint', function () {\n"
    "    document.querySelectorAll('details').forEach(function (one) { one.open = true; });\n"
    "  });\n"
    "  player.hidden = false;\n"
    "  atHash();\n"
    "})();\n"
    "</script>\n";

std::string htmlEscaped(const std::string& text) {
  return QString::fromStdString(printable(text)).toHtmlEscaped().toStdString();
}

std::string inlineSvg(const FigurePage& page, double inches) {
  FigureStyle style;
  style.widthInches = inches;
  style.note = false;  // the page tells the choices once, for all
  const QString text = QString::fromUtf8(figureBytes(page, style, "figure.svg"));
  return text.mid(text.indexOf("<svg")).toStdString();
}

std::string playedDynamics(const AnalyzedResults& found) {
  constexpr double inches = 7.0;
  const ResultsHeader& header = found.results->header();
  const std::vector<std::size_t> frames = framesOf(found);
  if (frames.empty()) return {};
  const StrengthView view{ShownKinds::both, true};
  double low = 0.0, high = 0.0;
  for (const std::size_t c : frames) {
    const auto [least, most] = shownLimits(orderStrength((*found.strengths)[c]), view);
    low = std::min(low, least);
    high = std::max(high, most);
  }
  const Chart meanOrder = meanOrderChart(found);
  std::string html =
      "<div class=\"player\" hidden><button type=\"button\">Play</button><input type=\"range\" min=\"0\" "
      "max=\"" +
      std::to_string(frames.size() - 1) + "\" value=\"" + std::to_string(frames.size() - 1) +
      "\" aria-label=\"Checkpoint\"><output></output></div>\n";
  for (const std::size_t c : frames) {
    Chart bars = strengthChart(shownStrength(orderStrength((*found.strengths)[c]), view));
    bars.y.label = "share of strength";
    bars.y.low = low < 0.0 ? 1.05 * low : 0.0;
    bars.y.high = high > 0.0 ? 1.05 * high : 1.0;
    Chart order = meanOrder;
    order.marks.push_back(Rule{header.step[c], true, "", {InkKind::test}, LineStyle::solid});
    FigureCharts charts{"frame", "Strength by order", "", {{bars, order}}, false, {FigureLine{"", {}, {}, {3.0, 2.0}}}};
    const std::string place = placeName(header, c);
    html += "<div class=\"frame\" data-step=\"" + htmlEscaped(stepNumberText(header.step[c])) + "\" data-place=\"" +
            htmlEscaped(place + (found.phases->meanOrder.checkpoint == c ? ", phase two starts" : "")) + "\"" +
            (c == frames.back() ? "" : " hidden") + ">" + inlineSvg(figurePage(std::move(charts), found), inches) +
            "</div>\n";
  }
  const std::size_t known = knownCheckpoints(*found.strengths).size();
  std::string caption =
      "Share of the salient strength of each order, positive up and negative down, and where the "
      "checkpoint stands in training.";
  if (frames.size() < known)
    caption += " " + std::to_string(frames.size()) + " of " + std::to_string(known) + " checkpoints are shown.";
  return "<figure>" + html + "<figcaption>" + htmlEscaped(caption) + "</figcaption></figure>\n";
}

}  // namespace spindle::app

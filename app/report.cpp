// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report.h"

#include "app/show.h"
#include "app/table.h"
#include "core/analysis/stored_analysis.h"
#include "core/analysis/trust/trust.h"
#include "core/base/text.h"
#include "core/base/version.h"
#include "core/dynamics/strength_band.h"
#include "ui/figure/render_figure.h"

#include <QString>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace spindle::app {
namespace {

std::string escaped(const std::string& text) {
  return QString::fromStdString(printable(text)).toHtmlEscaped().toStdString();
}

std::string paragraph(const std::string& text) {
  return "<p>" + text + "</p>\n";
}

using Rows = std::vector<std::vector<std::string>>;

/// The first column is text, the others are numbers.
std::string htmlTable(const std::vector<std::string>& head, const Rows& rows, const std::string& style = "") {
  std::string html = "<table" + (style.empty() ? "" : " class=\"" + style + "\"") + "><thead><tr>";
  for (const std::string& cell : head) html += "<th>" + escaped(cell) + "</th>";
  html += "</tr></thead><tbody>\n";
  for (const auto& row : rows) {
    html += "<tr>";
    for (const std::string& cell : row) html += "<td>" + escaped(cell) + "</td>";
    html += "</tr>\n";
  }
  return html + "</tbody></table>\n";
}

/// The figure as SVG that can stand in a page: without its XML head, as wide as the page.
std::string svgFigure(const FigureData& data, FigureKind kind, const std::string& caption) {
  FigureSpec spec;
  spec.kind = kind;
  spec.widthInches = 7.0;
  spec.points = representativePoints(data);
  const QString text = QString::fromUtf8(figureBytes(data, spec, toText(kind) + ".svg"));
  return "<figure>" + text.mid(text.indexOf("<svg")).toStdString() + "<figcaption>" + escaped(caption) +
         "</figcaption></figure>\n";
}

class Page {
 public:
  Page(const ResultsReader& results, const StoredAnalysis& analysis)
      : results_(results), header_(results.header()), analysis_(analysis), data_(figureData(results, analysis)) {}

  std::string html() {
    head();
    summary();
    dynamics();
    phases();
    theory();
    untrained();
    generalization();
    groups();
    turns();
    trust();
    choices();
    return text_ + "</main></body></html>\n";
  }

 private:
  [[nodiscard]] std::string step(std::size_t checkpoint) const { return "step " + number(header_.step[checkpoint]); }
  void section(const std::string& title) { text_ += "<h2>" + escaped(title) + "</h2>\n"; }

  void head() {
    const std::string title = escaped(header_.run);
    text_ = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + title +
            " \u2013 interactions through training</title>\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<style>\n"
            "body{font:16px/1.5 'DejaVu Sans',sans-serif;color:#1b1b1b;margin:0;background:#fff}\n"
            "main{max-width:52rem;margin:0 auto;padding:1.5rem}\n"
            "h1{font-size:1.6rem;margin-bottom:0}h2{font-size:1.2rem;margin-top:2rem}\n"
            "figure{margin:1rem 0}figure svg{width:100%;height:auto}\n"
            "figcaption,.small{color:#555;font-size:.9rem}\n"
            "table{border-collapse:collapse;font-size:.9rem;display:block;overflow-x:auto}\n"
            "th,td{padding:.15rem .6rem;text-align:right;border-bottom:1px solid #ddd;white-space:nowrap}\n"
            "th:first-child,td:first-child,.text th,.text td{text-align:left}\n.text td{white-space:normal}\n"
            "</style></head><body><main>\n<h1>" +
            title + "</h1>\n<p class=\"small\">Interactions by order through training. Written by Spindle " +
            escaped(programVersion) + " from results computed by Spindle " + escaped(header_.version) + ", " +
            escaped(header_.created) + ".</p>\n";
  }

  void summary() {
    const PhaseResult& phase = analysis_.phases.meanOrder;
    section("What was found");
    if (phase.checkpoint) {
      text_ += paragraph("<b>Phase two, in which the network learns interactions of growing order, starts at " +
                         step(*phase.checkpoint) + "</b> (" + escaped(header_.checkpointNames[*phase.checkpoint]) +
                         "). " + escaped(phase.explanation));
    } else {
      text_ += paragraph("<b>No phase two was found.</b> " + escaped(phase.explanation));
    }
    text_ += paragraph(escaped(analysis_.phases.agreement()));
    const auto& first = data_.points.front().strength;
    const auto& last = data_.points.back().strength;
    text_ += paragraph("The mean order is " + number(first.meanOrder()) + " at the first and " +
                       number(last.meanOrder()) + " at the last of " + std::to_string(data_.points.size()) +
                       " computed checkpoints, over " + std::to_string(data_.samples) + " samples and " +
                       std::to_string(data_.variables) + " input variables of each.");
  }

  void dynamics() {
    section("Strength by order");
    text_ += svgFigure(data_, FigureKind::orders,
                       "Strength of salient interactions by order, mean over samples, at chosen checkpoints; each "
                       "panel has its own scale. Positive up, negative down.");
    text_ += svgFigure(data_, FigureKind::dynamics, "Mean order over training, above the losses.");
    text_ += svgFigure(data_, FigureKind::heatmap, "Share of the strength that each order has, over training.");
    std::vector<std::string> titles{"salient interactions a sample"};
    for (int k = 1; k <= data_.variables; ++k) titles.push_back("order " + std::to_string(k));
    Rows rows;
    for (const std::size_t point : representativePoints(data_)) {
      for (std::size_t c = 0; c < header_.checkpoints(); ++c) {
        if (header_.step[c] != data_.points[point].step || analysis_.samples[c].presentSamples() == 0) continue;
        const SalientCounts counts = salientCounts(analysis_.samples[c]);
        std::vector<std::string> row{step(c)};
        for (std::size_t k = 0; k < counts.andCount.size(); ++k)
          row.push_back(number(std::round(10.0 * (counts.andCount[k] + counts.orCount[k])) / 10.0));
        rows.push_back(std::move(row));
      }
    }
    text_ += htmlTable(titles, rows);
  }

  void phases() {
    section("Start of phase two, by every rule");
    Rows rows;
    for (const PhaseResult* result : analysis_.phases.rules()) {
      std::string interval = "-";
      if (result->interval) interval = step(result->interval->low) + " to " + step(result->interval->high);
      rows.push_back({result->rule, result->checkpoint ? step(*result->checkpoint) : "none found", interval});
    }
    text_ += htmlTable({"rule", "start", "interval"}, rows);
    for (const PhaseResult* result : analysis_.phases.rules())
      text_ += paragraph("<b>" + escaped(result->rule) + ".</b> " + escaped(result->explanation));
    text_ += paragraph(
        "Intervals hold 90 % of the starts found when the samples are drawn again (500 times, seed 0); that of the "
        "loss gap is the range of its answers when its constant is halved and doubled.");
  }

  void theory() {
    section("Theory beside measurement");
    if (data_.theory.empty()) {
      text_ += paragraph("The theory speaks of phase two only, and none was found.");
      return;
    }
    text_ += svgFigure(data_, FigureKind::theory,
                       "Measured shares by order beside those of learning under noise (Ren et al., NeurIPS 2024), and "
                       "the noise fitted at each checkpoint of phase two.");
    std::size_t inversions = 0;
    double worst = 0.0;
    Rows rows;
    for (std::size_t i = 0; i < analysis_.theory.size(); ++i) {
      const TheoryPoint& at = analysis_.theory[i];
      if (i > 0 && at.fit.sigma2 > analysis_.theory[i - 1].fit.sigma2 * 1.0001) ++inversions;
      worst = std::max(worst, at.fit.residual);
      char sigma[32];
      std::snprintf(sigma, sizeof sigma, "%.2e", at.fit.sigma2);
      rows.push_back({step(at.checkpoint), sigma, number(at.fit.residual), number(at.geometric)});
    }
    text_ += paragraph(
        "The fitted noise " +
        std::string(inversions == 0 ? "never rises"
                                    : "rises " + std::to_string(inversions) + " time" + (inversions == 1 ? "" : "s")) +
        " from one checkpoint of phase two to the next. The largest distance between the two "
        "distributions is " +
        number(worst) + " (sum of absolute differences, 0 to 2).");
    text_ += htmlTable({"checkpoint", "noise", "distance", "distance of a geometric distribution"}, rows);
  }

  void generalization() {
    section("Do the interactions generalize?");
    const auto some = std::find_if(data_.similarity.rbegin(), data_.similarity.rend(),
                                   [](const std::vector<double>& similarity) { return !similarity.empty(); });
    if (some == data_.similarity.rend()) {
      text_ += paragraph("The results do not say which samples are of the training set and which of the test set.");
      return;
    }
    text_ += svgFigure(data_, FigureKind::generalization,
                       "Similarity (Jaccard) of the mean interactions of training and test samples of a class, mean "
                       "over classes, by order.");
    std::size_t classes = 0, least = SIZE_MAX;
    for (const ClassSimilarity& one : analysis_.similarity.back().classes) {
      if (one.skipped) continue;
      ++classes;
      least = std::min({least, one.train, one.test});
    }
    text_ += paragraph("At the last checkpoint it is " + number(some->front()) + " at order 1 and " +
                       number(some->size() > 3 ? (*some)[3] : some->back()) + " at order 4. It rests on " +
                       std::to_string(classes) + " classes with as few as " + std::to_string(least) +
                       " training or test samples of a class" +
                       (least < 5 ? ": take it as a sketch, not as a measurement." : "."));
  }

  void turns() {
    section("Samples that turn to high orders first");
    Rows rows;
    for (const SampleTurn& turn : analysis_.turns) {
      if (rows.size() == 8) break;
      const std::string name = header_.sampleNames[turn.sample];
      rows.push_back({name.empty() ? "sample " + std::to_string(turn.sample) : name,
                      turn.checkpoint ? step(*turn.checkpoint) : "never", number(turn.rise)});
    }
    text_ += htmlTable({"sample", "turns at", "rise of its share of orders from 3 on"}, rows);
    text_ += paragraph("The mean order of a single sample is noisy: take the rank as a hint which samples to look at.");
  }

  void groups() {
    section("Mislabeled against clean samples");
    if (!data_.groups) {
      text_ += paragraph("The results do not say which samples are mislabeled.");
      return;
    }
    const GroupComparison& groups = *data_.groups;
    text_ += svgFigure(data_, FigureKind::groups,
                       "Strength by order of clean and of mislabeled training samples at the last checkpoint, each "
                       "with the label it was trained with.");
    text_ += paragraph("Orders 3 and above hold " + number(100.0 * groups.mislabeledShare) +
                       " % of the strength on mislabeled samples and " + number(100.0 * groups.cleanShare) +
                       " % on clean ones: the published finding, more of high orders on mislabeled samples, " +
                       (groups.moreHighOrders() ? "holds here." : "does not hold here."));
  }

  void untrained() {
    section("Before training");
    text_ += svgFigure(data_, FigureKind::untrained,
                       "Shares by order at the first checkpoint beside what an untrained network has in theory.");
  }

  void trust() {
    section("How far to trust this");
    Rows rows;
    double gap = std::numeric_limits<double>::quiet_NaN();
    std::size_t falling = 0, known = 0;
    const auto chosen = representativePoints(data_);
    std::size_t point = 0;
    for (std::size_t c = 0; c < header_.checkpoints(); ++c) {
      const CheckpointTrust& at = analysis_.trust[c];
      if (at.samples == 0) continue;
      ++known;
      gap = std::fmax(gap, at.gap);
      falling += at.scores.monotone ? 0 : 1;
      if (std::find(chosen.begin(), chosen.end(), point++) == chosen.end()) continue;
      rows.push_back({step(c), number(at.range), number(at.largest), number(at.salientMean), number(at.explained),
                      number(at.leastExplained), at.scores.monotone ? "yes" : "no"});
    }
    text_ += htmlTable(
        {"checkpoint", "mean |v(N) \u2212 v(\u2205)|", "largest error, all interactions", "mean error, salient ones",
         "explained by the salient ones", "of the worst sample", "mean scores rise"},
        rows);
    if (!std::isnan(gap))
      text_ +=
          paragraph("No decomposition is further than " + number(100.0 * gap) +
                    " % from the sparsest one: that is certified by a lower bound for each sample and checkpoint.");
    text_ += paragraph("The theorem on sparsity assumes that the mean score of coalitions rises with their size: it " +
                       std::string(falling == 0 ? "does at every checkpoint."
                                                : "does not at " + std::to_string(falling) + " of " +
                                                      std::to_string(known) + " checkpoints."));
    stability();
    text_ += svgFigure(data_, FigureKind::sparsity,
                       "Strengths of all interactions of all samples in falling order, on logarithmic axes.");
  }

  void stability() {
    for (const std::string& sentence : analysis_.drawsLeftOut) text_ += paragraph(escaped(sentence));
    std::vector<std::string> titles{"over draws of the variables"};
    for (int k = 1; k <= data_.variables; ++k) titles.push_back("order " + std::to_string(k));
    Rows rows;
    std::size_t most = 0;
    for (std::size_t c = 0; c < analysis_.draws.size(); ++c) {
      if (analysis_.draws[c].empty()) continue;
      const StrengthBand band = strengthBand(analysis_.draws[c]);
      most = std::max(most, band.draws);
      std::vector<std::string> row{step(c)};
      for (std::size_t k = 0; k < band.mean.size(); ++k)
        row.push_back(number(band.mean[k]) + " \u00b1 " + number(band.deviation[k]));
      rows.push_back(std::move(row));
    }
    if (rows.empty()) {
      text_ += paragraph("How stable the strengths are over other draws of the input variables was not measured.");
      return;
    }
    text_ += paragraph("Strength by order over " + std::to_string(most) +
                       " draws of the input variables, mean and standard deviation:");
    text_ += htmlTable(titles, rows);
  }

  void choices() {
    section("Every choice");
    Rows rows{{"salient", toText(analysis_.salience)}, {"computed", computedText(header_)}};
    const auto options = nlohmann::json::parse(header_.options, nullptr, false);
    if (options.is_object()) {
      for (const auto& [key, value] : options.items()) {
        if (key == "samples" || key == "checkpoints" || key == "splits" || key == "mislabeled") continue;
        rows.push_back({key, value.is_string() ? value.get<std::string>() : value.dump()});
      }
    }
    text_ += htmlTable({"choice", "value"}, rows, "text");
  }

  const ResultsReader& results_;
  const ResultsHeader& header_;
  const StoredAnalysis& analysis_;
  FigureData data_;
  std::string text_;
};

}  // namespace

std::string htmlReport(const ResultsReader& results, const std::filesystem::path& file, RunControl& control) {
  const Salience salience = storedSalience(results.header());
  const StoredAnalysis analysis = analyzeStored(results, {salience, {}, file}, control);
  return Page(results, analysis).html();
}

}  // namespace spindle::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report.h"

#include "app/report_html.h"
#include "app/show.h"
#include "core/analysis/along_series.h"
#include "core/analysis/figure_charts.h"
#include "core/analysis/representative.h"
#include "core/analysis/series_axis.h"
#include "core/base/user_error.h"
#include "core/base/version.h"
#include "core/results/results_options.h"
#include "core/results/stored_choices.h"
#include "ui/colors/color_theme.h"
#include "ui/figure/figure_page.h"

#include <algorithm>

namespace spindle::app {
namespace {

constexpr std::size_t mostRows = 40, openRows = 8;
constexpr double figureInches = 7.0;

std::string escaped(const std::string& text) {
  return htmlEscaped(text);
}

std::string paragraph(const std::string& html, const std::string& style = "") {
  return (style.empty() ? "<p>" : "<p class=\"" + style + "\">") + html + "</p>\n";
}

/// The command that writes the tables of an analysis.
std::string allRows(const std::string& analysis) {
  return "<code>spindle analyze " + escaped(analysis) + " RESULTS.h5 --csv FOLDER</code>";
}

std::string css(ColorRole role, ColorTheme theme) {
  return themeColor(role, theme).name().toStdString();
}

std::string page(ColorTheme theme) {
  return "color:" + css(ColorRole::words, theme) + ";background:" + css(ColorRole::ground, theme);
}

std::string styleOf(FindingKind kind) {
  return kind == FindingKind::result ? "" : kind == FindingKind::caution ? "caution" : "small";
}

/// A table as it is meant to be read, folded where it is long; its first rows where there are many.
std::string htmlTable(const Table& table, const std::string& analysis) {
  std::string html = "<table><thead><tr>";
  for (const ColumnInfo& column : table.columns())
    html +=
        std::string(column.kind == ColumnKind::text ? "<th class=\"text\">" : "<th>") + escaped(column.title) + "</th>";
  html += "</tr></thead><tbody>\n";
  const std::size_t shown = std::min(table.rows().size(), mostRows);
  for (std::size_t r = 0; r < shown; ++r) {
    const auto& row = table.rows()[r];
    html += "<tr>";
    for (std::size_t c = 0; c < row.size(); ++c) {
      const ColumnKind kind = table.columns()[c].kind;
      html += std::string(kind == ColumnKind::text ? "<td class=\"text\">" : "<td>") +
              escaped(readableText(row[c], kind)) + "</td>";
    }
    html += "</tr>\n";
  }
  html += "</tbody></table>\n";
  if (shown < table.rows().size())
    html += paragraph("The first " + std::to_string(shown) + " of " + std::to_string(table.rows().size()) +
                          " rows; all of them: " + allRows(analysis) + ".",
                      "small");
  const std::string title = escaped(table.title());
  return "<details" + std::string(table.rows().size() <= openRows ? " open" : "") + "><summary>" + title +
         "</summary>\n" + html + "</details>\n";
}

std::string svgFigure(const FigurePage& page) {
  return "<figure>" + inlineSvg(page, figureInches) + "<figcaption>" + escaped(page.figure.sentence) +
         "</figcaption></figure>\n";
}

class Page {
 public:
  Page(const AnalyzedResults& found, const AnalysisList& list, RunControl& control)
      : found_(found), list_(list), control_(control), header_(found.results->header()) {
    const std::vector<std::size_t> known = knownCheckpoints(*found.strengths);
    if (known.empty())
      throw UserError(header_.run +
                      ": the results hold no finished checkpoint; continue with spindle extract --resume.");
    last_ = known.back();
  }

  std::string html() {
    head();
    text_ += playedDynamics(found_);
    summary();
    for (const auto& analysis : list_) section(analysis);
    choices();
    return text_ + "</main>\n" + playerScript + "</body></html>\n";
  }

 private:
  [[nodiscard]] const AnalysisResult& result(const Analysis& analysis) const {
    return *found_.found.at(analysis.info().name);
  }
  void title(const std::string& text) { text_ += "<h2>" + escaped(text) + "</h2>\n"; }

  void head() {
    const std::string name = escaped(header_.run);
    const std::string over = escaped(alongSeries(header_, "through training"));
    text_ = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + name +
            " \u2013 interactions " + over +
            "</title>\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
            "script-src 'unsafe-inline'\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<style>\n"
            "body{font:16px/1.5 'DejaVu Sans',sans-serif;margin:0;" +
            page(ColorTheme::light) +
            "}\n"
            "main{max-width:52rem;margin:0 auto;padding:1.5rem}\n"
            "h1{font-size:1.6rem;margin-bottom:0}h2{font-size:1.2rem;margin-top:2rem}\n"
            "figure{margin:1rem 0}figure svg{width:100%;height:auto}\n"
            "figcaption,.small{color:#555;font-size:.9rem}\n"
            "table{border-collapse:collapse;font-size:.9rem;display:block;overflow-x:auto}\n"
            "th,td{padding:.15rem .6rem;text-align:right;border-bottom:1px solid #ddd;white-space:nowrap}\n"
            "th.text,td.text{text-align:left}td.text{white-space:normal;min-width:8rem}\n"
            ".caution{border-left:3px solid " +
            css(ColorRole::andNegative, ColorTheme::light) +
            ";padding-left:.6rem}\n"
            "summary{cursor:pointer;margin:.4rem 0}\n" +
            playerStyle + "@media (prefers-color-scheme:dark){body{" + page(ColorTheme::dark) +
            "}figcaption,.small{color:#aaa}"
            "th,td{border-color:#444}figure svg{background:#fff;border-radius:4px}}\n"
            "@media "
            "print{body{background:#fff;color:#000;font-size:11pt}main{max-width:none;padding:0}.player{display:none}"
            "figure,tr{break-inside:avoid}h2{break-after:avoid}table{display:table;width:100%;font-size:7.5pt}"
            "th{white-space:normal}th,td{padding:.1rem .25rem}}\n"
            "</style></head><body><main>\n<h1>" +
            name + "</h1>\n<p class=\"small\">Interactions by order " + over + ". Written by Spindle " +
            escaped(programVersion) + " from results computed by Spindle " + escaped(header_.version) + ", " +
            escaped(header_.created) + ".</p>\n";
  }

  /// The first finding of each analysis that found something.
  void summary() {
    title("What was found");
    text_ += paragraph(escaped(choicesLine(header_, found_.choices.salience)), "small");
    for (const auto& analysis : list_) {
      const auto findings = result(*analysis).findings();
      if (findings.empty() || findings.front().kind != FindingKind::result) continue;
      text_ += paragraph("<b>" + escaped(analysis->info().title) + ".</b> " + escaped(findings.front().text));
    }
  }

  void section(const std::shared_ptr<const Analysis>& analysis) {
    const AnalysisInfo& info = analysis->info();
    title(info.title);
    text_ += paragraph(escaped(alongSeries(header_, info.sentence)) + ". " + escaped(info.paper) + ".", "small");
    for (const AnalysisFinding& finding : result(*analysis).findings()) write(finding, finding.topic);
    for (const AnalysisFinding& finding : result(*analysis).findingsAt({last_, {}}))
      write(finding, finding.topic == "Here" ? placeName(header_, last_) : finding.topic);
    for (const FigureInfo& figure : info.figures) {
      const FigurePage page = figurePage(figureCharts(found_, {analysis, figure}), found_);
      if (const auto missing = page.figure.missing())
        text_ += paragraph(escaped(figure.title) + ": " + escaped(*missing) + ".", "small");
      else
        text_ += svgFigure(page);
    }
    for (const TableMaker& maker : result(*analysis).tables()) {
      if (maker.large) {
        text_ += paragraph(escaped(maker.title) + ": a large table, by " + allRows(info.name) + ".", "small");
        continue;
      }
      const Table table = maker.make(control_).wide();
      if (!table.rows().empty()) text_ += htmlTable(table, info.name);
    }
  }

  void write(const AnalysisFinding& finding, const std::string& topic) {
    text_ += paragraph("<b>" + escaped(topic) + ".</b> " + escaped(finding.text), styleOf(finding.kind));
  }

  void choices() {
    title("Every choice");
    std::vector<std::pair<std::string, std::string>> rows{{"salient", toText(found_.choices.salience)},
                                                          {"computed", computedText(header_)}};
    for (auto& row : optionRows(readOptions(header_))) rows.push_back(std::move(row));
    text_ += "<table><tbody>\n";
    for (const auto& [choice, value] : rows)
      text_ +=
          "<tr><td class=\"text\">" + escaped(choice) + "</td><td class=\"text\">" + escaped(value) + "</td></tr>\n";
    text_ += "</tbody></table>\n";
  }

  const AnalyzedResults& found_;
  const AnalysisList& list_;
  RunControl& control_;
  const ResultsHeader& header_;
  std::size_t last_ = 0;
  std::string text_;
};

}  // namespace

std::string htmlReport(const std::shared_ptr<const ResultsReader>& results, const std::filesystem::path& file,
                       const AnalysisList& list, RunControl& control) {
  const AnalysisChoices choices{storedSalience(results->header()), {}, {}};
  return Page(*analyzed(results, file, list, choices, control), list, control).html();
}

}  // namespace spindle::app

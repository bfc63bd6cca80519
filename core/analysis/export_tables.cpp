// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/export_tables.h"

#include "core/analysis/table_folder.h"
#include "core/analysis/values/game_values.h"
#include "core/base/csv_text.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/dynamics/strength_curve.h"
#include "core/results/stored_variables.h"
#include "core/store/export_csv.h"
#include "core/store/table_headers.h"

namespace spindle {
namespace {

class Tables {
 public:
  Tables(const ResultsReader& results, const StoredAnalysis& analysis, TableFolder& folder, RunControl& control)
      : results_(results),
        header_(results.header()),
        analysis_(analysis),
        folder_(folder),
        control_(control),
        run_(csvCell(header_.run)) {}

  void write() {
    dynamics();
    values();
    trust();
    phases();
    if (!analysis_.theory.empty()) theory();
    if (!analysis_.similarity.empty()) similarity();
    if (!analysis_.groups.empty()) groups();
    draws();
  }

 private:
  [[nodiscard]] bool known(std::size_t c) const { return analysis_.samples[c].presentSamples() > 0; }
  [[nodiscard]] std::string step(std::size_t c) const { return shortest(header_.step[c]); }
  [[nodiscard]] std::size_t orders() const { return static_cast<std::size_t>(header_.variables); }

  void save(const std::string& name, const std::string& text) { folder_.add(name, text); }

  void dynamics() {
    std::vector<CsvCheckpoint> rows;
    std::string salient(table_headers::salient);
    for (std::size_t c = 0; c < header_.checkpoints(); ++c) {
      const OrderStrength strength = orderStrength(analysis_.samples[c]);
      rows.push_back(csvCheckpoint(header_, c, strength));
      if (known(c)) {
        const SalientCounts counts = salientCounts(analysis_.samples[c]);
        for (std::size_t k = 0; k < orders(); ++k) {
          appendCsvLine(salient, {run_, step(c), std::to_string(k + 1), shortest(counts.andCount[k]),
                                  shortest(counts.orCount[k])});
        }
      }
    }
    save("dynamics.csv", dynamicsCsv(header_.run, rows));
    save("losses.csv", lossesCsv(header_.run, rows));
    save("salient.csv", salient);
  }

  void values() {
    std::string single(table_headers::values);
    std::string pairs(table_headers::pairs);
    for (std::size_t c = 0; c < header_.checkpoints(); ++c) {
      control_.progress(c, header_.checkpoints(), header_.checkpointNames[c]);
      for (std::size_t s = 0; s < header_.samples(); ++s) {
        if (control_.stopRequested()) throw Stopped{};
        if (!results_.done(c, s)) continue;
        const GameValues values = gameValues(results_.pair(c, s).values.values());
        const auto names = storedVariableNames(header_, s);
        const std::string sample = std::to_string(header_.sampleIndex[s]), name = csvCell(header_.sampleNames[s]);
        for (std::size_t i = 0; i < orders(); ++i) {
          appendCsvLine(single, {run_, step(c), sample, name, std::to_string(i + 1), csvCell(names[i]),
                                 shortest(values.shapley[i]), shortest(values.banzhaf[i])});
          for (std::size_t j = i + 1; j < orders(); ++j) {
            appendCsvLine(pairs, {run_, step(c), sample, std::to_string(i + 1), std::to_string(j + 1),
                                  shortest(values.shapleyPairs[i * orders() + j])});
          }
        }
      }
    }
    save("values.csv", single);
    save("pairs.csv", pairs);
  }

  void trust() {
    std::string text(table_headers::trust);
    std::string scores(table_headers::meanScores);
    for (std::size_t c = 0; c < header_.checkpoints(); ++c) {
      const CheckpointTrust& t = analysis_.trust[c];
      if (t.samples == 0) continue;
      appendCsvLine(text, {run_, step(c), std::to_string(t.samples), shortest(t.range), shortest(t.largest),
                           shortest(t.salientMean), shortest(t.explained), shortest(t.leastExplained), shortest(t.gap),
                           t.scores.monotone ? "yes" : "no"});
      for (std::size_t k = 0; k < t.scores.byOrder.size(); ++k) {
        appendCsvLine(scores,
                      {run_, step(c), std::to_string(k), shortest(t.scores.byOrder[k]), shortest(t.scores.error[k])});
      }
    }
    save("trust.csv", text);
    save("mean_scores.csv", scores);
  }

  void phases() {
    std::string text(table_headers::phases);
    for (const PhaseResult* rule : analysis_.phases.rules()) {
      const auto& interval = rule->interval;
      appendCsvLine(text, {run_, csvCell(rule->rule), rule->checkpoint ? step(*rule->checkpoint) : "none",
                           interval ? step(interval->low) : "", interval ? step(interval->high) : "",
                           !interval                                   ? ""
                           : interval->kind == IntervalKind::bootstrap ? "bootstrap"
                                                                       : "sensitivity",
                           csvCell(rule->explanation)});
    }
    save("phases.csv", text);
  }

  void theory() {
    std::string text(table_headers::theory);
    for (const TheoryPoint& at : analysis_.theory) {
      for (std::size_t k = 0; k < at.measured.size(); ++k) {
        appendCsvLine(text, {run_, step(at.checkpoint), shortest(at.fit.sigma2), shortest(at.fit.residual),
                             shortest(at.geometric), std::to_string(k + 1), shortest(at.measured[k]),
                             shortest(at.fit.shares[k])});
      }
    }
    save("theory.csv", text);
  }

  void similarity() {
    std::string text(table_headers::similarity);
    for (std::size_t c = 0; c < analysis_.similarity.size(); ++c) {
      for (const ClassSimilarity& one : analysis_.similarity[c].classes) {
        for (std::size_t k = 0; k < one.similarity.size(); ++k) {
          appendCsvLine(text, {run_, step(c), std::to_string(one.target), std::to_string(k + 1),
                               shortest(one.similarity[k]), one.undefined[k] ? "no" : "yes"});
        }
      }
    }
    save("similarity.csv", text);
  }

  void appendStrength(std::string& text, std::size_t c, const std::string& group, const OrderStrength& strength) {
    for (int k = 1; k <= strength.variables(); ++k) {
      appendCsvLine(text, {run_, step(c), group, std::to_string(k), shortest(strength.positive(k)),
                           shortest(strength.negative(k))});
    }
  }

  void groups() {
    std::string text(table_headers::groups);
    for (std::size_t c = 0; c < analysis_.groups.size(); ++c) {
      appendStrength(text, c, "clean", analysis_.groups[c].clean);
      appendStrength(text, c, "mislabeled", analysis_.groups[c].mislabeled);
    }
    save("groups.csv", text);
  }

  void draws() {
    std::string text(table_headers::draws);
    bool any = false;
    for (std::size_t c = 0; c < analysis_.draws.size(); ++c) {
      for (std::size_t d = 0; d < analysis_.draws[c].size(); ++d) {
        appendStrength(text, c, std::to_string(d + 1), analysis_.draws[c][d]);
        any = true;
      }
    }
    if (any) save("draws.csv", text);
  }

  const ResultsReader& results_;
  const ResultsHeader& header_;
  const StoredAnalysis& analysis_;
  TableFolder& folder_;
  RunControl& control_;
  std::string run_;
};

}  // namespace

std::vector<std::string> exportTables(const ResultsReader& results, const StoredAnalysis& analysis,
                                      const std::filesystem::path& folder, RunControl& control) {
  TableFolder tables(folder);
  Tables(results, analysis, tables, control).write();
  return tables.publish();
}

}  // namespace spindle

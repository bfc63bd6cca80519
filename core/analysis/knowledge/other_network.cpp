// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/knowledge/other_network.h"

#include "core/analysis/knowledge/knowledge_pass.h"
#include "core/analysis/reference_checkpoint.h"
#include "core/analysis/series_axis.h"
#include "core/chart/number_text.h"

#include <memory>
#include <utility>

namespace spindle {

OtherNetwork otherNetwork(const ResultsHeader& header, const AnalyzedResults& other, const std::string& label,
                          const SalientLists& here, bool shared) {
  OtherNetwork one{label, {}, matchedSamples(header, other.results->header(), label), {}};
  one.at.resize(here.size());
  const auto last = lastComputedCheckpoint(*other.results);
  if (!last) return one;
  one.place = placeName(other.results->header(), *last);
  const auto pass = std::static_pointer_cast<const KnowledgePass>(other.passes.at("knowledge"));
  for (std::size_t c = 0; c < here.size(); ++c) {
    const SetAgreement agreement =
        setAgreement(here[c], pass->lists[shared ? 1 : 0][*last], one.matched, header.variables);
    if (agreement.samples > 0) one.at[c] = agreement;
  }
  return one;
}

std::vector<AnalysisFinding> agreementFindings(const ResultsHeader& header, const OtherNetwork& other) {
  std::vector<AnalysisFinding> list;
  if (!other.matched.leftOut.empty()) list.push_back({"Samples", other.matched.leftOut, {}, FindingKind::caution});
  std::size_t last = other.at.size();
  for (std::size_t c = 0; c < other.at.size(); ++c) last = other.at[c] ? c : last;
  if (last == other.at.size()) return list;
  const std::vector<double>& iou = other.at[last]->iou;
  AnalysisFinding finding{"Agreement",
                          "At " + placeName(header, last) + " the salient interactions here and in " + other.label +
                              " (" + other.place + ") have an intersection over union of " + numberText(iou.back()) +
                              "; by order",
                          {{"iou", iou.back()}}};
  for (std::size_t k = 0; k + 1 < iou.size(); ++k) {
    finding.text += (k == 0 ? " " : ", ") + numberText(iou[k]);
    finding.numbers.emplace_back("iou_" + std::to_string(k + 1), iou[k]);
  }
  finding.text += ".";
  list.push_back(std::move(finding));
  return list;
}

Chart agreementChart(const ResultsHeader& header, const std::vector<OtherNetwork>& others) {
  Chart chart;
  chart.name = "agreement";
  chart.title = "Salient interactions that other networks have too at their last checkpoint";
  chart.x = seriesAxis(header);
  chart.y.label = "intersection over union";
  chart.y.low = 0.0;
  chart.y.high = 1.0;
  for (const OtherNetwork& other : others) {
    Line line{other.label, {}, {}, Ink::series(static_cast<int>(chart.marks.size())), LineStyle::solid, true, {}};
    for (std::size_t c = 0; c < other.at.size(); ++c) {
      if (!other.at[c]) continue;
      line.x.push_back(header.step[c]);
      line.y.push_back(other.at[c]->iou.back());
      line.targets.push_back(ChartTarget::checkpoint(c));
    }
    if (!line.x.empty()) chart.marks.push_back(std::move(line));
  }
  if (chart.marks.empty()) chart.empty = "no sample of the other results can be compared";
  return chart;
}

Table agreementTable(const ResultsHeader& header, const std::vector<OtherNetwork>& others) {
  Table table("agreement", "Salient interactions that two networks share",
              {seriesColumn(header),
               {"results", "results", ColumnKind::text},
               {"order", "order", ColumnKind::count},
               {"iou", "intersection over union"}});
  for (std::size_t c = 0; c < header.checkpoints(); ++c) {
    for (const OtherNetwork& other : others) {
      for (std::size_t k = 0; other.at[c] && k + 1 < other.at[c]->iou.size(); ++k)
        table.addRow({header.step[c], other.label, static_cast<std::int64_t>(k + 1), other.at[c]->iou[k]},
                     ChartTarget::checkpoint(c));
    }
  }
  table.setSpread("order", "iou");
  return table;
}

}  // namespace spindle

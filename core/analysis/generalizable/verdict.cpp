// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/generalizable/verdict.h"

namespace spindle {
namespace {

std::vector<Verdict> unasked(const std::vector<Judge>& judges) {
  std::vector<Verdict> list;
  std::vector<std::size_t> everyone;
  for (std::size_t j = 0; j < judges.size(); ++j) {
    list.push_back({judges[j].label, {j}, 1, {}});
    everyone.push_back(j);
  }
  if (judges.size() < 2) return list;
  list.push_back({"majority", everyone, judges.size() / 2 + 1, {}});
  list.push_back({"all judges", everyone, judges.size(), {}});
  return list;
}

/// Over the samples that all its judges know; none where there is none, or a judge has no checkpoint for this one.
std::optional<JudgedStrength> judged(const Verdict& verdict, const std::vector<Judge>& judges,
                                     const std::vector<std::optional<SalientList>>& here, const ResultsHeader& header,
                                     std::size_t checkpoint, bool sameStep, bool sameSign) {
  std::vector<std::size_t> rows;
  for (const std::size_t j : verdict.judges) {
    const auto row = judges[j].rowFor(header, checkpoint, sameStep);
    if (!row) return std::nullopt;
    rows.push_back(*row);
  }
  std::optional<JudgedStrength> sum;
  for (std::size_t s = 0; s < here.size(); ++s) {
    std::vector<const SalientList*> lists;
    for (std::size_t i = 0; i < rows.size() && here[s]; ++i) {
      const Judge& judge = judges[verdict.judges[i]];
      const auto& ofCheckpoint = judge.pass->lists.at(rows[i]);
      if (!judge.sample[s] || ofCheckpoint.empty() || !ofCheckpoint[*judge.sample[s]]) break;
      lists.push_back(&*ofCheckpoint[*judge.sample[s]]);
    }
    if (!here[s] || lists.size() != rows.size()) continue;
    if (!sum) sum.emplace(header.variables);
    sum->add(judgedStrength(*here[s], lists, verdict.votes, sameSign, header.variables));
  }
  return sum;
}

}  // namespace

std::vector<Verdict> verdictsOf(const ResultsHeader& header, const std::vector<Judge>& judges, const SalientPass& here,
                                const std::vector<std::size_t>& known, bool sameStep, bool sameSign) {
  std::vector<Verdict> list = unasked(judges);
  for (Verdict& verdict : list) {
    verdict.at.resize(header.checkpoints());
    for (const std::size_t c : known)
      verdict.at[c] = judged(verdict, judges, here.lists[c], header, c, sameStep, sameSign);
  }
  return list;
}

}  // namespace spindle

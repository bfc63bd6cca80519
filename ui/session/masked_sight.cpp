// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/masked_sight.h"

#include "core/measure/extraction_inputs.h"
#include "ui/session/wording.h"

#include <QCoreApplication>

#include <cmath>

namespace spindle {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("Wording", text);
}

/// Of a normalized value; what rounding leaves of 0 is 0.
float raw(const InputFormat& format, float value, std::size_t element) {
  const auto of = [&](const std::vector<double>& list, double usual) {
    return list.empty() ? usual : list.size() == 1 ? list[0] : list[format.channelOf(element)];
  };
  const double mean = of(format.mean, 0.0), std = of(format.std, 1.0);
  const double found = static_cast<double>(value) * std + mean;
  return std::abs(found) < 1e-6 * (std::abs(mean) + std::abs(std)) ? 0.0F : static_cast<float>(found);
}

}  // namespace

MaskedSight maskedSight(const RunFacts& facts, const InputVariables& variables, std::size_t sample,
                        Coalition coalition) {
  MaskedSight sight{coalition, {}, {}};
  const SampleSet& set = facts.samples;
  if (facts.resultsOnly || !facts.options.maskAt.empty() || sample >= set.samples.size()) return sight;
  const Sample& whole = set.samples[sample];
  const MaskedInput input = maskedInput(set, sample, variables, facts.options);
  std::vector<float> row(input.elements());
  input.write(coalition, row);
  sight.values.resize(row.size());
  std::vector<bool> kept(row.size());
  for (std::size_t e = 0; e < row.size(); ++e) {
    kept[e] = row[e] == set.format.normalized(static_cast<double>(whole.values[e]), e);
    sight.values[e] = kept[e] ? whole.values[e] : raw(set.format, row[e], e);
  }
  for (std::size_t w = 0; w < whole.words.size(); ++w) {
    QStringList pieces;
    bool masked = false;
    for (const std::uint32_t token : w < whole.wordTokens.size() ? whole.wordTokens[w] : std::vector<std::uint32_t>()) {
      masked = masked || !kept[token];
      pieces << QString::fromStdString(facts.maskedToken);
    }
    sight.words << (masked ? pieces.join(QLatin1Char(' ')) : QString::fromStdString(whole.words[w]));
  }
  return sight;
}

QString scoreUnit(const std::string& score) {
  return score == "log-odds" || score == "log-probability" ? tr("nats") : QString::fromStdString(score);
}

QString sightText(const InteractionList& list, const std::string& score, Coalition coalition) {
  if (coalition >= list.scores.size()) return {};
  return tr("v(T) = %1, v(N) = %2, v(\u2205) = %3 %4")
      .arg(valueText(list.scores[coalition]), valueText(list.scores.back()), valueText(list.scores.front()),
           scoreUnit(score));
}

QString coalitionText(Coalition coalition, const QStringList& names) {
  if (coalition == 0) return tr("No variable");
  QStringList present;
  for (int i = 0; i < names.size(); ++i) {
    if ((coalition >> i & 1U) != 0) present << names[i];
  }
  if (present.size() == names.size()) return tr("All variables");
  return tr("Only %1").arg(present.join(QStringLiteral(" + ")));
}

}  // namespace spindle

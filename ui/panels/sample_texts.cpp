// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/sample_texts.h"

#include "ui/session/wording.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("SamplePanel", text);
}

bool isVariable(const InputVariables& variables, std::size_t place) {
  const auto& all = variables.all();
  return std::any_of(all.begin(), all.end(), [place](const InputVariable& variable) {
    return std::find(variable.positions.begin(), variable.positions.end(), place) != variable.positions.end();
  });
}

}  // namespace

QString className(const SampleSet& set, std::int64_t target) {
  const auto index = static_cast<std::size_t>(target);
  if (target >= 0 && index < set.classes.size()) return QString::fromStdString(set.classes[index]);
  return tr("class %1").arg(target);
}

QString columnText(const SampleSet& set, std::size_t column, double value) {
  const QString name =
      column < set.columns.size() ? QString::fromStdString(set.columns[column]) : tr("column %1").arg(column);
  return tr("%1 = %2").arg(name, valueText(value));
}

QStringList itemTexts(const RunFacts& facts, const Sample& sample, const InputVariables& variables) {
  QStringList texts;
  const InputKind kind = facts.samples.format.kind;
  if (kind == InputKind::text) {
    for (const std::string& word : sample.words) texts << QString::fromStdString(word);
  } else if (kind == InputKind::tabular && !facts.resultsOnly) {
    const auto& baseline = facts.options.baseline.values;
    for (std::size_t i = 0; i < sample.values.size(); ++i) {
      const QString text = columnText(facts.samples, i, static_cast<double>(sample.values[i]));
      const bool known = isVariable(variables, i) && (baseline.size() == 1 || i < baseline.size());
      texts << (known ? tr("%1 \u2192 %2").arg(text, valueText(baseline.size() == 1 ? baseline[0] : baseline[i]))
                      : text);
    }
  }
  return texts;
}

QString formatText(const RunFacts& facts) {
  const SampleSummary& summary = facts.summary;
  if (facts.samples.format.kind == InputKind::text)
    return tr("text, up to %1 tokens").arg(facts.samples.format.elements());
  return tr("%1 %2, %3 to %4%5")
      .arg(QString::fromStdString(summary.kind), QString::fromStdString(summary.shape),
           QString::number(summary.least, 'g', 3), QString::number(summary.most, 'g', 3),
           summary.doubtful ? tr(" \u2013 check the normalization") : QString());
}

QString formatTip(const RunFacts& facts) {
  const QString type = QString::fromStdString(facts.summary.storedType);
  const auto baseline = std::find_if(facts.findings.begin(), facts.findings.end(),
                                     [](const Finding& finding) { return finding.what == "baseline"; });
  const QString masked = baseline == facts.findings.end() ? QString() : QString::fromStdString(baseline->text);
  return tr("<p>Raw values%1: %2. To change how they are read and normalized: File, Run settings.</p>%3")
      .arg(type.isEmpty() ? QString() : tr(" of type %1").arg(type),
           QString::fromStdString(facts.summary.guess).toHtmlEscaped(),
           masked.isEmpty() ? QString() : tr("<p>Baseline: %1.</p>").arg(masked.toHtmlEscaped()));
}

QString targetText(const RunFacts& facts, const Sample& sample, const InteractionList* scores) {
  QString text = tr("target: %1").arg(className(facts.samples, sample.target));
  if (scores == nullptr || scores->scores.empty()) return text;
  text += tr("   v(N) = %1").arg(valueText(scores->full));
  if (facts.score == "log-odds") text += tr(", p = %1").arg(valueText(1.0 / (1.0 + std::exp(-scores->full))));
  return text;
}

}  // namespace spindle

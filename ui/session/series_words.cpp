// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/series_words.h"

#include "core/chart/number_text.h"
#include "core/store/results_file.h"
#include "ui/session/wording.h"

#include <QCoreApplication>

#include <limits>

namespace spindle {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("Wording", text);
}

}  // namespace

QString placeText(const SeriesWords& words, const Checkpoint& at) {
  if (words.kind == SeriesKind::training && words.axis.empty())
    return placeText(at.step, at.epoch, words.stepsAreEpochs);
  if (words.kind == SeriesKind::depth && words.axis.empty() && at.name == outputFrame) return tr("the output");
  if (words.named() && words.kind == SeriesKind::models) return bareText(words, at);
  return axisText(words) + ' ' + bareText(words, at);
}

QString shortPlaceText(const SeriesWords& words, const Checkpoint& at) {
  Checkpoint plain = at;
  plain.epoch = std::numeric_limits<double>::quiet_NaN();
  return placeText(words, plain);
}

QString betweenText(const SeriesWords& words, const Checkpoint& lower, const Checkpoint& upper) {
  if (!words.axis.empty())
    return axisText(words) + tr(" between %1 and %2").arg(bareText(words, lower), bareText(words, upper));
  const QString pattern = words.kind == SeriesKind::depth    ? tr("between layers %1 and %2")
                          : words.kind == SeriesKind::models ? tr("between models %1 and %2")
                          : words.stepsAreEpochs             ? tr("between epochs %1 and %2")
                                                             : tr("between steps %1 and %2");
  return pattern.arg(bareText(words, lower), bareText(words, upper));
}

QString bareText(const SeriesWords& words, const Checkpoint& at) {
  if (words.named()) return QString::fromStdString(at.name);
  return words.axis.empty() ? stepText(at.step) : QString::fromStdString(stepNumberText(at.step));
}

QString axisText(const SeriesWords& words) {
  if (!words.axis.empty()) return QString::fromStdString(words.axis);
  if (words.kind == SeriesKind::depth) return tr("layer");
  if (words.kind == SeriesKind::models) return tr("model");
  return words.stepsAreEpochs ? tr("epoch") : tr("training step");
}

std::vector<QString> frameTexts(const CheckpointSeries& series) {
  std::vector<QString> texts;
  if (series.kind == SeriesKind::training) return texts;
  for (const Checkpoint& checkpoint : series.checkpoints) texts.push_back(bareText(SeriesWords(series), checkpoint));
  return texts;
}

}  // namespace spindle

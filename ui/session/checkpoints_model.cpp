// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/checkpoints_model.h"

#include "ui/session/series_words.h"
#include "ui/session/wording.h"

#include <QStringList>

#include <algorithm>
#include <cmath>
#include <limits>

namespace spindle {

void CheckpointsModel::reset() {
  beginResetModel();
  shown_ = static_cast<int>(track_.size());
  endResetModel();
}

void CheckpointsModel::update(std::size_t checkpoint) {
  const int row = static_cast<int>(checkpoint);
  if (row < shown_) emit dataChanged(index(row, 0), index(row, columns - 1));
}

bool CheckpointsModel::hasSteps() const {
  return !track_.series().stepsAreEpochs && !SeriesWords(track_.series()).named();
}

bool CheckpointsModel::hasEpochs() const {
  const auto& list = track_.series().checkpoints;
  return track_.series().stepsAreEpochs || std::any_of(list.begin(), list.end(), [](const Checkpoint& checkpoint) {
           return std::isfinite(checkpoint.epoch);
         });
}

int CheckpointsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : shown_;
}

int CheckpointsModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : columns;
}

QString CheckpointsModel::tip(std::size_t i) const {
  const Checkpoint& checkpoint = track_.checkpoint(i);
  QStringList lines{QString::fromStdString(checkpoint.name).toHtmlEscaped()};
  const QString place = placeText(SeriesWords(track_.series()), checkpoint).toHtmlEscaped();
  if (track_.series().kind == SeriesKind::training && track_.series().axis.empty())
    lines << tr("%1, step from its %2").arg(place, QString::fromStdString(checkpoint.stepSource).toHtmlEscaped());
  else
    lines << place;
  lines << tr("train loss %1, test loss %2").arg(valueText(checkpoint.trainLoss), valueText(checkpoint.testLoss));
  if (const TrackPoint* point = track_.point(i)) {
    for (const std::string& note : point->notes) lines << QString::fromStdString(note).toHtmlEscaped();
  }
  return QStringLiteral("<p>") + lines.join(QStringLiteral("<br>")) + QStringLiteral("</p>");
}

QVariant CheckpointsModel::data(const QModelIndex& index, int role) const {
  const auto row = static_cast<std::size_t>(index.row());
  if (!index.isValid() || row >= track_.size()) return {};
  const TickState state = track_.state(row);
  if (role == stateRole) return static_cast<int>(state);
  if (role == Qt::ToolTipRole) return tip(row);
  if (role == Qt::TextAlignmentRole && (index.column() == stepColumn || index.column() == epochColumn))
    return int{Qt::AlignRight | Qt::AlignVCenter};
  const Checkpoint& checkpoint = track_.checkpoint(row);
  if (role == Qt::AccessibleTextRole && index.column() == stateColumn) {
    return state == TickState::done ? tr("computed") : state == TickState::failed ? tr("failed") : tr("not computed");
  }
  if (role != Qt::DisplayRole) return {};
  switch (index.column()) {
    case stateColumn:
      return state == TickState::done ? QChar(0x25CF) : state == TickState::failed ? QChar(0x2715) : QChar(0x25CB);
    case stepColumn:
      if (!track_.series().axis.empty()) return bareText(SeriesWords(track_.series()), checkpoint);
      return stepText(track_.series().stepsAreEpochs ? std::numeric_limits<double>::quiet_NaN() : checkpoint.step);
    case epochColumn:
      return stepText(track_.series().stepsAreEpochs ? checkpoint.step : checkpoint.epoch);
    default:
      return QString::fromStdString(checkpoint.name);
  }
}

QVariant CheckpointsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  switch (section) {
    case stateColumn:
      return QString();
    case stepColumn:
      return track_.series().axis.empty() ? tr("step") : axisText(SeriesWords(track_.series()));
    case epochColumn:
      return tr("epoch");
    default:
      return SeriesWords(track_.series()).named() ? axisText(SeriesWords(track_.series())) : tr("file");
  }
}

}  // namespace spindle

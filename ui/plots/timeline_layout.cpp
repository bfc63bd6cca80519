// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/timeline_layout.h"

#include "ui/session/series_words.h"
#include "ui/session/wording.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

constexpr double halfInterval = 0.004;  // so that an interval of one checkpoint is seen

QString tr(const char* text) {
  return QCoreApplication::translate("spindle::TimelinePlot", text);
}

void add(TimelineLayout::Curve& curve, double place, double value) {
  if (!std::isfinite(value)) return;
  curve.places.push_back(place);
  curve.values.push_back(value);
}

double largest(const TimelineLayout::Curve& curve) {
  return curve.empty() ? 0.0 : *std::max_element(curve.values.begin(), curve.values.end());
}

QString stepLabel(const TimelineData& data) {
  if (data.axis.labeled()) return axisText(SeriesWords(data.track.series()));
  if (data.axis.evenlySpaced()) return tr("checkpoint");
  const bool log = data.axis.scale() == AxisScale::log;
  const SeriesWords words(data.track.series());
  if (!words.axis.empty()) return log ? tr("%1 (log)").arg(axisText(words)) : axisText(words);
  if (words.stepsAreEpochs) return log ? tr("epoch (log)") : tr("epoch");
  return log ? tr("training step (log)") : tr("training step");
}

QString stepOf(const TimelineData& data, std::size_t checkpoint) {
  return shortPlaceText(SeriesWords(data.track.series()), data.track.checkpoint(checkpoint));
}

QString choicesText(const ChoiceRange& range) {
  const QString draws = tr("%1 random selections of variables").arg(range.draws);
  const QString ties = tr("both ends of the tie-break");
  return range.draws == 0 ? ties : range.ties ? tr("%1, %2").arg(draws, ties) : draws;
}

/// Behind the place of the marker: " (37 to 85 over draws)".
QString choicesLabel(const TimelineData& data) {
  if (!data.phase.choices || !data.usable()) return {};
  const ChoiceRange& range = *data.phase.choices;
  QString over = range.draws == 0 ? tr("over ties") : range.ties ? tr("over draws and ties") : tr("over draws");
  if (range.without > 0) over = tr("%1, none in %2").arg(over).arg(range.without);
  if (range.low == range.high) return tr(" (the same %1)").arg(over);
  return tr(" (%1 to %2 %3)")
      .arg(stepText(data.track.checkpoint(range.low).step), stepText(data.track.checkpoint(range.high).step), over);
}

bool knownColumn(const TimelineData& data) {
  return data.column && *data.column < data.track.series().loggedColumns.size();
}

QString columnName(const TimelineData& data) {
  return QString::fromStdString(data.track.series().loggedColumns[*data.column]);
}

QString phaseText(const TimelineData& data) {
  const PhaseResult& phase = data.phase;
  QString text = tr("Phase two starts at %1. Rule: %2. %3")
                     .arg(stepOf(data, *phase.checkpoint), QString::fromStdString(phase.rule),
                          QString::fromStdString(phase.explanation));
  if (phase.interval) {
    text += tr(" 90 % interval over samples: %1 to %2.")
                .arg(stepText(data.track.checkpoint(phase.interval->low).step),
                     stepText(data.track.checkpoint(phase.interval->high).step));
  }
  if (phase.choices) {
    text += tr(" The same rule under other choices (%1): %2 to %3.")
                .arg(choicesText(*phase.choices), stepText(data.track.checkpoint(phase.choices->low).step),
                     stepText(data.track.checkpoint(phase.choices->high).step));
    if (phase.choices->without > 0) text += tr(" %1 of them have no start.").arg(phase.choices->without);
  }
  return text + (data.complete ? QString() : tr(" The computation is not finished: it may move."));
}

QString tickText(const TimelineData& data, std::size_t i, const QString& place) {
  const TickState state = data.track.state(i);
  QString text = tr("%1, %2: %3.")
                     .arg(QString::fromStdString(data.track.checkpoint(i).name), place,
                          state == TickState::done     ? tr("computed")
                          : state == TickState::failed ? tr("failed")
                                                       : tr("not computed yet"));
  const TrackPoint* point = data.track.point(i);
  if (point != nullptr && !point->notes.empty()) text += ' ' + QString::fromStdString(point->notes.front());
  return text;
}

}  // namespace

TimelineLayout timelineLayout(const TimelineData& data) {
  const DynamicsTrack& track = data.track;
  TimelineLayout layout;
  layout.stepLabel = stepLabel(data);
  for (std::size_t i = 0; data.usable() && i < track.size(); ++i) {
    const double place = data.axis.place(i);
    add(layout.train, place, track.checkpoint(i).trainLoss);
    add(layout.test, place, track.checkpoint(i).testLoss);
    if (knownColumn(data)) add(layout.column, place, track.checkpoint(i).logged.at(*data.column));
    layout.ticks[static_cast<std::size_t>(track.state(i))].push_back(place);
    if (track.state(i) == TickState::done) add(layout.meanOrder, place, track.point(i)->strength.meanOrder());
  }
  const double most = std::max(largest(layout.train), largest(layout.test));
  if (most > 0.0) layout.losses.second = 1.08 * most;
  if (data.beside != nullptr && data.usable()) {
    for (std::size_t i = 0; i < data.beside->places.size(); ++i)
      add(layout.besideOrder, data.beside->places[i], data.beside->meanOrders[i]);
  }
  std::vector<double> orders = layout.meanOrder.values;
  orders.insert(orders.end(), layout.besideOrder.values.begin(), layout.besideOrder.values.end());
  if (!orders.empty()) {
    const auto [low, high] = std::minmax_element(orders.begin(), orders.end());
    const double margin = std::max(0.15, 0.1 * (*high - *low));
    layout.orders = {std::max(0.0, *low - margin), *high + margin};
  }
  if (!layout.column.empty()) {
    const auto [low, high] = std::minmax_element(layout.column.values.begin(), layout.column.values.end());
    const double margin = *high > *low ? 0.06 * (*high - *low) : std::max(0.05 * std::abs(*high), 1e-12);
    layout.columns = {*low - margin, *high + margin};
    layout.columnLabel = tr("%1 (%2 to %3)").arg(columnName(data), valueText(*low), valueText(*high));
  }
  const bool open = track.size() > 0;
  const bool nothing = open && layout.train.empty() && layout.test.empty();
  layout.lossAxis = open && !nothing;
  layout.trainNamed = !open || !layout.train.empty();
  layout.testNamed = !open || !layout.test.empty();
  if (!nothing) layout.lossLabel = tr("loss");
  if (nothing && layout.meanOrder.empty() && layout.column.empty()) layout.empty = tr("no loss log found");
  return layout;
}

TimelineMarkers timelineMarkers(const TimelineData& data) {
  TimelineMarkers markers;
  const auto mark = [&data](const std::optional<std::size_t>& checkpoint,
                            const QString& words) -> std::optional<TimelineMarkers::Marker> {
    if (!data.usable() || !checkpoint || *checkpoint >= data.axis.size()) return std::nullopt;
    const QString step = stepOf(data, *checkpoint);
    return TimelineMarkers::Marker{data.axis.place(*checkpoint), words.arg(step), step};
  };
  markers.phase =
      mark(data.phase.checkpoint, data.complete ? tr("phase two starts, %1") : tr("phase two (preliminary), %1"));
  if (markers.phase) markers.phase->words += choicesLabel(data);
  markers.own = mark(data.own, tr("my marker, %1"));
  markers.pinned = mark(data.pinned, tr("pinned, %1"));
  if (data.usable() && data.beside != nullptr && data.beside->start)
    markers.beside = {*data.beside->start,
                      tr("%1: phase two starts, %2").arg(data.beside->name, data.beside->startStep),
                      data.beside->startStep};
  // Over layers and models there is nothing to be missed; the page of the phases says why.
  const bool training = data.track.series().kind == SeriesKind::training;
  if (data.usable() && data.complete && training && !data.phase.checkpoint && !data.phase.rule.empty())
    markers.none =
        tr("%1 Rule: %2.").arg(QString::fromStdString(data.phase.explanation), QString::fromStdString(data.phase.rule));
  const auto range = data.phase.uncertainty();
  if (markers.phase && range && range->second < data.axis.size())
    markers.interval = {data.axis.place(range->first) - halfInterval, data.axis.place(range->second) + halfInterval};
  return markers;
}

bool isNear(const StepAxis& axis, std::size_t checkpoint, double place, double reach) {
  return checkpoint < axis.size() && std::abs(axis.place(checkpoint) - place) <= reach;
}

std::optional<std::size_t> finishedAt(const TimelineData& data, double place, double reach) {
  if (!data.usable()) return std::nullopt;
  const std::size_t nearest = data.axis.nearest(place);
  if (!isNear(data.axis, nearest, place, reach) || data.track.state(nearest) != TickState::done) return std::nullopt;
  return nearest;
}

QString timelineText(const TimelineData& data, double place, double reach, bool onTicks) {
  if (!data.usable()) return {};
  if (!onTicks && data.own && isNear(data.axis, *data.own, place, reach))
    return tr("Your marker; drag to move, right-click to remove.");
  if (!onTicks && data.phase.checkpoint && isNear(data.axis, *data.phase.checkpoint, place, reach))
    return phaseText(data);
  const std::size_t i = data.axis.nearest(place);
  const Checkpoint& checkpoint = data.track.checkpoint(i);
  const QString name = placeText(SeriesWords(data.track.series()), checkpoint);
  if (onTicks) return tickText(data, i, name);
  QString text = tr("%1: train %2, test %3, gap %4.")
                     .arg(name, valueText(checkpoint.trainLoss), valueText(checkpoint.testLoss),
                          valueText(checkpoint.testLoss - checkpoint.trainLoss));
  if (data.track.state(i) == TickState::done)
    text += tr(" Mean order %1.").arg(valueText(data.track.point(i)->strength.meanOrder()));
  if (knownColumn(data)) text += ' ' + columnName(data) + ' ' + valueText(checkpoint.logged.at(*data.column)) + '.';
  return text;
}

}  // namespace spindle

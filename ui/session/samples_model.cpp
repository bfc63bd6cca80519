// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/samples_model.h"

#include "ui/session/series_words.h"
#include "ui/session/wording.h"

#include <algorithm>
#include <cmath>

namespace spindle {

SamplesModel::SamplesModel(DynamicsSession& session, const Playhead& playhead, QObject* parent)
    : QAbstractListModel(parent), session_(session), playhead_(playhead) {
  connect(&session, &DynamicsSession::opened, this, &SamplesModel::refill);
  connect(&session, &DynamicsSession::choiceChanged, this, &SamplesModel::refill);
  connect(&session, &DynamicsSession::grown, this, &SamplesModel::refill);
  connect(&session, &DynamicsSession::strengthsChanged, this, &SamplesModel::findTurns);
  connect(&session, &DynamicsSession::analysisChanged, this, &SamplesModel::findTurns);
  connect(&session, &DynamicsSession::stateChanged, this,
          [this] { session_.state() == SessionState::closed ? refill() : findTurns(); });
  connect(&session, &DynamicsSession::predictionsReady, this,
          [this](std::size_t checkpoint, const std::vector<std::int64_t>& classes) {
            predicted_[checkpoint] = classes;
            refresh();
          });
  connect(&playhead, &Playhead::moved, this, &SamplesModel::refresh);
  connect(&playhead, &Playhead::playingChanged, this, &SamplesModel::refresh);
}

std::size_t SamplesModel::checkpoint() const {
  return playhead_.hasSpot() ? playhead_.spot().nearest() : session_.track().size();
}

void SamplesModel::refill() {
  beginResetModel();
  predicted_.clear();
  turns_.clear();
  states_.clear();
  if (const RunFacts* facts = session_.facts())
    states_ = sampleStates(session_.track(), checkpoint(), *facts, session_.choice(), turns_, {});
  endResetModel();
  emit summaryChanged();
}

void SamplesModel::findTurns() {
  if (session_.busy()) return;  // at the end, once
  turns_ = sampleTurns(session_.track(), session_.phaseOptions());
  refresh();
}

void SamplesModel::refresh() {
  const RunFacts* facts = session_.facts();
  if (facts == nullptr) return;
  const auto known = predicted_.find(checkpoint());
  if (known == predicted_.end() && !playhead_.playing() && checkpoint() < session_.track().size())
    session_.requestPredictions(checkpoint());
  std::vector<SampleState> states =
      sampleStates(session_.track(), checkpoint(), *facts, session_.choice(), turns_,
                   known == predicted_.end() ? std::vector<std::int64_t>() : known->second);
  if (states.size() != states_.size()) return refill();
  if (playhead_.playing()) {
    for (SampleState& old : states_) old = states[old.row];
  } else {
    sortSamples(states, order_);
    if (states == states_) return;
    reorder(std::move(states));
  }
  if (!states_.empty()) emit dataChanged(index(0), index(rowCount() - 1));
  emit summaryChanged();
}

/// What is selected stays so, at its new place.
void SamplesModel::reorder(std::vector<SampleState> states) {
  const bool same = std::equal(states.begin(), states.end(), states_.begin(),
                               [](const SampleState& a, const SampleState& b) { return a.row == b.row; });
  if (same) {
    states_ = std::move(states);
    return;
  }
  emit layoutAboutToBeChanged();
  const QModelIndexList before = persistentIndexList();
  QModelIndexList after;
  for (const QModelIndex& one : before) {
    const std::size_t row = states_[static_cast<std::size_t>(one.row())].row;
    const auto found =
        std::find_if(states.begin(), states.end(), [row](const SampleState& state) { return state.row == row; });
    after << index(static_cast<int>(found - states.begin()));
  }
  states_ = std::move(states);
  changePersistentIndexList(before, after);
  emit layoutChanged();
}

void SamplesModel::setOrder(SampleOrder order) {
  order_ = order;
  std::vector<SampleState> states = states_;
  sortSamples(states, order_);
  reorder(std::move(states));
}

int SamplesModel::rowOf(std::size_t sample) const {
  const auto found = std::find_if(states_.begin(), states_.end(),
                                  [sample](const SampleState& state) { return state.sample == sample; });
  return found == states_.end() ? -1 : static_cast<int>(found - states_.begin());
}

QString SamplesModel::summary() const {
  const auto count = [this](std::optional<bool> right) {
    return std::count_if(states_.begin(), states_.end(),
                         [right](const SampleState& state) { return state.right == right; });
  };
  const auto right = count(true), unknown = count(std::nullopt);
  const auto all = static_cast<qsizetype>(states_.size());
  if (unknown == all) return {};
  const QString text = tr("%1 of %2 right").arg(right).arg(all);
  return unknown == 0 ? text : tr("%1, %2 not known").arg(text).arg(unknown);
}

QString SamplesModel::scoreText(const SampleState& state) const {
  if (!std::isfinite(state.score)) return QStringLiteral("\u2013");
  const std::string& score = session_.facts()->score;
  if (score == "log-odds") return tr("p = %1").arg(valueText(1.0 / (1.0 + std::exp(-state.score))));
  if (score == "log-probability") return tr("p = %1").arg(valueText(std::exp(state.score)));
  return tr("v = %1").arg(valueText(state.score));
}

QString SamplesModel::tip(const SampleState& state) const {
  const Sample& sample = session_.facts()->samples.samples[state.sample];
  QStringList lines{
      tr("%1: %2").arg(sampleText(sample, state.sample), classText(session_.facts()->samples, sample.target))};
  if (std::isfinite(state.score)) lines << tr("v(N) = %1, %2").arg(valueText(state.score), scoreText(state));
  if (state.right) lines << (*state.right ? tr("classified right here") : tr("classified wrong here"));
  if (sample.mislabeled) lines << tr("its label is known to be wrong");
  if (std::isfinite(state.meanOrder)) lines << tr("mean order %1").arg(valueText(state.meanOrder));
  const CheckpointSeries& series = session_.track().series();
  lines << (state.turn && *state.turn < series.checkpoints.size()
                ? tr("phase two of this sample alone starts at %1")
                      .arg(shortPlaceText(SeriesWords(series), series.checkpoints[*state.turn]))
                : tr("no phase two of this sample alone"));
  return lines.join(QLatin1Char('\n'));
}

int SamplesModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(states_.size());
}

QVariant SamplesModel::data(const QModelIndex& index, int role) const {
  const auto row = static_cast<std::size_t>(index.row());
  const RunFacts* facts = session_.facts();
  if (!index.isValid() || row >= states_.size() || facts == nullptr) return {};
  const SampleState& state = states_[row];
  if (state.sample >= facts->samples.samples.size()) return {};
  const Sample& sample = facts->samples.samples[state.sample];
  switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
      return tip(state).replace(QLatin1Char('\n'), QStringLiteral(", "));
    case Qt::ToolTipRole:
      return QString(QStringLiteral("<p>") + tip(state).toHtmlEscaped().replace('\n', "<br>") + QStringLiteral("</p>"));
    case sampleRole:
      return QVariant::fromValue<qulonglong>(state.sample);
    case linesRole: {
      const QString last =
          order_ == SampleOrder::meanOrder && std::isfinite(state.meanOrder)
              ? tr("order %1").arg(valueText(state.meanOrder))
          : order_ == SampleOrder::turn && state.turn
              ? bareText(SeriesWords(session_.track().series()), session_.track().checkpoint(*state.turn))
          : order_ == SampleOrder::turn ? tr("no turn")
                                        : scoreText(state);
      return QStringList{classText(facts->samples, sample.target), last};
    }
    case rightRole:
      return state.right ? static_cast<int>(*state.right) : -1;
    default:
      return {};
  }
}

}  // namespace spindle

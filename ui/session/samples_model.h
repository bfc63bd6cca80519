// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/dynamics_session.h"
#include "ui/session/playhead.h"
#include "ui/session/sample_order.h"
#include "ui/session/sample_scope.h"

#include <QAbstractListModel>

#include <map>
#include <vector>

namespace spindle {

/// The computed samples with their class, score and correctness where the playhead stands, in an order of the user's
/// choice. While it plays the order stays, so that a sample can be followed. Holds references; GUI thread.
class SamplesModel : public QAbstractListModel {
  Q_OBJECT

 public:
  enum Role { sampleRole = Qt::UserRole, linesRole, rightRole };  ///< rightRole: 1, 0, or -1 where it is not known

  SamplesModel(DynamicsSession& session, const Playhead& playhead, QObject* parent = nullptr);

  void setOrder(SampleOrder order);
  [[nodiscard]] SampleOrder order() const { return order_; }
  [[nodiscard]] const std::vector<SampleState>& states() const { return states_; }
  /// The row of a sample by its number in the run; -1 where it was not computed.
  [[nodiscard]] int rowOf(std::size_t sample) const;
  /// "23 of 32 right, 2 not known"; empty where nothing is known.
  [[nodiscard]] QString summary() const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

 signals:
  void summaryChanged();

 private:
  void refill();   ///< other samples
  void refresh();  ///< other numbers of the same ones
  void reorder(std::vector<SampleState> states);
  void findTurns();
  [[nodiscard]] std::size_t checkpoint() const;
  [[nodiscard]] QString scoreText(const SampleState& state) const;
  [[nodiscard]] QString tip(const SampleState& state) const;

  DynamicsSession& session_;
  const Playhead& playhead_;
  SampleOrder order_ = SampleOrder::run;
  std::vector<SampleState> states_;
  std::vector<std::optional<std::size_t>> turns_;
  std::map<std::size_t, std::vector<std::int64_t>> predicted_;  ///< by checkpoint
};

}  // namespace spindle

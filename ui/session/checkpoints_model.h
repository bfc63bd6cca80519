// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/dynamics_track.h"

#include <QAbstractTableModel>

namespace spindle {

/// Rows of the list of checkpoints: how far each is, its step and epoch, and its file. Holds a reference to the track.
class CheckpointsModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { stateColumn, stepColumn, epochColumn, nameColumn, columns };
  enum Role { stateRole = Qt::UserRole };  ///< TickState as int

  explicit CheckpointsModel(const DynamicsTrack& track, QObject* parent = nullptr)
      : QAbstractTableModel(parent), track_(track) {}

  void reset();
  void update(std::size_t checkpoint);

  [[nodiscard]] bool hasSteps() const;
  [[nodiscard]] bool hasEpochs() const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  [[nodiscard]] QString tip(std::size_t checkpoint) const;

  const DynamicsTrack& track_;
  int shown_ = 0;
};

}  // namespace spindle

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run.h"

#include <QAbstractListModel>

#include <vector>

namespace spindle {

/// Lines of what opening a run found, guessed and misses, and of files that were skipped.
class FindingsModel : public QAbstractListModel {
  Q_OBJECT

 public:
  enum Role { kindRole = Qt::UserRole };  ///< Finding::Kind as int

  using QAbstractListModel::QAbstractListModel;

  /// Missing first, then guessed, then found.
  void show(std::vector<Finding> findings, const std::vector<SetAside>& setAside);

  /// One that was found out later; at the end of its kind.
  void add(const Finding& finding);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

 private:
  std::vector<Finding> findings_;
};

}  // namespace spindle

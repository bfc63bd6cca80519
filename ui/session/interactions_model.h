// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/trajectories/life_classes.h"
#include "ui/session/interaction_list.h"

#include <QAbstractTableModel>
#include <QStringList>

#include <utility>
#include <vector>

namespace spindle {

/// Which rows of an InteractionList are shown.
struct InteractionFilter {
  ShownKinds kinds = ShownKinds::both;
  /// A row must have a variable of each; an entry without variables fits no row.
  std::vector<Coalition> wanted;
  int order = 0;  ///< 0: all
  bool salientOnly = true;
  bool operator==(const InteractionFilter&) const = default;
};

/// Rows of a table of interactions.
class InteractionsModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { variablesColumn, kindColumn, orderColumn, lifeColumn, valueColumn, columns };
  /// Value over the largest |value|; InteractionKind as int; Coalition.
  enum Role { shareRole = Qt::UserRole, kindRole, coalitionRole };

  using QAbstractTableModel::QAbstractTableModel;

  /// named: rows tell their variables by these names; else by numbers, and the names stand in the tool tips.
  void setNames(const QStringList& names, bool named);
  [[nodiscard]] const QStringList& names() const { return names_; }
  [[nodiscard]] bool named() const { return named_; }
  void show(const InteractionListPtr& list);
  /// Rows stay in their order from list to list, and new ones follow, so that a row can be watched while playing;
  /// otherwise the strongest are first.
  void keepOrder(bool keep);
  void clear() { show(nullptr); }
  /// What becomes of the interactions over training; null: not known (yet).
  void setLives(const std::shared_ptr<const LifeClasses>& lives);

  [[nodiscard]] const InteractionListPtr& list() const { return list_; }
  [[nodiscard]] const InteractionFilter& filter() const { return filter_; }
  void setFilter(const InteractionFilter& filter);

  [[nodiscard]] const Interaction& at(int row) const { return list_->rows[rows_[static_cast<std::size_t>(row)]]; }
  [[nodiscard]] int rowOf(Coalition coalition, InteractionKind kind) const;  ///< -1: not shown

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  void select();
  void restoreOrder();
  [[nodiscard]] QString variablesText(Coalition coalition) const;
  [[nodiscard]] QString namesText(Coalition coalition) const;
  [[nodiscard]] std::optional<LifeClass> lifeOf(const Interaction& row) const;

  InteractionListPtr list_;
  std::shared_ptr<const LifeClasses> lives_;
  InteractionFilter filter_;
  std::vector<std::size_t> rows_;
  std::vector<std::pair<Coalition, InteractionKind>> kept_;  ///< the order to keep
  bool keep_ = false;
  QStringList names_;
  bool named_ = false;
};

}  // namespace spindle

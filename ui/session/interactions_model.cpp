// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/interactions_model.h"

#include "ui/session/wording.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace spindle {
namespace {

QString lifeSentence(LifeClass life) {
  switch (life) {
    case LifeClass::reliable:
      return InteractionsModel::tr("Reliable: salient from some checkpoint on, to the last");
    case LifeClass::withdrawn:
      return InteractionsModel::tr("Withdrawn: salient at the first checkpoint, and not any more later");
    case LifeClass::forgotten:
      return InteractionsModel::tr("Forgotten: comes to be salient and is not any more at the end");
    case LifeClass::betraying:
      return InteractionsModel::tr("Betraying: salient twice, with opposite signs");
    default:
      return InteractionsModel::tr("Fluctuating: salient several times");
  }
}

}  // namespace

void InteractionsModel::show(const InteractionListPtr& list) {
  beginResetModel();
  list_ = list;
  select();
  endResetModel();
}

void InteractionsModel::keepOrder(bool keep) {
  if (keep == keep_) return;
  keep_ = keep;
  kept_.clear();
  beginResetModel();
  select();
  endResetModel();
}

/// Puts rows that were shown before back into their order, before the others.
void InteractionsModel::restoreOrder() {
  if (!keep_) return;
  std::map<std::pair<Coalition, InteractionKind>, std::size_t> placeOf;
  for (std::size_t i = 0; i < kept_.size(); ++i) placeOf[kept_[i]] = i;
  const auto place = [&](std::size_t row) {
    const auto found = placeOf.find({list_->rows[row].coalition, list_->rows[row].kind});
    return found == placeOf.end() ? kept_.size() : found->second;
  };
  std::stable_sort(rows_.begin(), rows_.end(), [&](std::size_t a, std::size_t b) { return place(a) < place(b); });
  for (const std::size_t row : rows_) {
    const std::pair key(list_->rows[row].coalition, list_->rows[row].kind);
    if (!placeOf.contains(key)) kept_.push_back(key);
  }
}

void InteractionsModel::setFilter(const InteractionFilter& filter) {
  if (filter == filter_) return;
  beginResetModel();
  filter_ = filter;
  select();
  endResetModel();
}

void InteractionsModel::select() {
  rows_.clear();
  if (!list_) return;
  for (std::size_t i = 0; i < list_->rows.size(); ++i) {
    const Interaction& row = list_->rows[i];
    if (filter_.salientOnly && std::abs(row.value) < list_->threshold) break;  // sorted by |value|
    if (filter_.kinds == ShownKinds::andOnly && row.kind != InteractionKind::andKind) continue;
    if (filter_.kinds == ShownKinds::orOnly && row.kind != InteractionKind::orKind) continue;
    const auto lacks = [&](Coalition wanted) { return (row.coalition & wanted) == 0; };
    if (std::any_of(filter_.wanted.begin(), filter_.wanted.end(), lacks)) continue;
    if (filter_.order != 0 && order(row.coalition) != filter_.order) continue;
    rows_.push_back(i);
  }
  restoreOrder();
}

int InteractionsModel::rowOf(Coalition coalition, InteractionKind kind) const {
  const auto same = [&](std::size_t i) { return list_->rows[i].coalition == coalition && list_->rows[i].kind == kind; };
  const auto at = std::find_if(rows_.begin(), rows_.end(), same);
  return at == rows_.end() ? -1 : static_cast<int>(at - rows_.begin());
}

int InteractionsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int InteractionsModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : columns;
}

void InteractionsModel::setNames(const QStringList& names, bool named) {
  if (names == names_ && named == named_) return;
  names_ = names;
  named_ = named;
  if (!rows_.empty())
    emit dataChanged(index(0, variablesColumn), index(rowCount() - 1, variablesColumn), {Qt::DisplayRole});
}

void InteractionsModel::setLives(const std::shared_ptr<const LifeClasses>& lives) {
  if (lives == lives_) return;
  lives_ = lives;
  if (!rows_.empty()) emit dataChanged(index(0, lifeColumn), index(rowCount() - 1, lifeColumn), {Qt::DisplayRole});
}

std::optional<LifeClass> InteractionsModel::lifeOf(const Interaction& row) const {
  return lives_ ? lives_->of(row.coalition, row.kind == InteractionKind::orKind) : std::nullopt;
}

QString InteractionsModel::variablesText(Coalition coalition) const {
  if (named_ && !names_.isEmpty()) {
    QStringList in, out;
    for (int i = 0; i < names_.size(); ++i) {
      const QString name = names_[i].isEmpty() ? QString::number(i + 1) : names_[i];
      ((coalition >> i & 1u) != 0 ? in : out) << name;
    }
    const QString with = QStringLiteral(" + ");
    if (out.isEmpty() && in.size() > 2) return tr("all %1").arg(in.size());
    return in.size() > 4 && out.size() < in.size() ? tr("all but %1").arg(out.join(with)) : in.join(with);
  }
  QStringList numbers;
  for (int i = 0; i < maxVariables; ++i) {
    if ((coalition >> i & 1u) != 0) numbers << QString::number(i + 1);
  }
  return numbers.join(QChar(u' '));
}

QString InteractionsModel::namesText(Coalition coalition) const {
  QStringList list;
  for (int i = 0; i < names_.size(); ++i) {
    if ((coalition >> i & 1u) != 0) list << names_[i];
  }
  return list.join(QStringLiteral(", "));
}

QVariant InteractionsModel::data(const QModelIndex& index, int role) const {
  if (!list_ || !index.isValid()) return {};
  const Interaction& row = at(index.row());
  if (role == shareRole) return row.value / std::abs(list_->rows.front().value);
  if (role == kindRole) return static_cast<int>(row.kind);
  if (role == coalitionRole) return QVariant::fromValue(row.coalition);
  const bool isAnd = row.kind == InteractionKind::andKind;
  if (role == Qt::ToolTipRole && index.column() == lifeColumn) {
    const auto life = lifeOf(row);
    return life     ? lifeSentence(*life)
           : lives_ ? tr("Salient at no checkpoint")
                    : tr("Known once the analyses are done");
  }
  if (role == Qt::ToolTipRole) {
    const QString sentence = isAnd ? tr("AND of %1: %2 is added to the score when all of them are present")
                                   : tr("OR of %1: %2 is added to the score when at least one of them is present");
    QString tip =
        QStringLiteral("<p>%1</p>").arg(sentence.arg(namesText(row.coalition), valueText(row.value)).toHtmlEscaped());
    if (const auto life = lifeOf(row)) tip += QStringLiteral("<p>%1</p>").arg(lifeSentence(*life).toHtmlEscaped());
    return tip;
  }
  if (role == Qt::TextAlignmentRole && index.column() == orderColumn) return int{Qt::AlignHCenter | Qt::AlignVCenter};
  if (role != Qt::DisplayRole) return {};
  switch (index.column()) {
    case variablesColumn:
      return variablesText(row.coalition);
    case kindColumn:
      return order(row.coalition) == 1 ? QString(QChar(0x2013)) : isAnd ? tr("AND") : tr("OR");
    case orderColumn:
      return order(row.coalition);
    case lifeColumn: {
      const auto life = lifeOf(row);
      return life ? QString::fromLatin1(lifeClassNames[static_cast<std::size_t>(*life)]) : QString();
    }
    default:
      return valueText(row.value);
  }
}

QVariant InteractionsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::ToolTipRole && section == lifeColumn)
    return tr("What becomes of the interaction over training (page Trajectories)");
  if (role == Qt::ToolTipRole) {
    return section == kindColumn
               ? tr("AND: all variables present. OR: at least one. With one variable both are the same")
               : QVariant();
  }
  if (role != Qt::DisplayRole) return {};
  switch (section) {
    case variablesColumn:
      return tr("variables");
    case kindColumn:
      return tr("kind");
    case orderColumn:
      return tr("order");
    case lifeColumn:
      return tr("life");
    default:
      return tr("value");
  }
}

}  // namespace spindle

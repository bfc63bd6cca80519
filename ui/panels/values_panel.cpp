// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/values_panel.h"

#include "ui/panels/fit_longer.h"
#include "ui/panels/plain_tip.h"
#include "ui/panels/row_hover.h"
#include "ui/session/session_wording.h"
#include "ui/session/wording.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

QTableWidget* table(const QString& name, const QStringList& titles, QWidget* parent) {
  auto* made = new QTableWidget(0, static_cast<int>(titles.size()), parent);
  made->setAccessibleName(name);
  made->setHorizontalHeaderLabels(titles);
  made->verticalHeader()->hide();
  made->verticalHeader()->setDefaultSectionSize(made->fontMetrics().height() + 5);
  made->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
  made->setEditTriggers(QAbstractItemView::NoEditTriggers);
  made->setSelectionBehavior(QAbstractItemView::SelectRows);
  made->setSelectionMode(QAbstractItemView::SingleSelection);
  made->setShowGrid(false);
  made->setAlternatingRowColors(true);
  made->setTabKeyNavigation(false);
  return made;
}

void setCell(QTableWidget* in, int row, int column, const QString& text, bool number) {
  QTableWidgetItem* item = in->item(row, column);
  if (item == nullptr) {
    item = new QTableWidgetItem;
    if (number) item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    in->setItem(row, column, item);
  }
  if (!number && item->text() != text) item->setToolTip(plainTip(text));
  item->setText(text);
}

}  // namespace

ValuesPanel::ValuesPanel(const DynamicsSession& session, Selection& selection, QWidget* parent)
    : QWidget(parent),
      session_(session),
      selection_(selection),
      place_(new QLabel(this)),
      single_(table(tr("Values of the variables"), {tr("variable"), tr("Shapley"), tr("Banzhaf")}, this)),
      pairs_(table(tr("Shapley interaction index of pairs"), {tr("pair"), tr("Shapley interaction")}, this)) {
  place_->setWordWrap(true);
  place_->setObjectName("valuesPlace");
  single_->setObjectName("singleValues");
  pairs_->setObjectName("pairValues");
  auto* copy = new QPushButton(tr("Copy"), this);
  copy->setToolTip(tr("Copy the numbers in full precision, separated by tabs"));
  connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(asText()); });
  const auto choose = [this](int row) {
    if (const QTableWidgetItem* pair = pairs_->item(row, 0))
      selection_.light({Coalition{pair->data(Qt::UserRole).toUInt()}, InteractionKind::andKind, 2});
  };
  connect(pairs_, &QTableWidget::cellClicked, this, choose);
  new RowHover(single_, selection_, [](const QModelIndex& index) { return Coalition{1} << index.row(); });
  new RowHover(pairs_, selection_, [](const QModelIndex& index) {
    return Coalition{index.siblingAtColumn(0).data(Qt::UserRole).toUInt()};
  });
  connect(pairs_, &QTableWidget::cellActivated, this, choose);
  connect(&session, &DynamicsSession::opened, this, &ValuesPanel::clear);
  connect(&session, &DynamicsSession::choiceChanged, this, &ValuesPanel::clear);
  connect(&session, &DynamicsSession::interactionsReady, this, &ValuesPanel::take);
  connect(&session, &DynamicsSession::stateChanged, this, [this] {
    if (!session_.busy() && session_.track().doneCount() == 0) clear();
  });
  setMinimumWidth(18 * fontMetrics().height());
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(8, 6, 8, 6);
  column->setSpacing(4);
  column->addWidget(place_);
  column->addWidget(single_, 1);
  column->addWidget(pairs_, 1);
  column->addWidget(copy, 0, Qt::AlignRight);
}

void ValuesPanel::take(const InteractionListPtr& list, std::size_t checkpoint, std::size_t sample) {
  if (sample != selection_.sample()) return;
  list_ = list;
  names_ = variableNames(session_.choice(), sample);
  named_ = variablesNamed(session_.facts());
  while (names_.size() < static_cast<qsizetype>(list->values.shapley.size())) names_ << QString();
  place_->setText(tablePlace(session_, checkpoint, sample));
  filled_ = false;
  if (isVisible()) fill();
}

void ValuesPanel::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (!filled_) fill();
}

void ValuesPanel::fill() {
  filled_ = true;
  if (!list_) return;
  const GameValues& values = list_->values;
  const auto n = static_cast<int>(values.shapley.size());
  single_->setRowCount(n);
  for (int i = 0; i < n; ++i) {
    const auto at = static_cast<std::size_t>(i);
    setCell(single_, i, 0, names_[i].isEmpty() ? QString::number(i + 1) : tr("%1  %2").arg(i + 1).arg(names_[i]),
            false);
    setCell(single_, i, 1, valueText(values.shapley[at]), true);
    setCell(single_, i, 2, valueText(values.banzhaf[at]), true);
  }
  const auto pairs = strongestPairs(values);
  pairs_->setRowCount(static_cast<int>(pairs.size()));
  for (int row = 0; row < pairs_->rowCount(); ++row) {
    const PairValue& pair = pairs[static_cast<std::size_t>(row)];
    const auto called = [this](std::size_t i) {
      const QString& name = names_[static_cast<qsizetype>(i)];
      return named_ && !name.isEmpty() ? name : QString::number(i + 1);
    };
    setCell(pairs_, row, 0, tr("%1 and %2").arg(called(pair.first), called(pair.second)), false);
    pairs_->item(row, 0)->setData(Qt::UserRole, (1U << pair.first) | (1U << pair.second));
    setCell(pairs_, row, 1, valueText(pair.index), true);
  }
  fitLonger(*single_, longestSingle_);
  fitLonger(*pairs_, longestPair_);
}

void ValuesPanel::clear() {
  list_.reset();
  filled_ = true;
  place_->setText(waitingText(session_.state()));
  single_->setRowCount(0);
  pairs_->setRowCount(0);
}

QString ValuesPanel::asText() const {
  if (!list_) return {};
  const auto full = [](double value) { return QString::number(value, 'g', 17); };
  QString text = QStringLiteral("variable\tname\tshapley\tbanzhaf\n");
  for (std::size_t i = 0; i < list_->values.shapley.size(); ++i) {
    text += QStringList{QString::number(i + 1), names_[static_cast<int>(i)], full(list_->values.shapley[i]),
                        full(list_->values.banzhaf[i])}
                .join('\t') +
            '\n';
  }
  text += QStringLiteral("first\tsecond\tshapley_interaction\n");
  for (const PairValue& pair : strongestPairs(list_->values))
    text +=
        QStringList{QString::number(pair.first + 1), QString::number(pair.second + 1), full(pair.index)}.join('\t') +
        '\n';
  return text;
}

}  // namespace spindle

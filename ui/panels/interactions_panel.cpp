// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/interactions_panel.h"

#include "core/analysis/trajectories/lives_pass.h"
#include "ui/panels/delegates.h"
#include "ui/panels/mask_delegate.h"
#include "ui/panels/row_hover.h"
#include "ui/session/session_wording.h"
#include "ui/session/wording.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QRegularExpression>
#include <QTableView>
#include <QVBoxLayout>

namespace spindle {
namespace {

constexpr int emsWithLife = 28;

}  // namespace

std::vector<Coalition> wantedFrom(const QString& text, const QStringList& names) {
  static const QRegularExpression between(QStringLiteral("[,;+\\s]+"));
  static const QRegularExpression onlyNumbers(QStringLiteral("^[\\[\\]wW]*\\d[\\[\\]wW\\d]*$"));
  static const QRegularExpression digits(QStringLiteral("\\d+"));
  std::vector<Coalition> wanted;
  for (const QString& word : text.split(between, Qt::SkipEmptyParts)) {
    if (onlyNumbers.match(word).hasMatch()) {
      for (auto match = digits.globalMatch(word); match.hasNext();) {
        const int number = match.next().captured().toInt();
        wanted.push_back(number >= 1 && number <= maxVariables ? Coalition{1} << (number - 1) : Coalition{0});
      }
      continue;
    }
    Coalition fitting = 0;
    for (int i = 0; i < names.size() && i < maxVariables; ++i) {
      if (names[i].contains(word, Qt::CaseInsensitive)) fitting |= Coalition{1} << i;
    }
    wanted.push_back(fitting);
  }
  return wanted;
}

InteractionsPanel::InteractionsPanel(const DynamicsSession& session, Selection& selection, QWidget* parent)
    : QWidget(parent),
      session_(session),
      selection_(selection),
      place_(new QLabel(this)),
      count_(new QLabel(this)),
      contains_(new QLineEdit(this)),
      salient_(new QCheckBox(tr("Salient only"), this)),
      table_(new QTableView(this)),
      masks_(new MaskDelegate(this)) {
  place_->setObjectName("interactionsPlace");
  place_->setWordWrap(true);
  contains_->setObjectName("interactionsFilter");
  contains_->setPlaceholderText(tr("with variables, e.g. 3 7, or a name"));
  contains_->setClearButtonEnabled(true);
  contains_->setAccessibleName(tr("Filter by variables"));
  salient_->setChecked(true);
  salient_->setToolTip(tr("Salient: |I| at or above the threshold that the bars use"));
  count_->setWordWrap(true);
  count_->setObjectName("interactionsCount");
  table_->setObjectName("interactions");
  table_->setAccessibleName(tr("Interactions of the sample"));
  table_->setModel(&model_);
  table_->setItemDelegateForColumn(InteractionsModel::variablesColumn, masks_);
  table_->setItemDelegateForColumn(InteractionsModel::valueColumn, new ValueDelegate(table_));
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::SingleSelection);
  table_->setShowGrid(false);
  table_->setWordWrap(false);
  table_->setTabKeyNavigation(false);
  table_->setAlternatingRowColors(true);
  table_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  table_->verticalHeader()->hide();
  table_->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
  QHeaderView* header = table_->horizontalHeader();
  header->setHighlightSections(false);
  const int em = fontMetrics().height();
  header->setMinimumSectionSize(2 * em);
  header->setSectionResizeMode(QHeaderView::Interactive);
  header->setSectionResizeMode(InteractionsModel::variablesColumn, QHeaderView::Stretch);
  header->resizeSection(InteractionsModel::kindColumn, 5 * em / 2);
  header->resizeSection(InteractionsModel::orderColumn, 27 * em / 10);
  header->resizeSection(InteractionsModel::lifeColumn, 6 * em);
  header->resizeSection(InteractionsModel::valueColumn, 13 * em / 2);
  header->setStretchLastSection(false);
  setMinimumWidth(25 * em);

  auto* filters = new QHBoxLayout;
  filters->addWidget(contains_, 1);
  filters->addWidget(salient_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(8, 6, 8, 6);
  column->setSpacing(4);
  column->addWidget(place_);
  column->addLayout(filters);
  column->addWidget(table_, 1);
  column->addWidget(count_);

  connect(header, &QHeaderView::sectionResized, this, [this](int section) {
    if (section != InteractionsModel::variablesColumn) return;
    lines_ = 1;
    fitRows();
  });
  connect(contains_, &QLineEdit::textChanged, this, &InteractionsPanel::refilter);
  connect(salient_, &QCheckBox::toggled, this, &InteractionsPanel::refilter);
  const auto choose = [this](const QModelIndex& index) {
    const Interaction& interaction = model_.at(index.row());
    selection_.toggleInteraction(interaction.coalition, interaction.kind);
  };
  new RowHover(table_, selection_, [this](const QModelIndex& index) { return model_.at(index.row()).coalition; });
  connect(table_, &QTableView::clicked, this, choose);
  connect(table_, &QTableView::activated, this, choose);
  connect(&selection_, &Selection::changed, this, &InteractionsPanel::refilter);
  connect(&session, &DynamicsSession::opened, this, &InteractionsPanel::takeChoice);
  connect(&session, &DynamicsSession::choiceChanged, this, &InteractionsPanel::takeChoice);
  connect(&session, &DynamicsSession::stateChanged, this, &InteractionsPanel::takeState);
  connect(&session, &DynamicsSession::interactionsReady, this, &InteractionsPanel::take);
  connect(&session, &DynamicsSession::analysisChanged, this, &InteractionsPanel::takeLives);
}

void InteractionsPanel::setNames(const QStringList& names) {
  const auto position = session_.choice().position(selection_.sample());
  if (position && session_.facts() != nullptr)
    masks_->setVariables(session_.choice().variables[*position], session_.facts()->samples.format);
  const bool named = variablesNamed(session_.facts());
  model_.setNames(names, named);
  refilter();
}

void InteractionsPanel::setKinds(ShownKinds kinds) {
  InteractionFilter filter = model_.filter();
  filter.kinds = kinds;
  model_.setFilter(filter);
  showLit();
}

void InteractionsPanel::refilter() {
  const Lit& lit = selection_.lit();
  InteractionFilter filter = model_.filter();
  filter.wanted = wantedFrom(contains_->text(), model_.names());
  for (Coalition rest = selection_.contained(); rest != 0; rest &= rest - 1) filter.wanted.push_back(rest & -rest);
  filter.salientOnly = salient_->isChecked();
  // A clicked bar filters by its order; a clicked row must not hide its neighbors.
  filter.order = lit.coalition == 0 ? lit.order : 0;
  model_.setFilter(filter);
  showLit();
}

void InteractionsPanel::showLit() {
  const Lit& lit = selection_.lit();
  const int row = lit.coalition != 0 ? model_.rowOf(lit.coalition, lit.kind) : -1;
  if (row < 0) {
    table_->clearSelection();
  } else {
    table_->selectionModel()->setCurrentIndex(model_.index(row, 0),
                                              QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
  }
  const auto& list = model_.list();
  if (!list) return count_->clear();
  const QLocale numbers(QLocale::English, QLocale::UnitedStates);
  QString text = tr("2 \u00d7 %1 in total, %2 salient (|I| \u2265 %3)")
                     .arg(numbers.toString(qulonglong{list->all / 2}), numbers.toString(qulonglong{list->salient}),
                          valueText(list->threshold));
  if (model_.filter().order != 0)
    text = tr("Order %1: %2 shown. ").arg(model_.filter().order).arg(model_.rowCount()) + text;
  if (const Coalition with = selection_.contained(); with != 0) {
    QStringList names;
    for (int i = 0; i < model_.names().size(); ++i) {
      if ((with >> i & 1u) != 0) names << model_.names()[i];
    }
    text = tr("With %1: %2 shown. ").arg(names.join(QStringLiteral(" + "))).arg(model_.rowCount()) + text;
  }
  if (model_.rowCount() == 0 && !list->rows.empty()) text = tr("No interaction matches. ") + text;
  count_->setText(text);
}

void InteractionsPanel::take(const InteractionListPtr& list, std::size_t checkpoint, std::size_t sample) {
  if (sample != selection_.sample()) return;
  setNames(variableNames(session_.choice(), sample));
  place_->setText(tablePlace(session_, checkpoint, sample));
  takeLives();
  model_.show(list);
  showLit();
  fitRows();
}

/// Lines enough for the names, in all rows alike; it stays so while playing, as rows that change their height cannot be
/// followed.
void InteractionsPanel::fitRows() {
  if (!isVisible()) return;
  constexpr int most = 100;
  const int mostLines = masks_->hasMasks() ? 2 : 4;  // a mask tells what is cut off
  const int room = table_->columnWidth(InteractionsModel::variablesColumn);
  int lines = lines_;
  for (int row = 0; row < std::min(model_.rowCount(), most); ++row) {
    const QModelIndex at = model_.index(row, InteractionsModel::variablesColumn);
    lines = std::max(lines, masks_->linesOf(at, table_->fontMetrics(), room));
  }
  setLines(std::min(lines, mostLines));
}

void InteractionsPanel::setLines(int lines) {
  lines_ = lines;
  table_->setWordWrap(lines > 1);
  table_->verticalHeader()->setDefaultSectionSize(MaskDelegate::rowHeight(table_->fontMetrics(), lines));
}

/// Where there is little room, it belongs to the names: the tip of a row tells its life.
void InteractionsPanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  table_->setColumnHidden(InteractionsModel::lifeColumn, width() < emsWithLife * fontMetrics().height());
}

void InteractionsPanel::takeChoice() {
  setLines(1);
  setNames(variableNames(session_.choice(), selection_.sample()));
  clear();
}

void InteractionsPanel::takeLives() {
  const auto row = session_.choice().position(selection_.sample());
  model_.setLives(row ? classesOfSample(session_.analysis(), *row) : nullptr);
}

void InteractionsPanel::takeState() {
  if (!session_.busy() && session_.track().doneCount() == 0) clear();
}

void InteractionsPanel::clear() {
  place_->setText(waitingText(session_.state()));
  model_.clear();
  showLit();
}

}  // namespace spindle

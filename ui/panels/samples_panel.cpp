// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/samples_panel.h"

#include "ui/panels/sample_delegate.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace spindle {

SamplesPanel::SamplesPanel(DynamicsSession& session, const Playhead& playhead, Selection& selection, QWidget* parent)
    : QWidget(parent),
      session_(session),
      selection_(selection),
      model_(session, playhead),
      order_(new QComboBox(this)),
      summary_(new QLabel(this)),
      list_(new QListView(this)),
      delegate_(new SampleDelegate(this)) {
  order_->setObjectName("sampleOrder");
  order_->setAccessibleName(tr("Order of the samples"));
  order_->setFocusPolicy(Qt::TabFocus);
  for (const auto& [text, order] :
       {std::pair(tr("As in the run"), SampleOrder::run), std::pair(tr("Lowest score first"), SampleOrder::score),
        std::pair(tr("Lowest mean order first"), SampleOrder::meanOrder),
        std::pair(tr("Earliest phase two first"), SampleOrder::turn)})
    order_->addItem(text, static_cast<int>(order));
  order_->setToolTip(tr("In which order the samples stand; while playing the order stays"));
  summary_->setObjectName("samplesSummary");
  summary_->setTextFormat(Qt::PlainText);
  summary_->setToolTip(tr("How many samples are classified right at the shown checkpoint"));
  list_->setObjectName("samples");
  list_->setAccessibleName(tr("Samples"));
  list_->setModel(&model_);
  list_->setItemDelegate(delegate_);
  list_->setFlow(QListView::LeftToRight);
  list_->setWrapping(false);
  list_->setUniformItemSizes(true);
  list_->setSelectionMode(QAbstractItemView::ExtendedSelection);
  list_->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  list_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list_->setFrameShape(QFrame::NoFrame);
  auto* head = new QHBoxLayout;
  head->addWidget(order_);
  head->addStretch(1);
  head->addWidget(summary_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(8, 4, 8, 2);
  column->setSpacing(2);
  column->addLayout(head);
  column->addWidget(list_, 1);

  connect(order_, &QComboBox::activated, this, [this](int index) {
    model_.setOrder(static_cast<SampleOrder>(order_->itemData(index).toInt()));
    showSample();
  });
  connect(list_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &SamplesPanel::takeSelected);
  connect(&selection, &Selection::sampleChanged, this, &SamplesPanel::showSample);
  const auto takeFacts = [this] {
    delegate_->setFacts(session_.facts());
    showSample();
  };
  connect(&model_, &QAbstractItemModel::modelReset, this, takeFacts);
  connect(&model_, &SamplesModel::summaryChanged, this, &SamplesPanel::showSummary);
  setMaximumHeight(minimumSizeHint().height());  // one row of samples, whatever room there is
}

void SamplesPanel::takeSelected() {
  if (showing_ || session_.facts() == nullptr) return;
  std::vector<std::size_t> samples;
  const QModelIndexList indexes = list_->selectionModel()->selectedIndexes();
  for (const QModelIndex& index : indexes)
    samples.push_back(static_cast<std::size_t>(index.data(SamplesModel::sampleRole).toULongLong()));
  if (samples.empty()) return showSample();
  std::sort(samples.begin(), samples.end());
  if (samples.size() == 1) {
    if (session_.scope().kind == SampleScope::Kind::some) session_.setScope({});
    return selection_.setSample(samples.front());
  }
  const QModelIndex current = list_->currentIndex();
  if (current.isValid() && list_->selectionModel()->isSelected(current)) {
    showing_ = true;  // the others stay selected
    selection_.setSample(static_cast<std::size_t>(current.data(SamplesModel::sampleRole).toULongLong()));
    showing_ = false;
  }
  SampleScope several;
  several.kind = SampleScope::Kind::some;
  several.some = std::move(samples);
  session_.setScope(several);
}

void SamplesPanel::showSample() {
  if (showing_) return;
  const int row = model_.rowOf(selection_.sample());
  if (row < 0) return;
  const QModelIndex index = model_.index(row);
  showing_ = true;
  // One of several that are averaged: the others stay selected.
  if (!list_->selectionModel()->isSelected(index) || session_.scope().kind != SampleScope::Kind::some)
    list_->selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
  list_->scrollTo(index);
  showing_ = false;
}

void SamplesPanel::showSummary() {
  summary_->setText(model_.summary());
}

void SamplesPanel::step(int samples) {
  const int row = model_.rowOf(selection_.sample()) + samples;
  if (row < 0 || row >= model_.rowCount()) return;
  list_->selectionModel()->setCurrentIndex(model_.index(row), QItemSelectionModel::ClearAndSelect);
}

QSize SamplesPanel::minimumSizeHint() const {
  QStyleOptionViewItem option;
  option.font = font();
  option.fontMetrics = fontMetrics();
  const int bar = list_->horizontalScrollBar()->sizeHint().height();
  return {200, delegate_->sizeHint(option, {}).height() + order_->sizeHint().height() + bar + 10};
}

QSize SamplesPanel::sizeHint() const {
  return {285, minimumSizeHint().height()};
}

void SamplesPanel::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::FontChange) setMaximumHeight(minimumSizeHint().height());
  if (event->type() == QEvent::PaletteChange) {
    delegate_->forget();
    list_->viewport()->update();
  }
}

}  // namespace spindle

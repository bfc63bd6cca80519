// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/sample_panel.h"

#include "core/base/user_error.h"
#include "ui/panels/plain_tip.h"
#include "ui/panels/sample_picture.h"
#include "ui/panels/sample_view.h"
#include "ui/session/wording.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

/// "mean radius = 17.99 \u2192 14.1": what the column becomes where it is masked.
QString valueAndBaseline(const RunFacts& facts, const Sample& sample, std::size_t column, bool masked) {
  const QString name = column < facts.samples.columns.size() ? QString::fromStdString(facts.samples.columns[column])
                                                             : SamplePanel::tr("column %1").arg(column);
  const QString text = SamplePanel::tr("%1 = %2").arg(name, valueText(sample.values[column]));
  const auto& values = facts.options.baseline.values;
  if (!masked || (values.size() != 1 && values.size() <= column)) return text;
  return SamplePanel::tr("%1 \u2192 %2").arg(text, valueText(values.size() == 1 ? values[0] : values[column]));
}

QString className(const SampleSet& set, std::int64_t target) {
  const auto index = static_cast<std::size_t>(target);
  if (target >= 0 && index < set.classes.size()) return QString::fromStdString(set.classes[index]);
  return SamplePanel::tr("class %1").arg(target);
}

}  // namespace

SamplePanel::SamplePanel(DynamicsSession& session, Selection& selection, QWidget* parent)
    : QWidget(parent),
      session_(session),
      selection_(selection),
      chooser_(new QComboBox(this)),
      format_(new QLabel(this)),
      pages_(new QStackedWidget(this)),
      view_(new SampleView(this)),
      list_(new QListWidget(this)),
      target_(new QLabel(this)),
      count_(new QLabel(this)),
      reset_(new QPushButton(tr("Reset"), this)) {
  chooser_->setObjectName("sampleChooser");
  chooser_->setAccessibleName(tr("Sample"));
  chooser_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  chooser_->setMinimumContentsLength(12);
  format_->setObjectName("sampleFormat");
  format_->setEnabled(false);
  format_->setWordWrap(true);
  list_->setObjectName("variableList");
  list_->installEventFilter(this);
  list_->setAccessibleName(tr("Input variables"));
  target_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  target_->setWordWrap(true);
  count_->setWordWrap(true);
  reset_->setToolTip(tr("Reset to the variables of the run"));
  reset_->setObjectName("resetVariables");
  pages_->addWidget(view_);
  pages_->addWidget(list_);
  auto* foot = new QHBoxLayout;
  foot->addWidget(count_, 1);
  foot->addWidget(reset_, 0, Qt::AlignBottom);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(8, 6, 8, 6);
  column->setSpacing(4);
  column->addWidget(chooser_);
  column->addWidget(format_);
  column->addWidget(pages_, 1);
  column->addWidget(target_);
  column->addLayout(foot);

  connect(chooser_, &QComboBox::currentIndexChanged, this, [this](int index) {
    if (!filling_ && index >= 0) selection_.setSample(chooser_->itemData(index).toULongLong());
  });
  connect(&selection_, &Selection::sampleChanged, this, &SamplePanel::showSample);
  connect(&selection_, &Selection::changed, this, [this] { view_->setLit(selection_.lit()); });
  connect(view_, &SampleView::cellClicked, this, &SamplePanel::toggleCell);
  connect(list_, &QListWidget::itemChanged, this, [this](const QListWidgetItem* item) {
    if (filling_) return;
    // Afterwards: the answer refills the list, and the item is still being asked about here.
    const auto place = item->data(Qt::UserRole).toUInt();
    QMetaObject::invokeMethod(
        this, [this, place] { toggleItem(place); }, Qt::QueuedConnection);
  });
  connect(reset_, &QPushButton::clicked, this, [this] {
    if (facts_ != nullptr) session_.choices().pick(facts_->variables);
  });
  connect(&session, &DynamicsSession::opened, this, &SamplePanel::takeRun);
  connect(&session, &DynamicsSession::choiceChanged, this, &SamplePanel::takeChoice);
  connect(&session, &DynamicsSession::stateChanged, this, [this] {
    if (session_.state() == SessionState::closed) takeRun();
  });
  connect(&session, &DynamicsSession::interactionsReady, this,
          [this](const InteractionListPtr& list, std::size_t /*checkpoint*/, std::size_t sample) {
            if (sample == selection_.sample()) showScore(list);
          });
  takeRun();
}

bool SamplePanel::eventFilter(QObject* watched, QEvent* event) {
  // Space ticks a variable here; elsewhere it plays.
  if (watched == list_ && event->type() == QEvent::ShortcutOverride &&
      static_cast<QKeyEvent*>(event)->key() == Qt::Key_Space)
    event->accept();
  return QWidget::eventFilter(watched, event);
}

void SamplePanel::takeRun() {
  facts_ = session_.facts();
  const VariableChoice& choice = session_.choice();
  if (facts_ != nullptr && choice.count() > 0) grid_ = pickGrid(facts_->samples.format, choice.variables.front());
  filling_ = true;
  chooser_->clear();
  if (facts_ != nullptr) {
    for (const std::size_t index : choice.samples) {
      const Sample& sample = facts_->samples.samples[index];
      const QString name = sample.name.empty() ? tr("sample %1").arg(index) : QString::fromStdString(sample.name);
      chooser_->addItem(tr("%1: %2").arg(name, className(facts_->samples, sample.target)),
                        QVariant::fromValue<qulonglong>(index));
    }
  }
  showFormat();
  chooser_->setEnabled(chooser_->count() > 1);
  filling_ = false;
  if (!choice.samples.empty() && !choice.position(selection_.sample())) selection_.setSample(choice.samples.front());
  showSample();
}

void SamplePanel::takeChoice() {
  const VariableChoice& choice = session_.choice();
  if (!choice.samples.empty() && !choice.position(selection_.sample())) selection_.setSample(choice.samples.front());
  showVariables();
}

void SamplePanel::showFormat() {
  const bool known = facts_ != nullptr && !facts_->resultsOnly && facts_->summary.samples > 0;
  format_->setVisible(known);
  if (!known) return;
  const SampleSummary& summary = facts_->summary;
  const QString type = QString::fromStdString(summary.storedType);
  const auto baseline = std::find_if(facts_->findings.begin(), facts_->findings.end(),
                                     [](const Finding& finding) { return finding.what == "baseline"; });
  const QString masked = baseline == facts_->findings.end() ? QString() : QString::fromStdString(baseline->text);
  format_->setText(tr("%1 %2, %3 to %4%5")
                       .arg(QString::fromStdString(summary.kind), QString::fromStdString(summary.shape),
                            QString::number(summary.least, 'g', 3), QString::number(summary.most, 'g', 3),
                            summary.doubtful ? tr(" \u2013 check the normalization") : QString()));
  format_->setToolTip(tr("<p>Raw values%1: %2. To change how they are read and normalized: File, Run settings.</p>%3")
                          .arg(type.isEmpty() ? QString() : tr(" of type %1").arg(type),
                               QString::fromStdString(summary.guess).toHtmlEscaped(),
                               masked.isEmpty() ? QString() : tr("<p>Baseline: %1.</p>").arg(masked.toHtmlEscaped())));
}

const Sample* SamplePanel::shownSample() const {
  if (facts_ == nullptr || selection_.sample() >= facts_->samples.samples.size()) return nullptr;
  return &facts_->samples.samples[selection_.sample()];
}

const InputVariables* SamplePanel::shownVariables() const {
  const auto position = session_.choice().position(selection_.sample());
  return position ? &session_.choice().variables[*position] : nullptr;
}

void SamplePanel::showSample() {
  const Sample* sample = shownSample();
  filling_ = true;
  chooser_->setCurrentIndex(chooser_->findData(QVariant::fromValue<qulonglong>(selection_.sample())));
  chooser_->setToolTip(plainTip(chooser_->currentText()));
  filling_ = false;
  const bool image = sample != nullptr && (facts_->samples.format.kind == InputKind::image);
  pages_->setCurrentIndex(sample == nullptr || image ? 0 : 1);
  view_->setPicture(image ? samplePicture(*sample, facts_->samples.format) : QImage());
  showScore(nullptr);
  showVariables();
}

void SamplePanel::showVariables() {
  const InputVariables* variables = shownVariables();
  const bool changeable = facts_ != nullptr && !facts_->resultsOnly && variables != nullptr;
  const bool changed = changeable && session_.choice().variables != facts_->variables.variables;
  if (!changed && reset_->hasFocus()) reset_->clearFocus();  // else the next field takes the keys of the player
  reset_->setEnabled(changed);
  reset_->setVisible(facts_ != nullptr && !facts_->resultsOnly);
  view_->setPickable(changeable);
  if (variables == nullptr) {
    count_->clear();
    view_->setVariables({}, grid_, {});
    return;
  }
  view_->setVariables(*variables, grid_, facts_->samples.format);
  view_->setLit(selection_.lit());
  const int n = variables->count();
  const QLocale numbers(QLocale::English, QLocale::UnitedStates);
  count_->setText(tr("%1 variables, %2 coalitions").arg(n).arg(numbers.toString(qlonglong{1} << n)));
  count_->setToolTip(tr("Every coalition is one forward pass, per sample and checkpoint."));
  if (pages_->currentIndex() == 1) showList();
}

void SamplePanel::showList() {
  const Sample* sample = shownSample();
  const InputVariables* variables = shownVariables();
  if (sample == nullptr || variables == nullptr) return;
  const bool text = facts_->samples.format.kind == InputKind::text;
  QStringList names;
  if (text) {
    for (const std::string& word : sample->words) names << QString::fromStdString(word);
  } else if (facts_->samples.format.kind == InputKind::tabular) {
    for (std::size_t i = 0; i < sample->values.size(); ++i) names << valueAndBaseline(*facts_, *sample, i, false);
  }
  const bool changeable = !names.isEmpty() && !facts_->resultsOnly;
  filling_ = true;
  list_->clear();
  if (names.isEmpty()) {
    for (const InputVariable& variable : variables->all()) names << QString::fromStdString(variable.name);
  }
  list_->setFlow(text ? QListView::LeftToRight : QListView::TopToBottom);
  list_->setWrapping(text);
  list_->setResizeMode(text ? QListView::Adjust : QListView::Fixed);
  for (int i = 0; i < names.size(); ++i) {
    int variable = changeable ? 0 : i + 1;
    for (int v = 0; changeable && v < variables->count(); ++v) {
      const auto& positions = (*variables)[static_cast<std::size_t>(v)].positions;
      if (std::find(positions.begin(), positions.end(), static_cast<std::uint32_t>(i)) != positions.end())
        variable = v + 1;
    }
    if (changeable && variable > 0 && !text)
      names[i] = valueAndBaseline(*facts_, *sample, static_cast<std::size_t>(i), true);
    auto* item = new QListWidgetItem(variable > 0 ? tr("[%1] %2").arg(variable).arg(names[i]) : names[i], list_);
    item->setData(Qt::UserRole, i);
    item->setToolTip(plainTip(item->text()));
    if (changeable) {
      item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
      item->setCheckState(variable > 0 ? Qt::Checked : Qt::Unchecked);
    }
  }
  filling_ = false;
}

void SamplePanel::toggleCell(int row, int column) {
  if (shownVariables() == nullptr) return;
  try {
    session_.choices().pick(
        withCellToggled(session_.choice(), facts_->samples.format, selection_.sample(), grid_, row, column));
  } catch (const UserError& error) {
    emit refused(QString::fromStdString(error.what()));
  }
}

void SamplePanel::toggleItem(unsigned place) {
  if (shownSample() == nullptr || shownVariables() == nullptr) return;
  const SampleSet& set = facts_->samples;
  try {
    if (set.format.kind == InputKind::text) {
      session_.choices().pick(
          withWordToggled(session_.choice(), *shownSample(), selection_.sample(), set.format.elements(), place));
    } else {
      const std::string name = place < set.columns.size() ? set.columns[place] : "column " + std::to_string(place);
      session_.choices().pick(withColumnToggled(session_.choice(), set.format, selection_.sample(), place, name));
    }
  } catch (const UserError& error) {
    emit refused(QString::fromStdString(error.what()));
    showList();
  }
}

void SamplePanel::showScore(const InteractionListPtr& list) {
  const Sample* sample = shownSample();
  if (sample == nullptr) return target_->clear();
  QString text = tr("target: %1").arg(className(facts_->samples, sample->target));
  if (list && !list->rows.empty()) {
    text += tr("   v(N) = %1").arg(valueText(list->full));
    if (facts_->score == "log-odds") text += tr(", p = %1").arg(valueText(1.0 / (1.0 + std::exp(-list->full))));
  }
  target_->setText(text);
}

}  // namespace spindle

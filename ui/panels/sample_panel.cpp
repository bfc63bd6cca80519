// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/sample_panel.h"

#include "core/base/user_error.h"
#include "core/input/variables/point_clusters.h"
#include "core/run/samples/default_variables.h"
#include "ui/panels/pending_line.h"
#include "ui/panels/plain_tip.h"
#include "ui/panels/points_view.h"
#include "ui/panels/sample_picture.h"
#include "ui/panels/sample_view.h"
#include "ui/panels/variable_items.h"
#include "ui/panels/variable_tools.h"
#include "ui/session/wording.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <utility>

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
      list_(new VariableItems(this)),
      points_(new PointsView(this)),
      tools_(new VariableTools(this)),
      pending_(new PendingLine(session, this)),
      editBar_(new QWidget(this)),
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
  target_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  target_->setWordWrap(true);
  count_->setWordWrap(true);
  reset_->setToolTip(tr("Reset to the variables of the run"));
  reset_->setObjectName("resetVariables");
  pages_->addWidget(view_);
  pages_->addWidget(list_);
  pages_->addWidget(points_);
  auto* foot = new QHBoxLayout;
  foot->addWidget(count_, 1);
  foot->addWidget(reset_, 0, Qt::AlignBottom);
  auto* bar = new QHBoxLayout(editBar_);
  bar->setContentsMargins(0, 0, 0, 0);
  tools_->hide();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(8, 6, 8, 6);
  column->setSpacing(4);
  column->addWidget(chooser_);
  column->addWidget(format_);
  column->addWidget(editBar_);
  column->addWidget(tools_);
  column->addWidget(pages_, 1);
  column->addWidget(pending_);
  column->addWidget(target_);
  column->addLayout(foot);

  connect(chooser_, &QComboBox::currentIndexChanged, this, [this](int index) {
    if (!filling_ && index >= 0) selection_.setSample(chooser_->itemData(index).toULongLong());
  });
  connect(&selection_, &Selection::sampleChanged, this, &SamplePanel::showSample);
  connect(&selection_, &Selection::changed, this, &SamplePanel::showLit);
  connect(view_, &SampleView::variableClicked, &selection_, &Selection::toggleContained);
  connect(view_, &SampleView::strokeBegun, this, [this] {
    refused_ = false;
    session_.editor().beginStroke();
  });
  connect(view_, &SampleView::cellPainted, this, &SamplePanel::paintCell);
  connect(view_, &SampleView::strokeEnded, &session.editor(), &VariableEditor::endStroke);
  connect(list_, &VariableItems::variableClicked, &selection_, &Selection::toggleContained);
  connect(points_, &PointsView::variableClicked, &selection_, &Selection::toggleContained);
  connect(points_, &PointsView::clusterClicked, this, &SamplePanel::toggleCluster);
  connect(list_, &VariableItems::toggled, this, &SamplePanel::toggleItem);
  connect(list_, &VariableItems::grouped, this, &SamplePanel::groupItems);
  connect(tools_, &VariableTools::gridChanged, this, [this] {
    grid_ = tools_->grid();
    showVariables();
  });
  connect(tools_, &VariableTools::randomWanted, this, &SamplePanel::selectRandom);
  connect(reset_, &QPushButton::clicked, this, [this] {
    if (facts_ != nullptr) session_.editor().edit(facts_->variables);
  });
  connect(&session.editor(), &VariableEditor::changed, this, &SamplePanel::showVariables);
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

void SamplePanel::addEditActions(QAction* editing, QAction* undo, QAction* redo) {
  auto* bar = static_cast<QHBoxLayout*>(editBar_->layout());
  for (QAction* action : {editing, undo, redo}) {
    auto* button = new QToolButton(editBar_);
    button->setDefaultAction(action);
    button->setToolButtonStyle(action == editing ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonTextOnly);
    button->setAutoRaise(action != editing);
    bar->addWidget(button);
  }
  bar->addStretch(1);
  connect(editing, &QAction::toggled, this, &SamplePanel::setEditing);
}

void SamplePanel::setEditing(bool editing) {
  editing_ = editing;
  showVariables();
}

bool SamplePanel::changeable() const {
  return facts_ != nullptr && !facts_->resultsOnly && shownVariables() != nullptr;
}

void SamplePanel::showLit() {
  const Selection& chosen = selection_;
  view_->setLit(chosen.lit());
  view_->setContained(chosen.contained());
  list_->setLit(chosen.lit().coalition, chosen.contained());
  points_->setLit(chosen.lit(), chosen.contained());
}

void SamplePanel::takeRun() {
  facts_ = session_.facts();
  const VariableChoice& choice = session_.choice();
  if (facts_ != nullptr && choice.count() > 0) grid_ = pickGrid(facts_->samples.format, choice.variables.front());
  tools_->setGrid(grid_, facts_ != nullptr && facts_->samples.format.kind == InputKind::image);
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
  if (facts_ == nullptr) return nullptr;
  const VariableChoice& draft = session_.editor().draft();
  const auto position = draft.position(selection_.sample());
  return position ? &draft.variables[*position] : nullptr;
}

void SamplePanel::showSample() {
  const Sample* sample = shownSample();
  filling_ = true;
  chooser_->setCurrentIndex(chooser_->findData(QVariant::fromValue<qulonglong>(selection_.sample())));
  chooser_->setToolTip(plainTip(chooser_->currentText()));
  filling_ = false;
  const bool image = sample != nullptr && (facts_->samples.format.kind == InputKind::image);
  const bool points = sample != nullptr && !facts_->resultsOnly && facts_->samples.format.kind == InputKind::points;
  pages_->setCurrentIndex(sample == nullptr || image ? 0 : points ? 2 : 1);
  if (points) showPoints();
  view_->setPicture(image ? samplePicture(*sample, facts_->samples.format) : QImage());
  showScore(nullptr);
  showVariables();
}

void SamplePanel::showVariables() {
  const InputVariables* variables = shownVariables();
  const bool editable = changeable();
  const bool changed = editable && session_.editor().draft().variables != facts_->variables.variables;
  if (!changed && reset_->hasFocus()) reset_->clearFocus();  // else the next field takes the keys of the player
  reset_->setEnabled(changed);
  reset_->setVisible(facts_ != nullptr && !facts_->resultsOnly);
  editBar_->setVisible(editable);
  tools_->setVisible(editable && editing_);
  view_->setEditing(editable && editing_);
  list_->setEditing(editable && editing_);
  points_->setEditing(editable && editing_);
  if (editable && editing_) findClusters();
  if (variables == nullptr) {
    count_->clear();
    view_->setVariables({}, grid_, {});
    return;
  }
  view_->setVariables(*variables, grid_, facts_->samples.format);
  const int n = variables->count();
  const QLocale numbers(QLocale::English, QLocale::UnitedStates);
  count_->setText(tr("%1 variables, %2 coalitions").arg(n).arg(numbers.toString(qlonglong{1} << n)));
  count_->setToolTip(tr("Every coalition is one forward pass, per sample and checkpoint."));
  if (pages_->currentIndex() == 1) showList();
  if (pages_->currentIndex() == 2) points_->setVariables(*variables);
  showLit();
}

void SamplePanel::showList() {
  const Sample* sample = shownSample();
  const InputVariables* variables = shownVariables();
  if (sample == nullptr || variables == nullptr) return;
  const InputKind kind = facts_->samples.format.kind;
  QStringList texts;
  if (kind == InputKind::text) {
    for (const std::string& word : sample->words) texts << QString::fromStdString(word);
  } else if (kind == InputKind::tabular && !facts_->resultsOnly) {
    for (std::size_t i = 0; i < sample->values.size(); ++i) {
      const auto& all = variables->all();
      const bool masked = std::any_of(all.begin(), all.end(), [i](const InputVariable& variable) {
        return std::find(variable.positions.begin(), variable.positions.end(), i) != variable.positions.end();
      });
      texts << valueAndBaseline(*facts_, *sample, i, masked);
    }
  }
  if (!texts.isEmpty()) return list_->show(texts, *variables, kind == InputKind::text);
  // What lies behind them is not known: one line a variable.
  std::vector<InputVariable> named = variables->all();
  for (std::size_t v = 0; v < named.size(); ++v) {
    texts << QString::fromStdString(named[v].name);
    named[v].positions = {static_cast<std::uint32_t>(v)};
    named[v].elements = {static_cast<std::uint32_t>(v)};
  }
  const std::size_t count = named.size();
  list_->show(texts, {std::move(named), count}, false);
}

template <class Change>
void SamplePanel::edit(const Change& change) {
  if (!changeable() || shownSample() == nullptr) return;
  try {
    session_.editor().edit(change(session_.editor().draft()));
  } catch (const UserError& error) {
    if (!std::exchange(refused_, true)) emit refused(QString::fromStdString(error.what()));
  }
}

void SamplePanel::paintCell(int row, int column, bool add) {
  const InputFormat& format = facts_->samples.format;
  edit([&](const VariableChoice& draft) {
    const auto position = draft.position(selection_.sample());
    if (!position || cellTaken(draft.variables[*position], format, grid_, row, column) == add) return draft;
    return withCellToggled(draft, format, selection_.sample(), grid_, row, column, tools_->scope());
  });
}

void SamplePanel::selectRandom(int count, std::uint64_t seed, int margin) {
  refused_ = false;
  const InputFormat& format = facts_->samples.format;
  edit([&](const VariableChoice& draft) {
    GridOptions options{grid_.rows, grid_.columns, count, seed, {}};
    options.within = {margin, margin, grid_.rows - margin, grid_.columns - margin};
    const int cells = (grid_.rows - 2 * margin) * (grid_.columns - 2 * margin);
    if (2 * margin >= std::min(grid_.rows, grid_.columns) || cells < count)
      throw UserError("There are not " + std::to_string(count) +
                      " cells within that frame: take fewer cells, a finer grid or a smaller margin.");
    return withVariables(draft, selection_.sample(), drawGridCells(format, options), tools_->scope());
  });
}

void SamplePanel::toggleItem(unsigned place) {
  refused_ = false;
  const SampleSet& set = facts_->samples;
  edit([&](const VariableChoice& draft) {
    if (set.format.kind == InputKind::text)
      return withWordToggled(draft, *shownSample(), selection_.sample(), set.format.elements(), place);
    const std::string name = place < set.columns.size() ? set.columns[place] : "column " + std::to_string(place);
    return withColumnToggled(draft, set.format, selection_.sample(), place, name);
  });
}

void SamplePanel::showPoints() {
  const Sample& sample = *shownSample();
  const auto stride = static_cast<std::size_t>(facts_->samples.format.shape.at(1));
  std::vector<std::array<double, 3>> points;
  for (std::size_t at = 0; at + stride <= sample.values.size(); at += stride) {
    std::array<double, 3> point{};
    for (std::size_t c = 0; c < std::min<std::size_t>(3, stride); ++c) point[c] = sample.values[at + c];
    points.push_back(point);
  }
  points_->setPoints(std::move(points));
  clustering_.cancel();
  clusters_.clear();
}

/// Of the shown sample, in another thread; nothing where they are known.
void SamplePanel::findClusters() {
  if (pages_->currentIndex() != 2 || !clusters_.empty() || clustering_.busy()) return;
  const InputFormat& format = facts_->samples.format;
  const auto work = [sample = *shownSample(), format](const RunControl&) {
    return clusterPoints(sample, format, clusterCounts(format).first, 0);
  };
  clustering_.run(work, [this](const JobAnswer<std::vector<std::vector<std::uint32_t>>>& answer) {
    if (!answer.value) return emit refused(answer.error);
    clusters_ = *answer.value;
    points_->setClusters(clusters_);
  });
}

void SamplePanel::toggleCluster(std::size_t cluster) {
  refused_ = false;
  edit([&](const VariableChoice& draft) {
    return withClusterToggled(draft, facts_->samples.format, selection_.sample(), clusters_.at(cluster),
                              "cluster " + std::to_string(cluster));
  });
}

void SamplePanel::groupItems(const std::vector<std::uint32_t>& places) {
  refused_ = false;
  const SampleSet& set = facts_->samples;
  edit([&](const VariableChoice& draft) {
    const bool text = set.format.kind == InputKind::text;
    std::string name;
    for (const std::uint32_t place : places) {
      const auto& names = text ? shownSample()->words : set.columns;
      name += (name.empty() ? ""
               : text       ? " "
                            : " + ") +
              (place < names.size() ? names[place] : "column " + std::to_string(place));
    }
    const InputVariable group =
        text ? wordVariable(*shownSample(), places, name) : columnVariable(set.format, places, name);
    return withGroup(draft, selection_.sample(), set.format.elements(), group);
  });
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

// SPDX-License-Identifier: GPL-3.0-or-later
// What a SamplePanel shows.
#include "ui/panels/plain_tip.h"
#include "ui/panels/points_view.h"
#include "ui/panels/sample_panel.h"
#include "ui/panels/sample_picture.h"
#include "ui/panels/sample_texts.h"
#include "ui/panels/sample_view.h"
#include "ui/panels/variable_items.h"
#include "ui/panels/variable_tools.h"
#include "ui/session/masked_sight.h"
#include "ui/session/session_wording.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QStackedWidget>

#include <algorithm>
#include <utility>

namespace spindle {
namespace {

std::vector<std::array<double, 3>> pointsOf(const std::vector<float>& values, const InputFormat& format) {
  const auto stride = static_cast<std::size_t>(format.shape.at(1));
  std::vector<std::array<double, 3>> points;
  for (std::size_t at = 0; at + stride <= values.size(); at += stride) {
    std::array<double, 3>& point = points.emplace_back();
    for (std::size_t c = 0; c < std::min<std::size_t>(3, stride); ++c) point[c] = values[at + c];
  }
  return points;
}

}  // namespace

void SamplePanel::showLit() {
  const Selection& chosen = selection_;
  view_->setLit(chosen.lit());
  view_->setContained(chosen.contained());
  list_->setLit(chosen.lit().coalition, chosen.contained());
  points_->setLit(chosen.lit(), chosen.contained());
  showSight();
}

/// The input under the coalition that is looked at, or the whole one.
void SamplePanel::showSight() {
  std::optional<Coalition> looked = selection_.hovered();
  const bool pinned = actions_ && actions_->masked->isChecked() && selection_.lit().coalition != 0;
  if (!looked && pinned) looked = selection_.lit().coalition;
  const auto position = session_.choice().position(selection_.sample());
  const bool known =
      looked && shownSample() != nullptr && position && *looked >> session_.choice().variables[*position].count() == 0;
  if (!known) {
    if (std::exchange(sighted_, false)) showVariables();
    return;
  }
  const InputVariables& computed = session_.choice().variables[*position];
  const Sample& sample = *shownSample();
  const MaskedSight sight = maskedSight(*facts_, computed, selection_.sample(), *looked);
  sighted_ = true;
  const InputFormat& format = facts_->samples.format;
  if (!sight.values.empty() && pages_->currentIndex() == 0) {
    if (view_->variables() != computed) view_->setVariables(computed, picker_->grid(), format);
    view_->setMasked(samplePicture(sample, sight.values, format), *looked);
  } else if (!sight.values.empty() && pages_->currentIndex() == 2) {
    points_->setVariables(computed);
    // A body that is taken away is nowhere: it stays where it was, faint.
    const bool away = format.kind == InputKind::bodies;
    points_->setMasked(pointsOf(away ? sample.values : sight.values, format), *looked);
  } else if (pages_->currentIndex() == 1 && !sight.values.empty()) {
    QStringList texts = sight.words;
    for (std::size_t i = 0; texts.size() < list_->count() && i < sight.values.size(); ++i)
      texts << columnText(facts_->samples, i, sight.values[i]);
    list_->show(itemTexts(*facts_, sample, computed), computed, format.kind == InputKind::text);
    list_->setMasked(texts, *looked);
  }
  const QString who = coalitionText(*looked, variableNames(session_.choice(), selection_.sample()));
  QString where;
  if (!facts_->options.maskAt.empty()) where = tr(", masked at %1").arg(QString::fromStdString(facts_->options.maskAt));
  target_->setText(target_->fontMetrics().elidedText(who + where, Qt::ElideRight, std::max(80, target_->width())) +
                   '\n' + (scores_ ? sightText(*scores_, facts_->score, *looked) : QString()));
}

void SamplePanel::showFormat() {
  const bool known = facts_ != nullptr && !facts_->resultsOnly && facts_->summary.samples > 0;
  format_->setVisible(known);
  if (!known) return;
  format_->setText(formatText(*facts_));
  format_->setToolTip(formatTip(*facts_));
}

const Sample* SamplePanel::shownSample() const {
  if (facts_ == nullptr || selection_.sample() >= facts_->samples.samples.size()) return nullptr;
  return &facts_->samples.samples[selection_.sample()];
}

void SamplePanel::showSample() {
  const Sample* sample = shownSample();
  filling_ = true;
  chooser_->setCurrentIndex(chooser_->findData(QVariant::fromValue<qulonglong>(selection_.sample())));
  chooser_->setToolTip(plainTip(chooser_->currentText()));
  filling_ = false;
  const bool image = sample != nullptr && (facts_->samples.format.kind == InputKind::image);
  const bool points = sample != nullptr && !facts_->resultsOnly && isInSpace(facts_->samples.format.kind);
  pages_->setCurrentIndex(sample == nullptr || image ? 0 : points ? 2 : 1);
  if (points) showPoints();
  view_->setPicture(image ? samplePicture(*sample, facts_->samples.format) : QImage());
  scores_.reset();
  showScore();
  showVariables();
}

void SamplePanel::showVariables() {
  const InputVariables* variables = picker_->variables();
  const bool editable = picker_->changeable();
  const bool changed = editable && session_.editor().draft().variables != facts_->variables.variables;
  if (!changed && reset_->hasFocus()) reset_->clearFocus();  // else the next field takes the keys of the player
  reset_->setEnabled(changed);
  reset_->setVisible(facts_ != nullptr && !facts_->resultsOnly);
  editBar_->setVisible(editable);
  tools_->setVisible(editable && editing_);
  view_->setEditing(editable && editing_);
  list_->setEditing(editable && editing_);
  points_->setEditing(editable && editing_);
  if (editable && editing_) picker_->findClusters();
  view_->setBrush(editable && editing_ && tools_->brushing() ? tools_->radius() : 0);
  view_->setMasked({}, 0);
  points_->setMasked({}, 0);
  list_->setMasked({}, 0);
  refreshActions();
  showScore();
  if (variables == nullptr) {
    count_->clear();
    view_->setVariables({}, picker_->grid(), {});
    return;
  }
  view_->setVariables(*variables, picker_->grid(), facts_->samples.format);
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
  const InputVariables* variables = picker_->variables();
  if (sample == nullptr || variables == nullptr) return;
  QStringList texts = itemTexts(*facts_, *sample, *variables);
  if (!texts.isEmpty()) return list_->show(texts, *variables, facts_->samples.format.kind == InputKind::text);
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

void SamplePanel::showPoints() {
  points_->setPoints(pointsOf(shownSample()->values, facts_->samples.format));
  picker_->takeSample();
}

void SamplePanel::showScore() {
  const Sample* sample = shownSample();
  if (sample == nullptr) return target_->clear();
  target_->setText(targetText(*facts_, *sample, scores_.get()));
}

}  // namespace spindle

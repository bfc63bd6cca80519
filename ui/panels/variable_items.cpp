// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/variable_items.h"

#include "ui/panels/plain_tip.h"
#include "ui/plots/plot_colors.h"

#include <QKeyEvent>
#include <QMouseEvent>

#include <algorithm>

namespace spindle {
namespace {

bool isArrow(int key) {
  return key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Up || key == Qt::Key_Down;
}

}  // namespace

VariableItems::VariableItems(QWidget* parent) : QListWidget(parent) {
  setObjectName("variableList");
  setAccessibleName(tr("Input variables"));
  setSelectionMode(QAbstractItemView::NoSelection);
  setSpacing(1);
}

void VariableItems::show(const QStringList& texts, const InputVariables& variables, bool flowing) {
  variables_ = variables;
  texts_ = texts;
  masked_.clear();
  setFlow(flowing ? QListView::LeftToRight : QListView::TopToBottom);
  setWrapping(flowing);
  setResizeMode(flowing ? QListView::Adjust : QListView::Fixed);
  if (count() != texts.size()) {
    clear();
    last_ = -1;
    for (int i = 0; i < texts.size(); ++i) addItem(QString());
  }
  for (int i = 0; i < texts.size(); ++i) {
    item(i)->setText(texts[i]);
    const auto variable = variableOf(i);
    const QString name = variable ? QString::fromStdString(variables_[*variable].name) : QString();
    item(i)->setToolTip(
        plainTip(variable && name != texts[i] ? tr("%1 (variable: %2)").arg(texts[i], name) : texts[i]));
    item(i)->setData(Qt::AccessibleTextRole,
                     variable ? tr("%1, variable %2").arg(texts[i], name) : tr("%1, no variable").arg(texts[i]));
  }
  paintItems();
}

void VariableItems::setMasked(const QStringList& texts, Coalition present) {
  if (texts == masked_ && present == present_) return;
  masked_ = texts.size() == count() ? texts : QStringList();
  present_ = present;
  const QStringList& shown = masked_.isEmpty() ? texts_ : masked_;
  for (int i = 0; i < std::min<int>(count(), static_cast<int>(shown.size())); ++i) item(i)->setText(shown[i]);
  paintItems();
}

void VariableItems::groupToCurrent() {
  if (editing_ && currentRow() >= 0) click(currentRow(), true);
}

void VariableItems::setEditing(bool editing) {
  editing_ = editing;
  setCursor(editing ? Qt::CrossCursor : Qt::ArrowCursor);
}

void VariableItems::setLit(Coalition lit, Coalition contained) {
  if (lit == lit_ && contained == contained_) return;
  lit_ = lit;
  contained_ = contained;
  paintItems();
}

std::optional<std::size_t> VariableItems::variableOf(int item) const {
  for (std::size_t v = 0; v < variables_.all().size(); ++v) {
    const auto& positions = variables_[v].positions;
    if (std::find(positions.begin(), positions.end(), static_cast<std::uint32_t>(item)) != positions.end()) return v;
  }
  return std::nullopt;
}

void VariableItems::paintItems() {
  const PlotColors colors = PlotColors::of(palette());
  for (int i = 0; i < count(); ++i) {
    const auto variable = variableOf(i);
    const bool hidden = variable && !masked_.isEmpty() && (present_ >> *variable & 1u) == 0;
    QFont look = font();
    look.setBold(variable && isWrapping());  // all columns of a table may be variables
    look.setItalic(hidden);
    look.setUnderline(variable && (contained_ >> *variable & 1u) != 0);
    item(i)->setFont(look);
    QColor fill = Qt::transparent;
    if (variable) {
      const bool masked = !masked_.isEmpty();
      const bool lit = ((masked ? present_ : lit_) >> *variable & 1u) != 0;
      fill = lit ? colors.lit : colors.strength(true);
      fill.setAlpha(lit ? 150 : masked ? 0 : 60);
    }
    if (marking_ && i >= std::min(last_, currentRow()) && i <= std::max(last_, currentRow()))
      fill = palette().color(QPalette::Highlight);
    item(i)->setBackground(fill);
    const bool plain = masked_.isEmpty() ? variable.has_value() : !hidden;
    item(i)->setForeground(plain ? palette().text() : palette().brush(QPalette::Disabled, QPalette::Text));
  }
}

void VariableItems::click(int place, bool group) {
  marking_ = false;
  const int last = std::exchange(last_, place);
  if (!editing_) {
    if (const auto variable = variableOf(place)) emit variableClicked(*variable);
    return;
  }
  if (!group || last < 0 || last == place) {
    emit toggled(static_cast<unsigned>(place));
    return;
  }
  std::vector<std::uint32_t> places;
  for (int i = std::min(last, place); i <= std::max(last, place); ++i) places.push_back(static_cast<std::uint32_t>(i));
  emit grouped(places);
}

void VariableItems::mousePressEvent(QMouseEvent* event) {
  QListWidget::mousePressEvent(event);
  const QModelIndex at = indexAt(event->pos());
  if (event->button() == Qt::LeftButton && at.isValid()) click(at.row(), (event->modifiers() & Qt::ShiftModifier) != 0);
}

void VariableItems::keyPressEvent(QKeyEvent* event) {
  const int key = event->key();
  if ((key == Qt::Key_Space && editing_) || key == Qt::Key_Return || key == Qt::Key_Enter) {
    if (currentRow() >= 0) click(currentRow(), (event->modifiers() & Qt::ShiftModifier) != 0);
    return;
  }
  const bool shift = (event->modifiers() & Qt::ShiftModifier) != 0;
  if (isArrow(key) && editing_ && currentRow() >= 0) {
    if (shift && !marking_) last_ = currentRow();
    marking_ = shift;
    QKeyEvent move(event->type(), key, Qt::NoModifier);
    QListWidget::keyPressEvent(&move);
    return paintItems();
  }
  QListWidget::keyPressEvent(event);
}

bool VariableItems::event(QEvent* event) {
  // Space and arrows edit here; elsewhere they play and step.
  if (editing_ && event->type() == QEvent::ShortcutOverride) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Space || isArrow(key)) event->accept();
  }
  return QListWidget::event(event);
}

void VariableItems::changeEvent(QEvent* event) {
  QListWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) paintItems();
}

}  // namespace spindle

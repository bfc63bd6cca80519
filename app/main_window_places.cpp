// SPDX-License-Identifier: GPL-3.0-or-later
// Places on the timeline and in charts: going to one, the user's own marker, the menu of a tick, the column that is
// drawn there.
#include "app/main_window.h"
#include "ui/panels/dynamics_view.h"
#include "ui/panels/plot_menu.h"
#include "ui/plots/timeline_plot.h"
#include "ui/session/series_words.h"

#include <QAction>
#include <QInputDialog>
#include <QMenu>

#include <algorithm>

namespace spindle::app {

void MainWindow::select(const ChartTarget& target) {
  switch (target.kind) {
    case TargetKind::checkpoint:
      playhead_.pause();
      return playhead_.moveTo(target.value);
    case TargetKind::order:
      return selection_.toggleOrder(static_cast<int>(target.value));
    case TargetKind::sample:
      if (target.value < session_.choice().samples.size())
        selection_.setSample(session_.choice().samples[target.value]);
      return;
    case TargetKind::variable:
      return selection_.light({Coalition{1} << target.value, InteractionKind::andKind, 1});
    case TargetKind::pair:
    case TargetKind::interaction: {
      const auto mask = static_cast<Coalition>(target.value);
      return selection_.light({mask, InteractionKind::andKind, order(mask)});
    }
    case TargetKind::none:
      break;
  }
}

QString MainWindow::placeKey(const char* group) const {
  return placeKey(group, session_.facts() != nullptr ? session_.facts()->place : std::filesystem::path());
}

QString MainWindow::placeKey(const char* group, const std::filesystem::path& of) {
  const QString place = QString::fromStdString(of.string());
  return QString::fromLatin1(group) + QStringLiteral("/") +
         QString::fromLatin1(place.toUtf8().toBase64(QByteArray::Base64UrlEncoding));
}

void MainWindow::setOwnMarker(std::optional<std::size_t> checkpoint) {
  view_->setOwnMarker(checkpoint);
  if (checkpoint) {
    settings_.setValue(placeKey("markers"), QVariant::fromValue<qulonglong>(*checkpoint));
  } else {
    settings_.remove(placeKey("markers"));
  }
}

void MainWindow::fillColumns(QMenu* menu) {
  menu->clear();
  const auto offer = [&](const QString& text, const std::string& name) {
    QAction* action = menu->addAction(text);
    action->setCheckable(true);
    action->setChecked(view_->column() == name);
    connect(action, &QAction::triggered, this, [this, name] {
      view_->setColumn(name);
      settings_.setValue(placeKey("columns"), QString::fromStdString(name));
    });
  };
  const std::vector<std::string>& columns = session_.track().series().loggedColumns;
  if (columns.empty()) {
    menu->addAction(tr("The training log has no other column"))->setEnabled(false);
    return;
  }
  offer(tr("None"), {});
  menu->addSeparator();
  for (const std::string& name : columns) offer(QString::fromStdString(name).replace('&', "&&"), name);
}

void MainWindow::tickMenu(std::size_t checkpoint, const QPoint& place) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  const bool done = session_.track().state(checkpoint) == TickState::done;
  connect(menu->addAction(tr("Go here")), &QAction::triggered, this,
          [this, checkpoint] { playhead_.moveTo(checkpoint); });
  QAction* pin = menu->addAction(tr("Pin for comparison"));
  pin->setEnabled(done);
  connect(pin, &QAction::triggered, this, [this, checkpoint] { view_->setPinned(checkpoint); });
  connect(menu->addAction(tr("Unpin")), &QAction::triggered, this, [this] { view_->setPinned(std::nullopt); });
  menu->addSeparator();
  connect(menu->addAction(tr("Set phase-two marker here")), &QAction::triggered, this,
          [this, checkpoint] { setOwnMarker(checkpoint); });
  connect(menu->addAction(tr("Remove my marker")), &QAction::triggered, this, [this] { setOwnMarker(std::nullopt); });
  menu->addSeparator();
  PlotMenu::of(view_->timeline())->addTo(menu);
  menu->popup(place);
}

void MainWindow::goToStep() {
  auto* dialog = new QInputDialog(this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(tr("Go to"));
  const CheckpointSeries& series = session_.track().series();
  if (const std::vector<QString> frames = frameTexts(series); !frames.empty()) {
    dialog->setLabelText(tr("%1:").arg(axisText(SeriesWords(series))));
    dialog->setComboBoxItems(QStringList(frames.begin(), frames.end()));
    dialog->setTextValue(frames[playhead_.spot().nearest()]);
    connect(dialog, &QInputDialog::textValueSelected, this, [this, frames](const QString& chosen) {
      playhead_.pause();
      playhead_.moveTo(static_cast<std::size_t>(std::find(frames.begin(), frames.end(), chosen) - frames.begin()));
    });
    return dialog->open();
  }
  const bool epochs = series.stepsAreEpochs;
  dialog->setLabelText(!series.axis.empty() ? tr("%1:").arg(axisText(SeriesWords(series)))
                       : epochs             ? tr("Epoch:")
                                            : tr("Training step:"));
  dialog->setInputMode(QInputDialog::DoubleInput);
  dialog->setDoubleDecimals(!series.axis.empty() ? 4 : epochs ? 2 : 0);
  dialog->setDoubleRange(0.0, 1e12);
  dialog->setDoubleValue(session_.track().checkpoint(playhead_.spot().nearest()).step);
  connect(dialog, &QInputDialog::doubleValueSelected, this, [this](double step) {
    const StepAxis& axis = playhead_.axis();
    playhead_.pause();
    playhead_.moveTo(axis.nearest(axis.evenlySpaced() ? 0.0 : axis.placeOfStep(step)));
  });
  dialog->open();
}

}  // namespace spindle::app

// SPDX-License-Identifier: GPL-3.0-or-later
// Opens a run in the window and writes a picture of every view and dialog into a folder, light and dark:
//   window_pictures RUN FOLDER [--results FOLDER] [--beside RUN]
// tests/app/window_sheets.sh makes contact sheets of them.
#include "app/main_window.h"
#include "app/sample_cards.h"
#include "app/theme.h"
#include "app/window_actions.h"
#include "ui/panels/analysis_page.h"
#include "ui/panels/analysis_tabs.h"
#include "ui/panels/drop_overlay.h"
#include "ui/panels/interactions_panel.h"

#include <QAction>
#include <QApplication>
#include <QCommandLineParser>
#include <QDialog>
#include <QDir>
#include <QDockWidget>
#include <QEventLoop>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <functional>

using namespace spindle;

namespace {

void wait(int milliseconds) {
  QEventLoop loop;
  QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
  loop.exec();
}

bool waitUntil(const std::function<bool()>& done, int seconds) {
  for (int i = 0; i < 20 * seconds && !done(); ++i) wait(50);
  return done();
}

class Pictures {
 public:
  Pictures(app::MainWindow& window, QString folder) : window_(window), folder_(std::move(folder)) {}

  void of(const QString& name) { save(&window_, name); }

  /// Of a dialog that an action opens.
  void ofDialog(const QString& name, QAction* action) {
    if (!action->isEnabled()) {
      std::fprintf(stderr, "%s: cannot be opened\n", qPrintable(name));
      return;
    }
    action->trigger();
    if (!waitUntil([this] { return dialog() != nullptr; }, 30)) {
      std::fprintf(stderr, "%s: no dialog came\n", qPrintable(name));
      return;
    }
    wait(900);
    QWidget* shown = dialog();
    save(shown, name);
    shown->close();
    wait(100);
  }
  void setTheme(bool dark) {
    theme_ = dark ? QStringLiteral("dark") : QStringLiteral("light");
    app::applyTheme(dark ? app::Theme::dark : app::Theme::light);
    wait(200);
  }

 private:
  QWidget* dialog() const {
    const auto all = QApplication::topLevelWidgets();
    const auto shown =
        std::find_if(all.begin(), all.end(), [this](QWidget* one) { return one->isVisible() && one != &window_; });
    return shown == all.end() ? nullptr : *shown;
  }
  void save(QWidget* shown, const QString& name) {
    wait(250);
    shown->grab().save(QStringLiteral("%1/%2-%3.png").arg(folder_, name, theme_));
  }

  app::MainWindow& window_;
  QString folder_, theme_;
};

void lightStrongest(app::MainWindow& window) {
  auto* panel = window.findChild<InteractionsPanel*>();
  if (!waitUntil([panel] { return panel->model().list() != nullptr; }, 5)) return;
  for (const Interaction& row : panel->model().list()->rows) {
    if (order(row.coalition) < 2) continue;
    return window.selection().toggleInteraction(row.coalition, row.kind);
  }
}

void makeViews(app::MainWindow& window, Pictures& pictures) {
  app::WindowActions& actions = window.actions();
  auto* tabs = window.findChild<AnalysisTabs*>();
  pictures.of("01-main");
  lightStrongest(window);
  wait(300);
  pictures.of("02-interaction");
  actions.clear->trigger();
  window.selection().toggleOrder(2);
  actions.spread->setChecked(true);
  pictures.of("03-order-and-spread");
  actions.spread->setChecked(false);
  actions.clear->trigger();
  if (actions.editVariables->isEnabled()) {
    actions.editVariables->setChecked(true);
    pictures.of("04-edit");
    actions.editVariables->setChecked(false);
  }
  window.findChild<QDockWidget*>("runDock")->raise();
  window.findChild<QDockWidget*>("valuesDock")->raise();
  pictures.of("05-run-and-values");
  window.findChild<QDockWidget*>("sampleDock")->raise();
  window.findChild<QDockWidget*>("interactionsDock")->raise();
  actions.table->setChecked(true);
  pictures.of("06-table");
  actions.table->setChecked(false);
  for (int i = 0; i < tabs->count(); ++i) {
    tabs->openPage(i);
    pictures.of(QStringLiteral("1%1-page-%2").arg(i, 2, 10, QLatin1Char('0')).arg(tabs->currentWidget()->objectName()));
  }
  tabs->setOpen(false);
  window.openDock("phases");
  window.openDock("trust");
  pictures.of("30-docks");
  actions.resetLayout->trigger();
  const QSize size = window.size();
  window.resize(1024, 640);
  pictures.of("31-small");
  window.resize(size);
}

void makeDialogs(app::MainWindow& window, Pictures& pictures) {
  app::WindowActions& actions = window.actions();
  pictures.ofDialog("40-about-run", actions.aboutRun);
  pictures.ofDialog("41-figure", actions.exportFigure);
  pictures.ofDialog("42-draws", actions.draws);
  pictures.ofDialog("43-preferences", actions.preferences);
  pictures.ofDialog("44-go-to", actions.goTo);
  pictures.ofDialog("45-keys", actions.keys);
  pictures.ofDialog("46-search", actions.search);
  pictures.ofDialog("48-about", actions.about);
  auto* overlay = window.findChild<DropOverlay*>();
  overlay->showZones("another-run", QString::fromStdString(window.session().facts()->name));
  overlay->point({3 * window.width() / 4, window.height() / 2});
  pictures.of("47-drop");
  overlay->hide();
}

void makeCompared(app::MainWindow& window, Pictures& pictures, const QString& file) {
  window.openBeside(file.toStdString());
  const auto ready = [&window] {
    const SessionState state = window.beside().session().state();
    return state == SessionState::finished && window.session().analysis() &&
           !window.session().analysis()->others.empty();
  };
  if (!waitUntil(ready, 600)) return;
  pictures.of("50-compare");
  window.findChild<AnalysisTabs*>()->setOpen(false);
  pictures.of("51-side-by-side");
  window.beside().setAsDifferences(true);
  pictures.of("52-differences");
  window.beside().setAsDifferences(false);
  window.beside().close();
}

}  // namespace

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  QCommandLineParser parser;
  parser.addPositionalArgument("RUN", "run folder or results file");
  parser.addPositionalArgument("FOLDER", "folder for the pictures");
  parser.addOptions(
      {{"results", "folder of results", "folder"}, {"beside", "run or results to compare with", "place"}});
  parser.process(application);
  const QStringList places = parser.positionalArguments();
  if (places.size() != 2 || !QDir().mkpath(places[1])) return 2;
  app::rememberDesktopPalette();
  const QTemporaryDir folder;
  const QString results = parser.isSet("results") ? parser.value("results") : folder.filePath("results");
  app::MainWindow window({.resultsFolder = results.toStdString(),
                          .settingsFile = folder.filePath("settings.ini"),
                          .samples = app::sampleCards(),
                          .bundledResults = app::bundledResultsFolder()});
  window.resize(1440, 900);
  window.show();
  Pictures pictures(window, places[1]);
  for (const bool dark : {false, true}) {
    pictures.setTheme(dark);
    pictures.of("00-welcome");
    window.open("/nowhere/at/all");
    wait(300);
    pictures.of("00-failure");
    window.open(places[0].toStdString());
    const auto ready = [&window] {
      return window.session().state() == SessionState::finished && window.session().analysis() != nullptr;
    };
    if (!waitUntil(ready, 600)) {
      std::fprintf(stderr, "%s\n", qPrintable(window.notice()));
      return 1;
    }
    if (const auto start = window.session().phaseTwo().checkpoint) window.playhead().moveTo(*start);
    wait(500);
    makeViews(window, pictures);
    makeDialogs(window, pictures);
    if (parser.isSet("beside")) makeCompared(window, pictures, parser.value("beside"));
    window.session().close();
  }
  return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Opens a run in the window, waits until it is computed and writes a picture of the window:
//   screenshot RUN picture.png [--dark] [--size WIDTHxHEIGHT] [--step STEP] [--light-interaction] [--keys]
// How the README's picture was made: tests/app/screenshot.sh
#include "app/main_window.h"
#include "app/sample_cards.h"
#include "app/theme.h"
#include "app/window_actions.h"
#include "ui/panels/analysis_tabs.h"
#include "ui/panels/interactions_panel.h"
#include "ui/panels/tour_card.h"

#include <QAction>
#include <QApplication>
#include <QCommandLineParser>
#include <QDialog>
#include <QDockWidget>
#include <QEventLoop>
#include <QLineEdit>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTimer>
#include <QToolButton>

#include <cstdio>

using namespace spindle;

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  QCommandLineParser parser;
  parser.addPositionalArgument("RUN", "run folder or results file");
  parser.addPositionalArgument("PICTURE", "file to write");
  parser.addOptions({{"dark", "dark theme"},
                     {"size", "size of the window", "size", "1440x900"},
                     {"step", "training step to stand at", "step"},
                     {"light-interaction", "choose the strongest interaction of more than one variable"},
                     {"results", "folder of results", "folder"},
                     {"table", "show the table"},
                     {"tab", "number of the tab under the bars", "number"},
                     {"values", "show the values"},
                     {"draws", "compute this many draws of the variables first", "draws"},
                     {"about", "picture of the questions about the run instead"},
                     {"correct", "correct the steps with this pattern", "pattern"},
                     {"edit", "edit variables: the first one taken away"},
                     {"press", "actions to call by their keys, such as \"V S\"", "keys"},
                     {"first", "do not wait for the end, only for the first checkpoint"},
                     {"tour", "at this step of the tour", "step"},
                     {"train", "picture of the dialog for trainings instead"},
                     {"keys", "picture of the key sheet instead"}});
  parser.process(application);
  const QStringList places = parser.positionalArguments();
  if (places.size() != 2) return 2;
  app::rememberDesktopPalette();
  app::applyTheme(parser.isSet("dark") ? app::Theme::dark : app::Theme::light);
  const QTemporaryDir folder;
  const QString results = parser.isSet("results") ? parser.value("results") : folder.filePath("results");
  app::MainWindow window({.resultsFolder = results.toStdString(),
                          .settingsFile = folder.filePath("settings.ini"),
                          .bundledResults = app::bundledResultsFolder(),
                          .trainer = QStringLiteral("spindle")});
  const QStringList size = parser.value("size").split('x');
  window.resize(size.at(0).toInt(), size.at(1).toInt());
  window.show();
  window.open(places[0].toStdString());

  const auto save = [&] {
    QWidget* shown = QApplication::activeModalWidget() != nullptr ? QApplication::activeModalWidget() : &window;
    if (parser.isSet("keys")) {
      window.actions().keys->trigger();
      shown = window.findChild<QWidget*>("keySheet");
    }
    if (parser.isSet("tour")) {
      window.actions().tour->trigger();
      window.findChild<TourCard*>()->go(parser.value("tour").toUInt() - 1);
    }
    if (parser.isSet("train")) {
      window.actions().trainRun->trigger();
      shown = window.findChild<QDialog*>("trainDialog");
    }
    if (parser.isSet("about")) {
      if (window.findChild<QDialog*>("runQuestions") == nullptr) window.actions().aboutRun->trigger();
      shown = window.findChild<QDialog*>("runQuestions");
      QEventLoop wait;
      QTimer::singleShot(2500, &wait, &QEventLoop::quit);
      wait.exec();
    }
    const bool written = shown->grab().save(places[1]);
    std::printf("%s\n", qPrintable(window.notice()));
    QApplication::exit(written ? 0 : 1);
  };
  const auto ready = [&] {
    if (parser.isSet("edit")) {
      window.actions().editVariables->setChecked(true);
      VariableEditor& editor = window.session().editor();
      VariableChoice fewer = editor.draft();
      for (InputVariables& variables : fewer.variables) {
        std::vector<InputVariable> list(variables.all().begin() + 1, variables.all().end());
        variables = {std::move(list), window.session().facts()->samples.format.elements()};
      }
      editor.edit(fewer);
    }
    if (parser.isSet("tab")) window.findChild<AnalysisTabs*>()->openPage(parser.value("tab").toInt());
    if (parser.isSet("correct")) {
      window.findChild<QToolButton*>("correct")->setChecked(true);
      window.findChild<QLineEdit*>("stepPattern")->setText(parser.value("correct"));
    }
    if (parser.isSet("values")) window.findChild<QDockWidget*>("valuesDock")->raise();
    if (parser.isSet("table")) window.actions().table->setChecked(true);
    if (parser.isSet("step")) {
      const StepAxis& axis = window.playhead().axis();
      window.playhead().moveToPlace(axis.placeOfStep(parser.value("step").toDouble()));
    } else if (window.session().phaseTwo().checkpoint) {
      window.playhead().moveTo(*window.session().phaseTwo().checkpoint);
    }
    QTimer::singleShot(700, &window, [&] {
      auto* panel = window.findChild<InteractionsPanel*>();
      if (parser.isSet("light-interaction") && panel->model().list()) {
        for (const Interaction& row : panel->model().list()->rows) {
          if (order(row.coalition) < 2) continue;
          window.selection().toggleInteraction(row.coalition, row.kind);
          break;
        }
      }
      for (const QString& keys : parser.value("press").split(' ', Qt::SkipEmptyParts)) {
        for (QAction* action : window.findChildren<QAction*>()) {
          if (action->shortcuts().contains(QKeySequence(keys))) action->trigger();
        }
      }
      QTimer::singleShot(parser.isSet("press") ? 2000 : 300, &window, save);
    });
  };
  QObject::connect(&window.session(), &DynamicsSession::stateChanged, &window, [&] {
    const auto state = window.session().state();
    static bool drawn = false;
    if (parser.isSet("draws") && state == SessionState::finished && !drawn) {
      drawn = true;
      QTimer::singleShot(0, &window, [&] { window.session().computeDraws(parser.value("draws").toULong()); });
      return;
    }
    if (!parser.isSet("first") && (state == SessionState::finished || state == SessionState::failed))
      QTimer::singleShot(3000, &window, ready);
    if (state == SessionState::closed) QTimer::singleShot(300, &window, save);
  });
  QObject::connect(&window.session(), &DynamicsSession::pointFinished, &window, [&](std::size_t checkpoint) {
    if (parser.isSet("first") && checkpoint == 3) QTimer::singleShot(50, &window, ready);
  });
  return QApplication::exec();
}

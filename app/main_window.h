// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis_list.h"
#include "ui/panels/sample_card.h"
#include "ui/session/beside_run.h"
#include "ui/session/dynamics_session.h"
#include "ui/session/playhead.h"
#include "ui/session/playhead_link.h"
#include "ui/session/selection.h"

#include <QMainWindow>
#include <QPointer>
#include <QSettings>

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

class QDockWidget;
class QStackedWidget;

namespace spindle {

class ClosedPage;
class DropOverlay;
class DynamicsView;
class NoticeLine;
class ProgressLine;
class WelcomePage;
class RunQuestions;
class TourCard;

namespace app {

struct DockSpec;
struct OfferedSample;
class IdleDraws;
class TrainDialog;
class TrainingProcess;
class WindowActions;

inline constexpr int layoutVersion = 4;  ///< of stored layouts; others are not restored

/// Where the window keeps what it computes and what it remembers.
struct WindowOptions {
  std::filesystem::path resultsFolder;
  QString settingsFile;
  AnalysisList analyses = allAnalyses();
  /// How long nobody has touched the window before it repeats short runs with other variables; none: never.
  std::optional<std::chrono::milliseconds> idleDelay = {};
  std::vector<SampleCard> samples = {};       ///< offered while nothing is open
  std::filesystem::path bundledResults = {};  ///< a folder of results that came with the program; may be empty
  QString trainer = {};                       ///< the path of spindle, which trains sample networks; empty: none
};

/// The window: docks around the moving bars, which look at one session, one playhead and one selection and connect
/// themselves. What remains here are the actions, the pages in the middle, and what is asked and remembered.
class MainWindow : public QMainWindow {
  Q_OBJECT

 public:
  explicit MainWindow(const WindowOptions& options, QWidget* parent = nullptr);
  ~MainWindow() override;

  /// A run folder or a results file.
  void open(const std::filesystem::path& place);  ///< or a .spindle file

  /// A second run or results file beside the open one; opened itself where nothing is open.
  void openBeside(const std::filesystem::path& place);

  /// A dock of its own for the page of an analysis.
  void openDock(const std::string& analysis);
  /// The analyses that have one.
  [[nodiscard]] std::vector<std::string> openDocks() const;

  /// The bundled run; the first time with a word on how to begin.
  void openSample(const std::filesystem::path& place);

  [[nodiscard]] DynamicsSession& session() { return session_; }
  [[nodiscard]] Playhead& playhead() { return playhead_; }
  [[nodiscard]] BesideRun& beside() { return beside_; }
  [[nodiscard]] Selection& selection() { return selection_; }
  [[nodiscard]] WindowActions& actions() { return *actions_; }
  [[nodiscard]] QString notice() const;

 protected:
  void childEvent(QChildEvent* event) override;
  void closeEvent(QCloseEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dragMoveEvent(QDragMoveEvent* event) override;
  void dragLeaveEvent(QDragLeaveEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  struct PlacedDock {
    QDockWidget* dock;
    Qt::DockWidgetArea area;
    bool shown;
  };

  void buildPanels(const std::vector<SampleCard>& samples);
  void setDocksAside(bool aside);  ///< those that are shown, while nothing is open
  void placeDocks();               ///< where they are when nobody moved them; docks of analyses are closed
  void setDocks(const std::vector<std::string>& analyses);  ///< these have docks, and no others
  void connectBeside();
  void chooseBesideRun();
  void chooseBesideResults();
  void buildBars();
  void buildMenus();
  void connectSession();
  void connectActions();
  [[nodiscard]] std::vector<DockSpec> dockSpecs();
  [[nodiscard]] QDockWidget* dock(const char* name) const;

  void select(const ChartTarget& target);
  void takeOpened();
  void takeAccuracy(const SampleAccuracy& accuracy);
  void takeChoice();
  void tellPhaseTwo();
  void takeState();
  void takeFailure(const QString& sentence);
  void ask();
  void askAgain();
  void refreshActions();
  void fillColumns(QMenu* menu);
  void tickMenu(std::size_t checkpoint, const QPoint& place);
  void setSalience(const Salience& salience);
  void setOwnMarker(std::optional<std::size_t> checkpoint);
  [[nodiscard]] QString placeKey(const char* group) const;  ///< of what is open
  [[nodiscard]] static QString placeKey(const char* group, const std::filesystem::path& of);

  QString askFile(const QString& title, const QString& name, const QString& filters);
  void tellAfter(std::function<QString()> work, std::function<void()> then = {});
  void askAboutRun();
  void describeRun(const std::filesystem::path& folder, const RunDescription& description);
  void computeLosses();
  void chooseRun();
  void chooseResults();
  void exportFigure();
  [[nodiscard]] OfferedSample offeredSample(const AnalyzedResults& found) const;
  void exportAnimation(bool ofSample);
  void exportAllTables();
  void saveSession();
  void rememberView();  ///< of the run that is open, for the next time
  [[nodiscard]] SessionRecord record() const;
  void openRecord(const SessionRecord& record);
  void askDraws();
  void computeTies();
  void askPreferences();
  void applyPreferences();
  void buildTraining(const QString& trainer);
  void askTraining();
  void openTraining();
  void saveResults();
  void goToStep();
  void showKeys();
  void showAbout();
  void showTour();
  void searchCommands();
  void rememberRecent(const QString& place);
  void fillRecent(QMenu* menu);
  void fillCommands(QMenu* menu);
  void tell(const QString& sentence, bool failure);

  QSettings settings_;
  DynamicsSession session_;
  BesideRun beside_;
  Playhead playhead_;
  PlayheadLink link_{session_, playhead_};
  Selection selection_;
  WindowActions* actions_;
  QStackedWidget* pages_ = nullptr;
  NoticeLine* notice_ = nullptr;
  ClosedPage* closedPage_ = nullptr;
  DynamicsView* view_ = nullptr;
  std::vector<PlacedDock> docks_;
  std::optional<QList<QPointer<QDockWidget>>> aside_;  ///< docks that come back, those in front last
  ProgressLine* progress_ = nullptr;
  DropOverlay* dropOverlay_ = nullptr;
  WelcomePage* welcome_ = nullptr;
  std::string page_;                  ///< the analysis that is opened with the next run
  QString toldPhaseTwo_;              ///< the place of phase two that was told while following
  std::filesystem::path besideNext_;  ///< the second run that is opened with the next run
  std::optional<std::size_t> asked_;  ///< the checkpoint whose interactions were asked for
  IdleDraws* idleDraws_ = nullptr;
  TrainingProcess* training_ = nullptr;  ///< null where there is no trainer
  QPointer<TrainDialog> trainDialog_;
  bool followOpened_ = false;  ///< the run that is being opened
  QPointer<QWidget> keySheet_;
  QPointer<TourCard> tour_;
  std::filesystem::path tourRun_;  ///< on which the tour leads; empty: on what is open
  QPointer<RunQuestions> questions_;
};

}  // namespace app
}  // namespace spindle

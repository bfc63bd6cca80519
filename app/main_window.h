// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis_list.h"
#include "ui/session/dynamics_session.h"
#include "ui/session/playhead.h"
#include "ui/session/selection.h"

#include <QMainWindow>
#include <QPointer>
#include <QSettings>

#include <filesystem>
#include <functional>
#include <optional>

class QDockWidget;
class QStackedWidget;

namespace spindle {

class ClosedPage;
class DynamicsView;
class InteractionsPanel;
class NoticeLine;
class ProgressLine;
class RunPanel;
class RunQuestions;
class SamplePanel;
class StrengthTable;
class ValuesPanel;

namespace app {

class WindowActions;

inline constexpr int layoutVersion = 2;  ///< of stored layouts; others are not restored

/// Where the window keeps what it computes and what it remembers.
struct WindowOptions {
  std::filesystem::path resultsFolder;
  QString settingsFile;
  AnalysisList analyses = allAnalyses();
};

/// The window: panels around the moving bars, wired to one session, one playhead and one selection.
class MainWindow : public QMainWindow {
  Q_OBJECT

 public:
  explicit MainWindow(const WindowOptions& options, QWidget* parent = nullptr);
  ~MainWindow() override;

  /// A run folder or a results file.
  void open(const std::filesystem::path& place);

  /// The bundled run; the first time with a word on how to begin.
  void openSample(const std::filesystem::path& place);

  [[nodiscard]] DynamicsSession& session() { return session_; }
  [[nodiscard]] Playhead& playhead() { return playhead_; }
  [[nodiscard]] Selection& selection() { return selection_; }
  [[nodiscard]] WindowActions& actions() { return *actions_; }
  [[nodiscard]] QString notice() const;

 protected:
  void closeEvent(QCloseEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void buildPanels();
  void placeDocks();  ///< where they are when nobody moved them
  void buildBars();
  void buildMenus();
  void connectSession();
  void connectActions();
  QDockWidget* dock(const QString& title, const char* name, QWidget* content, Qt::DockWidgetArea area);

  void select(const ChartTarget& target);
  void takeOpened();
  void takeAccuracy(const SampleAccuracy& accuracy);
  void takeChoice();
  void takePoint(std::size_t checkpoint);
  void takeState();
  void takeSpot();
  void takeInteractions(const InteractionListPtr& list, std::size_t checkpoint, std::size_t sample);
  void refreshActions();
  void tellScope();
  void showTable();
  [[nodiscard]] bool named() const;
  [[nodiscard]] QString waiting() const;
  void tickMenu(std::size_t checkpoint, const QPoint& place);
  void setSalience(const Salience& salience);
  void setOwnMarker(std::optional<std::size_t> checkpoint);
  [[nodiscard]] QString placeKey(const char* group) const;

  void tellAfter(std::function<QString()> work, std::function<void()> then = {});
  void askAboutRun();
  void describeRun(const std::filesystem::path& folder, const RunDescription& description);
  void computeLosses();
  void chooseRun();
  void chooseResults();
  void exportFigure();
  void exportAnimation();
  void exportAllTables();
  void askDraws();
  void saveResults();
  void goToStep();
  void showKeys();
  void rememberRecent(const QString& place);
  void fillRecent(QMenu* menu);
  void tell(const QString& sentence, bool failure);

  QSettings settings_;
  DynamicsSession session_;
  Playhead playhead_;
  Selection selection_;
  WindowActions* actions_;
  QStackedWidget* pages_ = nullptr;
  NoticeLine *notice_ = nullptr, *scope_ = nullptr;  // scope_: that fewer samples are averaged than the run chooses
  ClosedPage* closedPage_ = nullptr;
  DynamicsView* view_ = nullptr;
  RunPanel* runPanel_ = nullptr;
  SamplePanel* samplePanel_ = nullptr;
  InteractionsPanel* interactions_ = nullptr;
  ValuesPanel* values_ = nullptr;
  StrengthTable* table_ = nullptr;
  QDockWidget *runDock_ = nullptr, *sampleDock_ = nullptr, *interactionsDock_ = nullptr, *tableDock_ = nullptr,
              *valuesDock_ = nullptr;
  ProgressLine* progress_ = nullptr;
  std::optional<std::size_t> returnTo_;  ///< the checkpoint that was looked at before the variables changed
  bool moved_ = false;                   ///< the user has moved the playhead in this run
  std::optional<PlayheadSpot> askedSpot_;
  QPointer<QWidget> keySheet_;
  QPointer<RunQuestions> questions_;
};

}  // namespace app
}  // namespace spindle

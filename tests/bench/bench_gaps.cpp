// SPDX-License-Identifier: GPL-3.0-or-later
// How long the window's thread works at one go, and so how long the window is deaf: while runs open and are computed,
// when variables, samples, pages and thresholds change. Two numbers for each step: by the clock, which other processes
// lengthen, and of the processor.
//   bench_gaps RUN ...    needs a platform (QT_QPA_PLATFORM=offscreen)
#include "app/main_window.h"
#include "app/memory.h"
#include "app/theme.h"
#include "ui/panels/analysis_tabs.h"

#include <QApplication>
#include <QComboBox>
#include <QElapsedTimer>
#include <QListWidget>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>
#include <string>

using namespace spindle;

namespace {

double processorMs() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
}

/// Ticks every millisecond while the event loop is free to.
class Heart {
 public:
  Heart() {
    timer_.setTimerType(Qt::PreciseTimer);
    QObject::connect(&timer_, &QTimer::timeout, &timer_, [this] { beat(); });
    clock_.start();
    timer_.start(1);
  }

  /// Does it, goes on until `until`, and tells the longest silence.
  void measure(const std::string& name, const std::function<void()>& act, const std::function<bool()>& until) {
    beat();
    longest_ = work_ = 0.0;
    act();
    beat();
    QElapsedTimer patience;
    patience.start();
    while (!until() && patience.elapsed() < 300'000)
      QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
    QElapsedTimer rest;
    rest.start();
    while (rest.elapsed() < 300) QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
    std::printf("%-40s clock %7.1f ms, processor %7.1f ms%s\n", name.c_str(), longest_, work_,
                work_ > 50.0 ? "  over 50 ms" : "");
    std::fflush(stdout);
  }

 private:
  void beat() {
    const double now = 1e-6 * static_cast<double>(clock_.nsecsElapsed()), worked = processorMs();
    longest_ = std::max(longest_, now - last_);
    work_ = std::max(work_, worked - lastWork_);
    last_ = now;
    lastWork_ = worked;
  }

  QTimer timer_;
  QElapsedTimer clock_;
  double last_ = 0.0, lastWork_ = 0.0, longest_ = 0.0, work_ = 0.0;
};

}  // namespace

int main(int argc, char** argv) {
  keepFreedMemory();
  QApplication application(argc, argv);
  app::rememberDesktopPalette();
  const QTemporaryDir folder;
  app::MainWindow window({folder.filePath("results").toStdString(), folder.filePath("settings.ini")});
  window.resize(1440, 900);
  window.show();
  Heart heart;
  DynamicsSession& session = window.session();
  const auto analyzed = [&] {
    return session.state() == SessionState::failed ||
           (session.state() == SessionState::finished && session.analysis() != nullptr);
  };
  const auto always = [] { return true; };
  for (int i = 1; i < argc; ++i) {
    std::printf("%s\n", argv[i]);
    heart.measure(
        "open, compute, analyze", [&] { window.open(argv[i]); },
        [&] { return session.facts() != nullptr && analyzed(); });
    auto* tabs = window.findChild<AnalysisTabs*>();
    for (int tab = 0; tab < tabs->count(); ++tab)
      heart.measure(
          "page " + tabs->tabText(tab).remove('&').toStdString(), [&] { tabs->setCurrentIndex(tab); }, always);
    tabs->setCurrentIndex(0);
    if (auto* samples = window.findChild<QComboBox*>("sampleChooser"); samples->count() > 1)
      heart.measure(
          "another sample", [&] { samples->setCurrentIndex(samples->count() - 1); }, always);
    heart.measure(
        "another threshold",
        [&] {
          session.setSalience({ThresholdRule::largest, 0.05});
        },
        analyzed);
    PhaseOptions phases;
    phases.tie = 0.02;
    heart.measure(
        "another tolerance", [&] { session.setPhaseOptions(phases); }, analyzed);
    if (auto* list = window.findChild<QListWidget*>("variableList"); list->count() > 2) {
      const auto toggle = [&] {
        QListWidgetItem* item = list->item(1);
        item->setCheckState(item->checkState() == Qt::Checked ? Qt::Unchecked : Qt::Checked);
      };
      heart.measure("another variable", toggle, analyzed);
    }
    heart.measure(
        "play to the end",
        [&] {
          window.playhead().moveToPlace(0.0);
          window.playhead().play();
        },
        [&] { return !window.playhead().playing(); });
  }
  return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// How long a frame takes while the playhead is dragged over a run with all docks and each page open, a live option is
// moved, or a tolerance changed, through the real widgets.
//   bench_scrub RUN OUTPUT    appends lines of JSON and prints a table; needs a platform (QT_QPA_PLATFORM=offscreen)
#include "app/memory.h"
#include "app/window_actions.h"
#include "tests/bench/benched_window.h"
#include "ui/panels/analysis_tabs.h"

#include <QAction>
#include <QApplication>
#include <QDockWidget>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QSlider>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <string>
#include <thread>
#include <vector>

using namespace spindle;

namespace {

constexpr int frames = 600, pageFrames = 200;
constexpr qint64 framePeriod = 16;  // ms

/// Milliseconds that this thread has computed.
double busy() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
}

/// Shares of the frames: wall-clock time, and what the thread itself computed, which other programs do not lengthen.
class Times {
 public:
  explicit Times(const char* file) : file_(file) {}

  /// Calls act(i) for each frame and paints all that it changed.
  template <class Act>
  void measure(const std::string& name, int count, QWidget& window, Act act) {
    std::vector<double> wall, own;
    for (int i = 0; i < count; ++i) {
      QElapsedTimer clock;
      clock.start();
      const double before = busy();
      act(i);
      QCoreApplication::processEvents();  // plots are redrawn from the event loop
      QEvent paint(QEvent::UpdateRequest);
      QCoreApplication::sendEvent(&window, &paint);
      own.push_back(busy() - before);
      wall.push_back(1e-6 * static_cast<double>(clock.nsecsElapsed()));
      // At the pace of a display, so that what is found in threads arrives while the playhead moves.
      std::this_thread::sleep_for(std::chrono::milliseconds(framePeriod - std::min(framePeriod, clock.elapsed())));
    }
    std::sort(wall.begin(), wall.end());
    std::sort(own.begin(), own.end());
    const auto at = [&](const std::vector<double>& times, double share) {
      return times[static_cast<std::size_t>(share * (count - 1))];
    };
    std::printf("%-28s median %6.2f ms, p99 %6.2f ms, most %6.2f ms; own p99 %6.2f ms, most %6.2f ms\n", name.c_str(),
                at(wall, 0.5), at(wall, 0.99), at(wall, 1.0), at(own, 0.99), at(own, 1.0));
    test::appendSeconds(file_, name, 1e-3 * at(wall, 0.99));
  }

 private:
  const char* file_;
};

template <class Condition>
void waitUntil(Condition condition) {
  while (!condition()) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
}

}  // namespace

int main(int argc, char** argv) {
  keepFreedMemory();
  QApplication application(argc, argv);
  if (argc < 3) return 2;
  test::BenchedWindow benched;
  app::MainWindow& window = benched.window;
  window.show();
  window.open(argv[1]);
  DynamicsSession& session = window.session();
  waitUntil([&] { return session.analysis() != nullptr; });
  Times times(argv[2]);
  // Every dock is seen, and the map of orders, then the life of an interaction.
  const auto dock = [&](const char* name) { return window.findChild<QDockWidget*>(QString::fromLatin1(name)); };
  window.actions().table->setChecked(true);
  window.splitDockWidget(dock("interactionsDock"), dock("valuesDock"), Qt::Vertical);
  const auto scrub = [&](int i) { window.playhead().moveToPlace(static_cast<double>(i) / (frames - 1)); };
  times.measure("scrub with the map", frames, window, scrub);
  window.selection().toggleInteraction(3, InteractionKind::andKind);
  QSignalSpy(&session, &DynamicsSession::lifeReady).wait();
  times.measure("scrub with a life", frames, window, scrub);
  window.actions().maskedInput->setChecked(true);
  times.measure("scrub with a masked input", frames, window, scrub);
  window.actions().maskedInput->setChecked(false);
  auto* tabs = window.findChild<AnalysisTabs*>();
  for (int tab = 0; tab < tabs->count(); ++tab) {
    tabs->openPage(tab);
    QCoreApplication::processEvents();
    const std::string name = "scrub " + tabs->tabText(tab).remove('&').toStdString();
    times.measure(name, pageFrames, window, [&](int i) { scrub(i * frames / pageFrames); });
    for (QSlider* slider : tabs->currentWidget()->findChildren<QSlider*>()) {
      times.measure("live " + slider->objectName().toStdString(), std::min(slider->maximum() + 1, pageFrames), window,
                    [slider](int i) { slider->setValue(i); });
    }
  }
  PhaseOptions options;
  {
    AnalyzedPtr found = session.analysis();
    RunControl control;
    QElapsedTimer clock;
    clock.start();
    constexpr int changes = 200;
    for (int i = 0; i < changes; ++i) {
      AnalysisChoices choices = found->choices;
      choices.phases.tie = 0.01 + 0.001 * i;
      found = withChoices(found, session.analyses(), choices, control);
    }
    std::printf("%-28s mean   %6.3f ms\n", "analyses at a tolerance",
                1e-6 * static_cast<double>(clock.nsecsElapsed()) / changes);
  }
  times.measure("tolerance", 20, window, [&](int i) {
    options.tie = 0.01 * (i + 1);
    const AnalyzedPtr before = session.analysis();
    session.setPhaseOptions(options);
    waitUntil([&] { return session.analysis() != before; });
  });
  return 0;
}

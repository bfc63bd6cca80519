// SPDX-License-Identifier: GPL-3.0-or-later
// How long a frame takes while the playhead is dragged over a run with each page open, a live option is moved, or a
// tolerance changed, through the real widgets.
//   bench_scrub RUN OUTPUT    appends lines of JSON and prints a table; needs a platform (QT_QPA_PLATFORM=offscreen)
#include "app/memory.h"
#include "tests/bench/benched_window.h"
#include "ui/panels/analysis_tabs.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QSlider>

#include <algorithm>
#include <string>
#include <vector>

using namespace spindle;

namespace {

constexpr int frames = 600;

class Times {
 public:
  explicit Times(const char* file) : file_(file) {}

  /// Calls act(i) for each frame and paints all that it changed.
  template <class Act>
  void measure(const std::string& name, int count, QWidget& window, Act act) {
    std::vector<double> times;
    for (int i = 0; i < count; ++i) {
      QElapsedTimer clock;
      clock.start();
      act(i);
      QCoreApplication::processEvents();  // plots are redrawn from the event loop
      QEvent paint(QEvent::UpdateRequest);
      QCoreApplication::sendEvent(&window, &paint);
      times.push_back(1e-6 * static_cast<double>(clock.nsecsElapsed()));
    }
    std::sort(times.begin(), times.end());
    const auto at = [&](double share) { return times[static_cast<std::size_t>(share * (count - 1))]; };
    std::printf("%-28s median %6.2f ms, p99 %6.2f ms, most %6.2f ms\n", name.c_str(), at(0.5), at(0.99), at(1.0));
    test::appendSeconds(file_, name, 1e-3 * at(0.99));
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
  auto* tabs = window.findChild<AnalysisTabs*>();
  for (int tab = 0; tab < tabs->count(); ++tab) {
    tabs->openPage(tab);
    QCoreApplication::processEvents();
    const std::string name = "scrub " + tabs->tabText(tab).remove('&').toStdString();
    times.measure(name, frames, window,
                  [&](int i) { window.playhead().moveToPlace(static_cast<double>(i) / (frames - 1)); });
    for (QSlider* slider : tabs->currentWidget()->findChildren<QSlider*>()) {
      times.measure("live " + slider->objectName().toStdString(), std::min(slider->maximum() + 1, frames), window,
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

// SPDX-License-Identifier: GPL-3.0-or-later
// Time from the start of the program to the window's first paint and to the first bars of a run that was never
// computed.
//   bench_window RUN OUTPUT    appends lines of JSON; needs a platform (QT_QPA_PLATFORM=offscreen will do)
#include "app/memory.h"
#include "tests/bench/benched_window.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QTimer>

#include <algorithm>
#include <ctime>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <unistd.h>

using namespace spindle;

namespace {

/// Seconds since the process began, to a hundredth: the dynamic linker's work counts too.
double sinceStart() {
  std::ifstream stat("/proc/self/stat");
  std::string text((std::istreambuf_iterator<char>(stat)), std::istreambuf_iterator<char>());
  std::istringstream fields(text.substr(text.rfind(')') + 2));
  std::string field;
  for (int i = 3; i <= 22; ++i) fields >> field;
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec) -
         std::stod(field) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

/// Says when its window was painted first.
class PaintWatch : public QObject {
 public:
  explicit PaintWatch(double& seconds) : seconds_(seconds) {}
  bool eventFilter(QObject* watched, QEvent* event) override {
    if (event->type() == QEvent::Paint && seconds_ == 0.0)
      QTimer::singleShot(0, this, [this] {
        if (seconds_ == 0.0) seconds_ = sinceStart();
      });
    return QObject::eventFilter(watched, event);
  }

 private:
  double& seconds_;
};

}  // namespace

int main(int argc, char** argv) {
  keepFreedMemory();
  QApplication application(argc, argv);
  if (argc < 3) return 2;
  test::BenchedWindow benched;
  app::MainWindow& window = benched.window;
  double painted = 0.0;
  PaintWatch watch(painted);
  window.installEventFilter(&watch);
  window.show();
  window.open(argv[1]);
  // A heartbeat: how long the window was deaf at worst while it computed and played.
  double lastBeat = 0.0, stall = 0.0;
  QTimer heart;
  heart.setTimerType(Qt::PreciseTimer);
  QElapsedTimer beats;
  QObject::connect(&heart, &QTimer::timeout, &window, [&] {
    const double now = 1e-9 * static_cast<double>(beats.nsecsElapsed());
    stall = std::max(stall, now - lastBeat);
    lastBeat = now;
  });
  double first = 0.0;
  QObject::connect(&window.session(), &DynamicsSession::pointFinished, &window, [&] {
    if (first == 0.0)
      QTimer::singleShot(0, &window, [&] {
        if (first == 0.0) first = sinceStart();
        if (heart.isActive()) return;
        beats.start();
        heart.start(1);
        window.playhead().play();
      });
  });
  QObject::connect(&window.session(), &DynamicsSession::stateChanged, &window, [&] {
    if (window.session().state() != SessionState::finished) return;
    const double all = sinceStart();
    test::appendSeconds(argv[2], "window_painted", painted);
    test::appendSeconds(argv[2], "window_bars", first);
    test::appendSeconds(argv[2], "window_all", all);
    test::appendSeconds(argv[2], "window_stall", stall);
    QApplication::quit();
  });
  return QApplication::exec();
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/background_work.h"

#include <QFutureWatcher>
#include <QLabel>
#include <QPromise>
#include <QtConcurrent>

namespace spindle::app {
namespace {

struct Ended {
  QString sentence;
  bool failure = false;
};

class PromiseControl : public RunControl {
 public:
  PromiseControl(QPromise<Ended>& promise, const std::atomic<bool>& stop) : promise_(promise), stop_(stop) {}
  [[nodiscard]] bool stopRequested() const override { return stop_; }
  void progress(std::size_t done, std::size_t total, std::string_view /*what*/) override {
    promise_.setProgressRange(0, static_cast<int>(total));
    promise_.setProgressValue(static_cast<int>(done));
  }

 private:
  QPromise<Ended>& promise_;
  const std::atomic<bool>& stop_;
};

void run(QPromise<Ended>& promise, const BackgroundWork::Work& work, const std::shared_ptr<std::atomic<bool>>& stop) {
  try {
    PromiseControl control(promise, *stop);
    const QString sentence = work(control);
    if (!sentence.isEmpty()) promise.addResult(Ended{sentence, false});
  } catch (const Stopped&) {
    return;
  } catch (const std::exception& error) {
    promise.addResult(Ended{QString::fromStdString(error.what()), true});
  }
}

}  // namespace

BackgroundWork::BackgroundWork(const QString& label, Work work, QWidget* parent)
    : QProgressDialog(label, tr("Cancel"), 0, 0, parent), stop_(std::make_shared<std::atomic<bool>>(false)) {
  setObjectName("backgroundWork");
  setAutoClose(false);
  setAutoReset(false);
  setMinimumDuration(0);
  if (auto* said = findChild<QLabel*>()) said->setTextFormat(Qt::PlainText);  // a file's name stands in it
  auto* watcher = new QFutureWatcher<Ended>(this);
  connect(watcher, &QFutureWatcherBase::progressRangeChanged, this, &QProgressDialog::setRange);
  connect(watcher, &QFutureWatcherBase::progressValueChanged, this, &QProgressDialog::setValue);
  connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher] {
    if (watcher->future().resultCount() > 0) {
      const Ended result = watcher->result();
      emit ended(result.sentence, result.failure);
    }
    deleteLater();
  });
  connect(this, &QProgressDialog::canceled, this, [this] { *stop_ = true; });
  watcher->setFuture(QtConcurrent::run(&run, std::move(work), stop_));
  show();
}

BackgroundWork::~BackgroundWork() {
  *stop_ = true;
}

}  // namespace spindle::app

#include "app/losses_progress.h"

#include "core/pipeline/extract.h"
#include "core/pipeline/sample_losses.h"

#include <QFutureWatcher>
#include <QPromise>
#include <QtConcurrent>

namespace spindle::app {
namespace {

struct Ended {
  QString sentence;
  bool failure = false;
};

class LossesControl : public RunControl {
 public:
  LossesControl(QPromise<Ended>& promise, const std::atomic<bool>& stop) : promise_(promise), stop_(stop) {}
  [[nodiscard]] bool stopRequested() const override { return stop_; }
  void progress(std::size_t done, std::size_t total, std::string_view /*what*/) override {
    promise_.setProgressRange(0, static_cast<int>(total));
    promise_.setProgressValue(static_cast<int>(done));
  }

 private:
  QPromise<Ended>& promise_;
  const std::atomic<bool>& stop_;
};

void work(QPromise<Ended>& promise, const std::filesystem::path& folder,
          const std::shared_ptr<std::atomic<bool>>& stop) {
  try {
    LossesControl control(promise, *stop);
    const Run run = Run::open(folder);
    const SampleLosses losses = computeSampleLosses(run, workerPerCore(), control);
    const auto file = run.folder() / sampleLossesFile;
    writeSampleLosses(losses, file);
    QString sentence = LossesProgress::tr("The losses of %1 training and %2 other samples are in %3.")
                           .arg(losses.train)
                           .arg(losses.test)
                           .arg(QString::fromStdString(file.string()));
    if (!losses.notes.empty()) sentence += QStringLiteral(" ") + QString::fromStdString(losses.notes.front());
    promise.addResult(Ended{sentence, false});
  } catch (const Stopped&) {
    return;
  } catch (const std::exception& error) {
    promise.addResult(Ended{QString::fromStdString(error.what()), true});
  }
}

}  // namespace

LossesProgress::LossesProgress(const std::filesystem::path& run, QWidget* parent)
    : QProgressDialog(tr("Computing the losses from the samples\u2026"), tr("Cancel"), 0, 0, parent),
      stop_(std::make_shared<std::atomic<bool>>(false)) {
  setObjectName("lossesProgress");
  setWindowTitle(tr("Losses"));
  setAutoClose(false);
  setAutoReset(false);
  setMinimumDuration(0);
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
  watcher->setFuture(QtConcurrent::run(&work, run, stop_));
  show();
}

LossesProgress::~LossesProgress() {
  *stop_ = true;
}

}  // namespace spindle::app

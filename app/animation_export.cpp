#include "app/animation_export.h"

#include "core/base/user_error.h"
#include "ui/figure/write_animation.h"

#include <QFutureWatcher>
#include <QPromise>
#include <QtConcurrent>

namespace spindle::app {
namespace {

struct Ended {
  QString sentence;
  bool failure = false;
};

class ExportControl : public RunControl {
 public:
  ExportControl(QPromise<Ended>& promise, const std::atomic<bool>& stop) : promise_(promise), stop_(stop) {}
  [[nodiscard]] bool stopRequested() const override { return stop_; }
  void progress(std::size_t done, std::size_t total, std::string_view /*what*/) override {
    promise_.setProgressRange(0, static_cast<int>(total));
    promise_.setProgressValue(static_cast<int>(done));
  }

 private:
  QPromise<Ended>& promise_;
  const std::atomic<bool>& stop_;
};

void work(QPromise<Ended>& promise, const std::filesystem::path& results, const AnimationSpec& spec,
          const std::filesystem::path& target, const std::shared_ptr<std::atomic<bool>>& stop) {
  try {
    ExportControl control(promise, *stop);
    const FigureData data = figureData(*ResultsReader::open(results));
    const AnimationReport report = writeAnimation(data, spec, target, control);
    if (report.outcome == Outcome::stopped) return;
    const QString written = QString::fromStdString(report.written.string());
    promise.addResult(Ended{report.note.empty() ? AnimationExport::tr("The animation is in %1.").arg(written)
                                                : QString::fromStdString(report.note),
                            false});
  } catch (const std::exception& error) {
    promise.addResult(Ended{QString::fromStdString(error.what()), true});
  }
}

}  // namespace

AnimationExport::AnimationExport(const std::filesystem::path& results, const AnimationSpec& spec,
                                 const std::filesystem::path& target, QWidget* parent)
    : QProgressDialog(tr("Writing %1\u2026").arg(QString::fromStdString(target.filename().string())), tr("Cancel"), 0,
                      0, parent),
      stop_(std::make_shared<std::atomic<bool>>(false)) {
  setObjectName("animationExport");
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
  watcher->setFuture(QtConcurrent::run(&work, results, spec, target, stop_));
  show();
}

AnimationExport::~AnimationExport() {
  *stop_ = true;
}

}  // namespace spindle::app

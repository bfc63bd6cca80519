// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/table_requests.h"

#include "core/results/open_results.h"
#include "core/results/pair_interactions.h"

#include <cmath>
#include <utility>

namespace spindle {

/// Of one results file; one thread at a time.
class TableRequests::Tables {
 public:
  explicit Tables(std::filesystem::path file) : file_(std::move(file)) {}

  InteractionListPtr list(const TableRequest& request) {
    if (!reader_) reader_ = openResults(file_);
    if (!reader_->done(request.checkpoint, request.position)) reader_->refresh();
    return interactionList(reader_->pair(request.checkpoint, request.position), request.threshold, request.orderOne);
  }

  LifeCurvePtr life(const LifeRequest& request, RunControl& control) {
    if (!reader_) reader_ = openResults(file_);
    auto life = std::make_shared<LifeCurve>();
    life->coalition = request.lit.coalition;
    life->kind = request.lit.kind;
    life->sample = request.sample;
    life->values.assign(request.thresholds.size(), std::nan(""));
    life->thresholds = life->values;
    for (std::size_t c = 0; c < request.thresholds.size() && c < reader_->header().checkpoints(); ++c) {
      if (control.stopRequested()) throw Stopped{};
      if (!request.thresholds[c]) continue;
      if (!reader_->done(c, request.position)) reader_->refresh();
      if (!reader_->done(c, request.position)) continue;
      const PairResult pair = reader_->pair(c, request.position);
      const SampleInteractions sample = interactionsOf(pair, request.orderOne);
      if (request.lit.coalition >= sample.andPart.size()) continue;
      life->values[c] = request.lit.kind == InteractionKind::andKind ? sample.andOf(request.lit.coalition)
                                                                     : sample.orOf(request.lit.coalition);
      life->thresholds[c] = *request.thresholds[c];
    }
    return life;
  }

 private:
  std::filesystem::path file_;
  std::shared_ptr<ResultsReader> reader_;
};

TableRequests::TableRequests(QObject* parent) : QObject(parent) {
  thread_.setMaxThreadCount(1);
}

void TableRequests::setFile(const std::filesystem::path& file) {
  job_.cancel();
  lifeJob_.cancel();
  waiting_.reset();
  tables_ = file.empty() ? nullptr : std::make_shared<Tables>(file);
}

void TableRequests::request(const TableRequest& request) {
  if (!tables_) return;
  if (job_.busy()) {
    waiting_ = request;
  } else {
    read(request);
  }
}

void TableRequests::requestLife(const LifeRequest& request) {
  if (!tables_) return;
  const auto work = [tables = tables_, request](RunControl& control) { return tables->life(request, control); };
  lifeJob_.run(work, [this](const JobAnswer<LifeCurvePtr>& answer) {
    if (answer.value) emit lifeReady(*answer.value);
  });
}

void TableRequests::read(const TableRequest& request) {
  waiting_.reset();
  const auto work = [tables = tables_, request](const RunControl&) { return tables->list(request); };
  job_.run(work, [this, request](const JobAnswer<InteractionListPtr>& answer) {
    // An error: the results were replaced or removed meanwhile; the next computation is told.
    if (answer.value) emit ready(*answer.value, request.checkpoint, request.sample);
    if (waiting_ && !job_.busy()) read(TableRequest(*waiting_));
  });
}

}  // namespace spindle

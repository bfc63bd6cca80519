// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/table_requests.h"

#include "core/results/open_results.h"

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

 private:
  std::filesystem::path file_;
  std::shared_ptr<ResultsReader> reader_;
};

TableRequests::TableRequests(QObject* parent) : QObject(parent) {
  thread_.setMaxThreadCount(1);
}

void TableRequests::setFile(const std::filesystem::path& file) {
  job_.cancel();
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

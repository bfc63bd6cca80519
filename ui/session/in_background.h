// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <QThreadPool>
#include <QtConcurrent>

#include <type_traits>
#include <utility>

namespace spindle {

/// Calls work() in a thread of the pool and hands its result to take() in the thread of `context`; where that has gone
/// meanwhile, take() is not called (QFuture::then() would meet a null context). work() must not throw (see JobAnswer).
template <class Work, class Take>
void inBackground(QObject* context, Work work, Take take, QThreadPool* pool = QThreadPool::globalInstance()) {
  using Watcher = QFutureWatcher<std::invoke_result_t<Work>>;
  auto* watcher = new Watcher(context);
  QObject::connect(watcher, &Watcher::finished, context, [watcher, take = std::move(take)]() mutable {
    watcher->deleteLater();
    take(watcher->result());
  });
  watcher->setFuture(QtConcurrent::run(pool, std::move(work)));
}

}  // namespace spindle

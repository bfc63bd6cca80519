// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <QtConcurrent>

#include <type_traits>
#include <utility>

namespace spindle {

/// Calls work() in a thread of the common pool and hands its result to take() in the thread of `context`; where that
/// has gone meanwhile, take() is not called (QFuture::then() would meet a null context). work() must not throw.
template <class Work, class Take>
void inBackground(QObject* context, Work work, Take take) {
  using Watcher = QFutureWatcher<std::invoke_result_t<Work>>;
  auto* watcher = new Watcher(context);
  QObject::connect(watcher, &Watcher::finished, context, [watcher, take = std::move(take)]() mutable {
    watcher->deleteLater();
    take(watcher->result());
  });
  watcher->setFuture(QtConcurrent::run(std::move(work)));
}

}  // namespace spindle

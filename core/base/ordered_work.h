// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace spindle {

/// The worker pool: items 0..count-1 are produced by `workers` threads and consumed in order by the calling thread.
/// produce(worker, item) runs on thread `worker`, which takes items in increasing order; at most `ahead` items are
/// begun beyond the one waited for, so memory stays bounded. One worker means the calling thread alone, no lock.
/// The first exception of produce or consume (in item order) ends everything: no further item is begun, all threads
/// have ended when it is thrown again here.
template <class Result>
class OrderedWork {
 public:
  using Produce = std::function<Result(std::size_t worker, std::size_t item)>;
  using Consume = std::function<void(std::size_t item, Result result)>;

  static void run(std::size_t count, std::size_t workers, std::size_t ahead, const Produce& produce,
                  const Consume& consume) {
    if (workers <= 1) {
      for (std::size_t item = 0; item < count; ++item) consume(item, produce(0, item));
      return;
    }
    OrderedWork work(count, std::max(ahead, workers));
    std::vector<std::jthread> threads;
    struct Abandon {  // before the threads are joined, also when consume throws
      OrderedWork& work;
      ~Abandon() { work.abandon(); }
    };
    threads.reserve(workers);
    const Abandon abandon{work};
    for (std::size_t worker = 0; worker < workers; ++worker) {
      threads.emplace_back([&work, &produce, worker] { work.produceAll(worker, produce); });
    }
    for (std::size_t item = 0; item < count; ++item) {
      Slot slot = work.take(item);
      if (slot.failure) std::rethrow_exception(slot.failure);
      consume(item, std::move(*slot.result));
    }
  }

 private:
  struct Slot {
    std::optional<Result> result;
    std::exception_ptr failure;
  };

  OrderedWork(std::size_t count, std::size_t ahead) : count_(count), ahead_(ahead) {}

  void produceAll(std::size_t worker, const Produce& produce) {
    while (const auto item = next()) {
      Slot slot;
      try {
        slot.result.emplace(produce(worker, *item));
      } catch (...) {
        slot.failure = std::current_exception();
      }
      const std::lock_guard lock(mutex_);
      finished_.emplace(*item, std::move(slot));
      changed_.notify_all();
    }
  }

  std::optional<std::size_t> next() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return abandoned_ || begun_ == count_ || begun_ < consumed_ + ahead_; });
    if (abandoned_ || begun_ == count_) return std::nullopt;
    return begun_++;
  }

  Slot take(std::size_t item) {
    std::unique_lock lock(mutex_);
    consumed_ = item;
    changed_.notify_all();
    changed_.wait(lock, [this, item] { return finished_.contains(item); });
    return std::move(finished_.extract(item).mapped());
  }

  void abandon() {
    const std::lock_guard lock(mutex_);
    abandoned_ = true;
    changed_.notify_all();
  }

  const std::size_t count_;
  const std::size_t ahead_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::size_t, Slot> finished_;
  std::size_t begun_ = 0;
  std::size_t consumed_ = 0;
  bool abandoned_ = false;
};

}  // namespace spindle

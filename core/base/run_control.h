// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

namespace spindle {

/// How a long computation ended when it did not throw.
enum class Outcome { finished, stopped };

/// The one narrow way by which long work reports progress and learns that it should stop. This base class reports to
/// nobody and never stops. Work asks between batches, never inside a kernel. Implementations must allow calls from
/// several threads at once.
class RunControl {
 public:
  virtual ~RunControl() = default;

  /// True once the user wants the work to stop; it never becomes false again.
  [[nodiscard]] virtual bool stopRequested() const { return false; }

  /// done of total units are finished; what names the unit just finished, for a human.
  virtual void progress(std::size_t /*done*/, std::size_t /*total*/, std::string_view /*what*/) {}
};

/// Thrown by functions that return a value when stopRequested() cut them short: nothing is wrong, there is no result.
struct Stopped {};

}  // namespace spindle

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/game/coalition.h"

#include <QObject>

#include <cstdint>
#include <optional>
#include <tuple>
#include <utility>

namespace spindle {

enum class InteractionKind { andKind, orKind };
enum class ShownKinds { both, andOnly, orOnly };

/// What is lit in all views: an order, or one interaction (then the order is its order).
struct Lit {
  Coalition coalition = 0;  ///< 0: no single interaction
  InteractionKind kind = InteractionKind::andKind;
  int order = 0;  ///< 0: none
  bool operator==(const Lit&) const = default;
};

/// The one selection of the window: the sample that is looked at, what is lit, and the variables that listed
/// interactions must have. GUI thread.
class Selection : public QObject {
  Q_OBJECT

 public:
  using QObject::QObject;

  [[nodiscard]] std::size_t sample() const { return sample_; }  ///< index into the run's samples
  void setSample(std::size_t sample) {
    if (sample == sample_) return;
    sample_ = sample;
    emit sampleChanged();
  }

  [[nodiscard]] const Lit& lit() const { return lit_; }
  void light(const Lit& lit) {
    if (lit == lit_) return;
    lit_ = lit;
    cleared_.reset();
    emit changed();
  }
  void clear() {
    hover(std::nullopt);
    if (!any()) return;
    cleared_ = {lit_, contained_};
    lit_ = {};
    contained_ = 0;
    emit changed();
  }
  /// Brings back what clear() took away, where nothing was chosen since.
  void restore() {
    if (!canRestore()) return;
    std::tie(lit_, contained_) = *std::exchange(cleared_, {});
    emit changed();
  }
  [[nodiscard]] bool canRestore() const { return cleared_.has_value(); }
  void forgetCleared() { cleared_.reset(); }  ///< variables have other meanings now
  [[nodiscard]] bool any() const { return contained_ != 0 || lit_ != Lit(); }

  [[nodiscard]] Coalition contained() const { return contained_; }
  void toggleContained(std::size_t variable) {
    contained_ ^= Coalition{1} << variable;
    cleared_.reset();
    emit changed();
  }
  /// The coalition under the mouse: the input is shown as the network sees it with these variables alone.
  [[nodiscard]] const std::optional<Coalition>& hovered() const { return hovered_; }
  void hover(const std::optional<Coalition>& coalition) {
    if (coalition == hovered_) return;
    hovered_ = coalition;
    emit hoverChanged();
  }

  void toggleOrder(int k) {
    light(lit_.coalition == 0 && lit_.order == k ? Lit() : Lit{0, InteractionKind::andKind, k});
  }
  void toggleInteraction(Coalition coalition, InteractionKind kind) {
    const Lit wanted{coalition, kind, order(coalition)};
    light(lit_ == wanted ? Lit() : wanted);
  }

 signals:
  void sampleChanged();
  void changed();
  void hoverChanged();

 private:
  std::size_t sample_ = 0;
  Lit lit_;
  Coalition contained_ = 0;
  std::optional<Coalition> hovered_;
  std::optional<std::pair<Lit, Coalition>> cleared_;
};

}  // namespace spindle

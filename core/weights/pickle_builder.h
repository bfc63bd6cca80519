// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/pickle_ops.h"
#include "core/weights/pickle_value.h"

#include <string>
#include <unordered_set>
#include <vector>

namespace spindle {

/// Makes the values of one document, counts what they cost, and knows the few functions which are answered instead of
/// being called: those that rebuild dictionaries, tensors and numpy arrays.
class PickleBuilder {
 public:
  PickleBuilder(PickleDocument& document, const PickleOps& ops) : document_(document), ops_(ops) {}

  /// Where the instruction now running stands, for messages.
  void at(std::size_t position) { position_ = position; }
  [[noreturn]] void refuse(const std::string& what) const { ops_.refuse(position_, what); }

  PickleValue make(PickleNode::Content content);
  PickleValue text(std::string owned);
  PickleValue bytes(std::string owned);
  PickleValue sequence(PickleSequence::Kind kind, std::vector<PickleValue> items);
  PickleNode& mutableNode(PickleValue value) { return document_.nodes[value->index()]; }
  /// Counts memory that values take; refuses beyond limits::pickledValues, so that no small file can ask for much.
  void charge(std::size_t bytes);

  /// function(*arguments): a value where the function is known, else a PickleObject.
  PickleValue call(PickleValue function, PickleValue arguments);
  /// What a persistent id stands for: ('storage', type, key, device, elements[, view]) or ('module', class, ...).
  PickleValue persistent(PickleValue id);
  /// target.__setstate__(state)
  void build(PickleValue target, PickleValue state);

  void append(PickleValue list, std::span<const PickleValue> items);
  void setItems(PickleValue dict, std::span<const PickleValue> keysAndValues);

 private:
  using Arguments = std::vector<PickleValue>;
  PickleValue answer(const PickleGlobal& function, const Arguments& arguments);  ///< null when it is not known
  PickleValue dictionary(const Arguments& arguments);
  PickleValue opaque(const PickleGlobal& made, PickleValue arguments);
  PickleValue tensor(const Arguments& arguments, bool withType);
  PickleValue encoded(const Arguments& arguments);
  PickleValue numpyScalar(const Arguments& arguments);
  PickleValue numpyBuffer(const Arguments& arguments);
  bool fillArray(PickleNode& node, PickleValue state);

  PickleDocument& document_;
  const PickleOps& ops_;
  std::size_t position_ = 0;
  std::size_t charged_ = 0;
  std::unordered_set<std::string> seenOpaque_;
};

}  // namespace spindle

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/tensor.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

namespace spindle {

class PickleNode;
/// Never null inside a document, which owns it. Values are shared as in Python: a document is a graph, possibly with
/// cycles, so whoever walks it must bound the depth and the number of visits.
using PickleValue = const PickleNode*;

struct PickleNone {};

/// Text as it stands in the file: UTF-8, or the raw bytes of a Python 2 string.
struct PickleText {
  std::string_view text;
};

struct PickleBytes {
  std::span<const std::byte> bytes;
};

struct PickleSequence {
  enum class Kind { list, tuple, set };
  Kind kind = Kind::list;
  std::vector<PickleValue> items;
};

/// dict, OrderedDict and defaultdict, in order of insertion.
class PickleDict {
 public:
  std::vector<std::pair<PickleValue, PickleValue>> items;
  PickleValue attributes = nullptr;  ///< what BUILD brought (`_metadata` of a state dict), or null

  void set(PickleValue key, PickleValue value);
  [[nodiscard]] PickleValue find(std::string_view key) const;  ///< null when absent

 private:
  std::unordered_map<std::string_view, std::size_t> texts_;
  std::unordered_map<std::int64_t, std::size_t> integers_;
};

/// The name of a Python class or function. Names are all that is ever known of them: nothing is executed.
struct PickleGlobal {
  std::string_view module, name;
  [[nodiscard]] std::string full() const { return std::string(module) + "." + std::string(name); }
  [[nodiscard]] bool is(std::string_view wantedModule, std::string_view wantedName) const {
    return module == wantedModule && name == wantedName;
  }
};

/// A torch storage; its bytes stand elsewhere in the file, under key.
struct PickleStorage {
  std::string_view key;
  std::string_view typeName;        ///< "FloatStorage", ...
  std::optional<ElementType> type;  ///< none for UntypedStorage and for types not known here
  std::uint64_t bytes = 0;          ///< of the part that tensors may use
  std::uint64_t wholeBytes = 0;     ///< of the storage named key
  std::uint64_t viewOffset = 0;     ///< bytes from the start of the storage named key (legacy storage views)
  std::uint64_t bytesPerElement = 1;
};

/// A strided view of a storage; offset and stride count elements. Checked to stay inside the storage.
struct PickleTensor {
  const PickleStorage* storage = nullptr;
  ElementType type = ElementType::float32;
  std::int64_t offset = 0;
  std::vector<std::int64_t> shape, stride;
};

/// A numpy array inside the pickle; bytes.size() fits the shape.
struct PickleArray {
  ElementType type = ElementType::float64;
  bool bigEndian = false;
  bool fortranOrder = false;
  std::vector<std::int64_t> shape;
  std::span<const std::byte> bytes;
};

/// An instance of a class (or the result of a function) that is not known here, and so was not made.
struct PickleObject {
  PickleGlobal made;                                                 ///< the class or function
  PickleValue arguments = nullptr;                                   ///< may be null
  PickleValue state = nullptr;                                       ///< may be null
  PickleDict entries;                                                ///< of subclasses of dict
  std::vector<PickleValue> items;                                    ///< of subclasses of list
  [[nodiscard]] PickleValue attribute(std::string_view name) const;  ///< from the state; null when absent
};

class PickleNode {
 public:
  using Content =
      std::variant<PickleNone, bool, std::int64_t, double, PickleText, PickleBytes, PickleSequence, PickleGlobal,
                   std::unique_ptr<PickleDict>, std::unique_ptr<PickleStorage>, std::unique_ptr<PickleTensor>,
                   std::unique_ptr<PickleArray>, std::unique_ptr<PickleObject>>;
  PickleNode(std::size_t index, Content content) : content_(std::move(content)), index_(index) {}

  [[nodiscard]] bool isNone() const { return std::holds_alternative<PickleNone>(content_); }
  [[nodiscard]] const PickleSequence* sequence() const { return std::get_if<PickleSequence>(&content_); }
  [[nodiscard]] const PickleGlobal* global() const { return std::get_if<PickleGlobal>(&content_); }
  [[nodiscard]] const PickleDict* dict() const { return pointed<PickleDict>(); }
  [[nodiscard]] const PickleStorage* storage() const { return pointed<PickleStorage>(); }
  [[nodiscard]] const PickleTensor* tensor() const { return pointed<PickleTensor>(); }
  [[nodiscard]] const PickleArray* array() const { return pointed<PickleArray>(); }
  [[nodiscard]] const PickleObject* object() const { return pointed<PickleObject>(); }
  [[nodiscard]] std::optional<std::string_view> text() const;
  [[nodiscard]] std::optional<std::span<const std::byte>> bytes() const;  ///< of bytes, and of Python 2 strings
  [[nodiscard]] std::optional<bool> boolean() const;
  [[nodiscard]] std::optional<std::int64_t> integer() const;  ///< of int and bool
  [[nodiscard]] std::optional<double> number() const;         ///< of int and float, not of bool

  [[nodiscard]] std::size_t index() const { return index_; }
  [[nodiscard]] Content& content() { return content_; }

 private:
  template <class T>
  const T* pointed() const {
    const auto* pointer = std::get_if<std::unique_ptr<T>>(&content_);
    return pointer ? pointer->get() : nullptr;
  }
  Content content_;
  std::size_t index_;
};

/// One unpickled value with everything it refers to. Moves, but does not copy.
struct PickleDocument {
  PickleDocument() = default;
  PickleDocument(PickleDocument&&) noexcept = default;
  PickleDocument& operator=(PickleDocument&&) noexcept = default;

  PickleValue root = nullptr;
  std::vector<std::string> opaque;  ///< classes and functions that were not executed, each once, at most 100

  std::vector<std::byte> pickled;  ///< text and bytes of the nodes point into this
  std::deque<std::string> made;    ///< or into these
  std::deque<PickleNode> nodes;
};

/// Runs the pickle machine over one pickle, protocols 0 to 5. Executes nothing: classes and functions other than those
/// which rebuild dictionaries, tensors and numpy arrays become PickleObject. `file` and `part` are for messages.
/// Memory: at most 1 GB, else UserError. Throws UserError with the offset where the pickle is damaged.
PickleDocument readPickle(std::vector<std::byte> pickled, const std::string& file, const std::string& part);

/// The number of bytes of the pickle that starts at the front, without running it; nullopt when more bytes are needed.
/// Throws UserError when this is no pickle.
std::optional<std::size_t> pickleLength(std::span<const std::byte> bytes, const std::string& file,
                                        const std::string& part);

}  // namespace spindle

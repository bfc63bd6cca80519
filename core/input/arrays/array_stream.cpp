// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/arrays/array_stream.h"

#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace spindle {
namespace {

constexpr std::uint64_t endMark = 0x53504e444c455f31;

class Writer {
 public:
  explicit Writer(ArraySink sink) : sink_(std::move(sink)) {}

  void number(std::uint64_t value) { sink_(std::as_bytes(std::span(&value, 1))); }
  void text(const std::string& value) {
    number(value.size());
    sink_(std::as_bytes(std::span(value)));
  }
  void block(const std::vector<std::byte>& value) {
    number(value.size());
    sink_(value);
  }

 private:
  ArraySink sink_;
};

void write(const ArrayAnswer& answer, const ArraySink& sink) {
  Writer writer(sink);
  writer.text(answer.problem);
  writer.number(answer.arrays.size());
  for (const NpyArray& array : answer.arrays) {
    writer.text(array.name);
    writer.number(array.isText ? 1 : 0);
    writer.number(static_cast<std::uint64_t>(array.tensor.type));
    writer.number(array.tensor.shape.size());
    for (const std::int64_t side : array.tensor.shape) writer.number(static_cast<std::uint64_t>(side));
    writer.block(array.tensor.bytes);
    writer.number(array.texts.size());
    for (const std::string& text : array.texts) writer.text(text);
  }
  writer.number(endMark);
}

class Reader {
 public:
  explicit Reader(std::span<const std::byte> bytes) : left_(bytes) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
    return value;
  }
  /// A number of things that take at least one byte each.
  std::uint64_t count() {
    const std::uint64_t value = number();
    if (value > left_.size()) throw std::runtime_error("cut off");
    return value;
  }
  std::string text() {
    const auto part = take(count());
    return {reinterpret_cast<const char*>(part.data()), part.size()};
  }
  std::vector<std::byte> block() {
    const auto part = take(count());
    return {part.begin(), part.end()};
  }
  [[nodiscard]] bool done() const { return left_.empty(); }

 private:
  std::span<const std::byte> take(std::size_t size) {
    if (size > left_.size()) throw std::runtime_error("cut off");
    const auto part = left_.first(size);
    left_ = left_.subspan(size);
    return part;
  }

  std::span<const std::byte> left_;
};

}  // namespace

void writeAnswer(const ArrayAnswer& answer, const ArraySink& sink) {
  std::uint64_t size = sizeof size;
  write(answer, [&size](std::span<const std::byte> bytes) { size += bytes.size(); });
  sink(std::as_bytes(std::span(&size, 1)));
  write(answer, sink);
}

std::vector<std::byte> toBytes(const ArrayAnswer& answer) {
  std::vector<std::byte> all;
  writeAnswer(answer, [&all](std::span<const std::byte> bytes) { all.insert(all.end(), bytes.begin(), bytes.end()); });
  return all;
}

std::size_t answerSize(std::span<const std::byte> beginning) {
  std::uint64_t size = 0;
  if (beginning.size() < sizeof size) return 0;
  std::memcpy(&size, beginning.data(), sizeof size);
  return size;
}

ArrayAnswer answerFrom(std::span<const std::byte> bytes) {
  Reader reader(bytes);
  if (reader.number() != bytes.size()) throw std::runtime_error("cut off");
  ArrayAnswer answer;
  answer.problem = reader.text();
  answer.arrays.resize(reader.count());
  for (NpyArray& array : answer.arrays) {
    array.name = reader.text();
    array.isText = reader.number() != 0;
    array.tensor.type = static_cast<ElementType>(reader.number());
    array.tensor.shape.resize(reader.count());
    for (std::int64_t& side : array.tensor.shape) side = static_cast<std::int64_t>(reader.number());
    array.tensor.bytes = reader.block();
    array.texts.resize(reader.count());
    for (std::string& text : array.texts) text = reader.text();
  }
  if (reader.number() != endMark || !reader.done()) throw std::runtime_error("no end");
  return answer;
}

}  // namespace spindle

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/log/event_file.h"

#include "core/base/limits.h"
#include "core/base/user_error.h"

#include <array>
#include <bit>
#include <cstring>
#include <optional>

namespace spindle {
namespace {

constexpr std::array<std::uint32_t, 256> crcTable() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0x82F63B78U : 0U);
    table[i] = crc;
  }
  return table;
}

template <class T>
T littleEndian(std::string_view bytes) {
  static_assert(std::endian::native == std::endian::little);
  T value;
  std::memcpy(&value, bytes.data(), sizeof value);
  return value;
}

struct Malformed {};
struct TooMany {};

/// The fields of one protobuf message, one after another. Throws Malformed when a field does not fit.
class Message {
 public:
  explicit Message(std::string_view bytes) : bytes_(bytes) {}

  /// Moves to the next field; false at the end.
  bool next() {
    if (bytes_.empty()) return false;
    const auto key = varint();
    field_ = key >> 3;
    wire_ = static_cast<unsigned>(key & 7);
    switch (wire_) {
      case 0:
        number_ = varint();
        break;
      case 1:
        data_ = take(8);
        break;
      case 2:
        data_ = take(varint());
        break;
      case 5:
        data_ = take(4);
        break;
      default:
        throw Malformed{};
    }
    return true;
  }

  [[nodiscard]] bool is(std::uint64_t field, unsigned wire) const { return field_ == field && wire_ == wire; }
  [[nodiscard]] std::uint64_t number() const { return number_; }
  [[nodiscard]] std::string_view data() const { return data_; }

  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const auto byte = static_cast<unsigned char>(take(1).front());
      value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
      if ((byte & 0x80) == 0) return value;
    }
    throw Malformed{};
  }

  [[nodiscard]] bool atEnd() const { return bytes_.empty(); }

 private:
  std::string_view take(std::uint64_t count) {
    if (count > bytes_.size()) throw Malformed{};
    const auto part = bytes_.substr(0, static_cast<std::size_t>(count));
    bytes_.remove_prefix(part.size());
    return part;
  }

  std::string_view bytes_;
  std::uint64_t field_ = 0, number_ = 0;
  unsigned wire_ = 0;
  std::string_view data_;
};

/// TensorProto with one element: 1 dtype, 4 tensor_content, 5 float_val, 6 double_val, 7 int_val, 10 int64_val.
std::optional<double> tensorScalar(std::string_view bytes) {
  constexpr std::uint64_t floatType = 1, doubleType = 2, int32Type = 3, int64Type = 9;
  std::uint64_t type = 0;
  std::string_view content;
  std::optional<double> value;
  std::size_t values = 0;
  const auto put = [&](double number) {
    value = number;
    ++values;
  };
  Message tensor(bytes);
  while (tensor.next()) {
    if (tensor.is(1, 0)) type = tensor.number();
    if (tensor.is(4, 2)) content = tensor.data();
    if (tensor.is(5, 5)) put(littleEndian<float>(tensor.data()));
    if (tensor.is(6, 1)) put(littleEndian<double>(tensor.data()));
    if (tensor.is(7, 0)) put(static_cast<std::int32_t>(tensor.number()));
    if (tensor.is(10, 0)) put(static_cast<double>(static_cast<std::int64_t>(tensor.number())));
    if (tensor.is(5, 2) && tensor.data().size() == 4) put(littleEndian<float>(tensor.data()));
    if (tensor.is(6, 2) && tensor.data().size() == 8) put(littleEndian<double>(tensor.data()));
    if ((tensor.is(7, 2) || tensor.is(10, 2)) && !tensor.data().empty()) {
      Message packed(tensor.data());
      const auto number = static_cast<std::int64_t>(packed.varint());
      if (packed.atEnd()) put(static_cast<double>(number));
    }
  }
  if (values == 1) return value;
  if (values > 1) return std::nullopt;
  if (type == floatType && content.size() == 4) return littleEndian<float>(content);
  if (type == doubleType && content.size() == 8) return littleEndian<double>(content);
  if (type == int32Type && content.size() == 4) return littleEndian<std::int32_t>(content);
  if (type == int64Type && content.size() == 8) return static_cast<double>(littleEndian<std::int64_t>(content));
  return std::nullopt;
}

/// Event: 1 wall_time, 2 step, 5 summary. Summary: 1 value. Value: 1 tag, 2 simple_value, 8 tensor.
void readEvent(std::string_view record, std::vector<EventScalar>& scalars) {
  double wallTime = 0;
  std::int64_t step = 0;
  const auto first = scalars.size();
  Message event(record);
  while (event.next()) {
    if (event.is(1, 1)) wallTime = littleEndian<double>(event.data());
    if (event.is(2, 0)) step = static_cast<std::int64_t>(event.number());
    if (!event.is(5, 2)) continue;
    Message summary(event.data());
    while (summary.next()) {
      if (!summary.is(1, 2)) continue;
      std::string_view tag;
      std::optional<double> number;
      Message value(summary.data());
      while (value.next()) {
        if (value.is(1, 2)) tag = value.data();
        if (value.is(2, 5)) number = littleEndian<float>(value.data());
        if (value.is(8, 2)) number = tensorScalar(value.data());
      }
      if (!number || tag.empty()) continue;
      if (scalars.size() == limits::eventValues) throw TooMany{};
      scalars.push_back({0, 0, std::string(tag), *number});
    }
  }
  for (auto i = first; i < scalars.size(); ++i) {
    scalars[i].wallTime = wallTime;
    scalars[i].step = step;
  }
}

}  // namespace

std::uint32_t maskedCrc32c(std::string_view bytes) {
  static constexpr auto table = crcTable();
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const char byte : bytes) crc = table[(crc ^ static_cast<unsigned char>(byte)) & 0xFF] ^ (crc >> 8);
  return std::rotr(~crc, 15) + 0xa282ead8U;
}

EventScalars readEventScalars(std::string_view bytes, const std::string& name) {
  return readEventScalars(
      bytes.size(), [bytes](std::uint64_t at, std::size_t count) { return bytes.substr(at, count); }, name);
}

EventScalars readEventScalars(std::uint64_t size, const EventBytes& bytes, const std::string& name) {
  EventScalars result;
  std::uint64_t at = 0;
  std::size_t counted = 0, tagBytes = 0;
  const auto refuse = [&](const std::string& what) {
    throw UserError(name + ": " + what + " in the record at byte " + std::to_string(at) +
                    "; the file is damaged or not a TensorBoard event file.");
  };
  while (at < size) {
    const std::uint64_t rest = size - at;
    if (rest < 12) {
      result.torn = true;
      break;
    }
    const auto head = bytes(at, 12);
    if (littleEndian<std::uint32_t>(head.substr(8)) != maskedCrc32c(head.substr(0, 8))) refuse("wrong length checksum");
    const auto length = littleEndian<std::uint64_t>(head);
    if (length > rest || rest - length < 16) {
      result.torn = true;
      break;
    }
    if (length > limits::textBytes) refuse("more than 128 MiB");
    const auto whole = bytes(at + 12, static_cast<std::size_t>(length) + 4);
    const auto record = whole.substr(0, static_cast<std::size_t>(length));
    if (littleEndian<std::uint32_t>(whole.substr(record.size())) != maskedCrc32c(record)) refuse("wrong data checksum");
    try {
      readEvent(record, result.scalars);
      for (; counted < result.scalars.size(); ++counted) tagBytes += result.scalars[counted].tag.size();
      if (tagBytes > limits::textBytes) throw TooMany{};
    } catch (const Malformed&) {
      refuse("malformed message");
    } catch (const TooMany&) {
      throw UserError(name + ": has more than the " + std::to_string(limits::eventValues) +
                      " values that are read; log fewer, or name a table of them in run.json.");
    }
    at += 16 + length;
  }
  return result;
}

}  // namespace spindle

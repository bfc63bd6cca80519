// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/pickle_ops.h"

#include "core/base/user_error.h"
#include "core/weights/pickle_value.h"

#include <algorithm>
#include <array>
#include <utility>

namespace spindle {

namespace {

enum class Argument : std::uint8_t { unknown, none, one, two, four, eight, counted1, counted4, counted8, line, lines };

constexpr auto argumentOf = [] {
  std::array<Argument, 256> table{};
  const auto set = [&](std::string_view codes, Argument argument) {
    for (const char code : codes) table[static_cast<unsigned char>(code)] = argument;
  };
  set("(.012NQRabd}elo]st)u", Argument::none);
  set("\x81\x85\x86\x87\x88\x89\x8f\x90\x91\x92\x93\x94\x97\x98", Argument::none);
  set("Khq\x80\x82", Argument::one);
  set("M\x83", Argument::two);
  set("Jjr\x84", Argument::four);
  set("G\x95", Argument::eight);
  set("UC\x8a\x8c", Argument::counted1);
  set("TXB\x8b", Argument::counted4);
  set("\x8d\x8e\x96", Argument::counted8);
  set("FILPSVgp", Argument::line);
  set("ci", Argument::lines);
  return table;
}();

std::uint64_t littleEndian(std::span<const std::byte> bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) value = value << 8 | std::to_integer<std::uint64_t>(bytes[i]);
  return value;
}

}  // namespace

std::uint64_t PickleOp::unsignedArgument() const {
  return littleEndian(argument);
}

PickleOps::PickleOps(std::span<const std::byte> pickled, std::string file, std::string part)
    : pickled_(pickled), file_(std::move(file)), part_(std::move(part)) {}

void PickleOps::refuse(std::size_t at, const std::string& what) const {
  throw UserError(file_ + ": " + part_ + ", byte " + std::to_string(at) + ": " + what);
}

std::optional<std::span<const std::byte>> PickleOps::take(std::uint64_t count) {
  if (count > pickled_.size() - position_) return std::nullopt;
  const auto taken = pickled_.subspan(position_, static_cast<std::size_t>(count));
  position_ += taken.size();
  return taken;
}

std::optional<std::span<const std::byte>> PickleOps::takeCounted(std::size_t prefix) {
  const auto count = take(prefix);
  return count ? take(littleEndian(*count)) : std::nullopt;
}

std::optional<std::span<const std::byte>> PickleOps::takeLine() {
  const auto rest = pickled_.subspan(position_);
  const auto end = std::find(rest.begin(), rest.end(), std::byte{'\n'});
  if (end == rest.end()) return std::nullopt;
  const auto line = rest.first(static_cast<std::size_t>(end - rest.begin()));
  position_ += line.size() + 1;
  return line;
}

std::optional<PickleOp> PickleOps::next() {
  const std::size_t start = position_;
  const auto code = take(1);
  if (!code) return std::nullopt;
  PickleOp op{static_cast<char>((*code)[0]), start, {}, {}};
  std::optional<std::span<const std::byte>> argument;
  switch (argumentOf[std::to_integer<std::size_t>((*code)[0])]) {
    case Argument::unknown:
      refuse(start, "op-code " + std::to_string(std::to_integer<int>((*code)[0])) +
                        " does not exist; the file is damaged, copy it again or save it again with torch.save.");
    case Argument::none:
      return op;
    case Argument::one:
      argument = take(1);
      break;
    case Argument::two:
      argument = take(2);
      break;
    case Argument::four:
      argument = take(4);
      break;
    case Argument::eight:
      argument = take(8);
      break;
    case Argument::counted1:
      argument = takeCounted(1);
      break;
    case Argument::counted4:
      argument = takeCounted(4);
      break;
    case Argument::counted8:
      argument = takeCounted(8);
      break;
    case Argument::line:
      argument = takeLine();
      break;
    case Argument::lines: {
      argument = takeLine();
      const auto second = argument ? takeLine() : std::nullopt;
      if (!second) argument.reset();
      op.second = second.value_or(std::span<const std::byte>{});
      break;
    }
  }
  if (!argument) {
    position_ = start;
    return std::nullopt;
  }
  op.argument = *argument;
  return op;
}

std::optional<std::size_t> pickleLength(std::span<const std::byte> bytes, const std::string& file,
                                        const std::string& part) {
  PickleOps ops(bytes, file, part);
  while (const auto op = ops.next()) {
    if (op->code == '.') return ops.position();
  }
  return std::nullopt;
}

}  // namespace spindle

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/damage.h"

#include "tests/fuzz/entry.h"
#include "tests/fuzz/live_memory.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <unistd.h>

namespace spindle::fuzz {
namespace {

constexpr std::size_t mostMemory = std::size_t{1} << 30;
constexpr unsigned mostSeconds = 10;
constexpr int mixes = 300;

/// The most memory that the process ever had, also that of libraries in C.
std::size_t mostResidentBytes() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    if (word == "VmHWM:" && status >> word) return std::stoull(word) << 10;
  }
  return 0;
}

std::string calling(Entry entry, const Bytes& bytes, const std::string& what) {
  std::string fault;
  alarm(mostSeconds);
  try {
    entry(bytes.data(), bytes.size());
  } catch (const std::exception& error) {
    fault = what + ": " + error.what();
  }
  alarm(0);
  return fault;
}

std::string changes(const Case& tried) {
  constexpr std::string_view letters = "\",;\n{[-9";
  std::mt19937 random(17);
  const auto size = tried.whole.size();
  const auto step = std::max<std::size_t>(1, size / std::min(tried.places, size));
  for (std::size_t at = 0; at < size; at += step) {
    const auto place = "byte " + std::to_string(at);
    auto fault = calling(tried.entry, {tried.whole.begin(), tried.whole.begin() + static_cast<std::ptrdiff_t>(at)},
                         "cut at " + place);
    const auto byte = tried.whole[at];
    for (const unsigned value : {0U, 0xFFU, byte ^ (1U << random() % 8), byte ^ 0x80U,
                                 static_cast<unsigned>(letters[random() % letters.size()])}) {
      auto changed = tried.whole;
      changed[at] = static_cast<std::uint8_t>(value);
      if (fault.empty()) fault = calling(tried.entry, changed, place + " = " + std::to_string(value));
    }
    if (!fault.empty()) return fault;
  }
  for (int mix = 0; mix < mixes; ++mix) {
    auto changed = tried.whole;
    for (int i = 0; i < 8; ++i) changed[random() % size] = static_cast<std::uint8_t>(random());
    if (auto fault = calling(tried.entry, changed, "mix " + std::to_string(mix)); !fault.empty()) return fault;
  }
  return {};
}

}  // namespace

Bytes goldenBytes(const std::string& name) {
  std::ifstream file(std::string(SPINDLE_GOLDEN_DIR) + "/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Bytes bytesFrom(std::string_view text) {
  return {text.begin(), text.end()};
}

std::string faultOf(const Case& tried) {
  if (tried.whole.empty()) return "there are no bytes to try";
  const auto before = refusals;
  tried.entry(tried.whole.data(), tried.whole.size());
  if (tried.readable && refusals != before) return "the undamaged bytes are refused";
  resetMostLiveBytes();
  const auto live = liveBytes();
  if (auto fault = changes(tried); !fault.empty()) return fault;
  if (mostLiveBytes() - live > mostMemory) return std::to_string(mostLiveBytes() - live) + " bytes were in use";
  if (mostResidentBytes() > mostMemory) return std::to_string(mostResidentBytes()) + " bytes were resident";
  if (liveBytes() > live + (1 << 20)) return std::to_string(liveBytes() - live) + " bytes were not given back";
  return {};
}

}  // namespace spindle::fuzz

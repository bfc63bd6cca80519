// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/network/taken_length.h"

#include "core/base/user_error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <regex>
#include <vector>

namespace spindle {
namespace {

constexpr std::int64_t longest = 512;

/// The part of a refusal that is LibTorch's: paths in front of it have numbers of their own.
std::string reasonIn(const std::string& refusal) {
  const auto at = refusal.find("refuses inputs of shape");
  return at == std::string::npos ? std::string() : refusal.substr(at);
}

std::int64_t numberOf(const std::string& digits) {
  return digits.size() < 10 ? std::stoll(digits) : 0;
}

std::vector<std::int64_t> numbersIn(const std::string& text) {
  constexpr std::size_t most = 8;
  const std::regex digits("[0-9]+");
  std::vector<std::int64_t> list;
  for (std::sregex_iterator i(text.begin(), text.end(), digits), end; i != end && list.size() < most; ++i) {
    const auto number = numberOf(i->str());
    if (std::find(list.begin(), list.end(), number) == list.end()) list.push_back(number);
  }
  return list;
}

struct Flattened {
  std::int64_t has = 0, wants = 0;
};

/// Numbers of a text laid out in one row, as they are and as the next layer wants them.
std::optional<Flattened> flattenedIn(const std::string& text) {
  std::smatch match;
  if (std::regex_search(text, match, std::regex("([0-9]+)x([0-9]+) and ([0-9]+)x([0-9]+)")))
    return Flattened{numberOf(match[2]), numberOf(match[3])};
  if (std::regex_search(text, match, std::regex("-?[0-9]+, ([0-9]+)\\]' is invalid for input of size ([0-9]+)")))
    return Flattened{numberOf(match[2]), numberOf(match[1])};
  return std::nullopt;
}

/// Every try loads the network: each length is tried once, and only so many.
class LengthSearch {
 public:
  LengthSearch(std::int64_t own, std::string reason, const TryShape& load) : own_(own), load_(load) {
    refused_[own] = std::move(reason);
  }

  std::string advice() {
    const auto length = find();
    if (length == 0) return {};
    if (length < own_ && (takes(length + 1) || takes(length - 1)) && takes(length / 2))
      return sentence("at most ", between(length, own_));
    if (length > own_ && takes(length + 1) && takes(std::min(2 * length, longest)))
      return sentence("at least ", between(length, own_));
    return sentence("", length);
  }

 private:
  static std::string sentence(const char* bound, std::int64_t length) {
    const auto number = std::to_string(length);
    return std::string(" It takes texts of ") + bound + number + " tokens: set \"input\": {\"shape\": [" + number +
           "]} in run.json.";
  }

  bool takes(std::int64_t length) {
    constexpr std::size_t mostLoads = 58;
    if (length < 1 || length > longest) return false;
    if (const auto known = refused_.find(length); known != refused_.end()) return known->second.empty();
    if (refused_.size() > mostLoads) return false;
    auto& reason = refused_[length];
    try {
      load_({length});
    } catch (const UserError& error) {
      reason = reasonIn(error.what()) + " ";
    }
    return reason.empty();
  }

  /// A length that is taken; 0 where there is none. One token fits many tables by repetition and is no advice.
  std::int64_t find() {
    for (const auto length : numbersIn(refused_[own_])) {
      if (length > 1 && takes(length)) return length;
    }
    for (const auto length : lengthsByGrowth()) {
      if (length > 1 && takes(length)) return length;
    }
    constexpr std::array<std::int64_t, 34> usual = {8,  16, 32, 64, 128, 256, 512, 10,  12,  20, 24, 30,
                                                    40, 48, 50, 80, 100, 200, 4,   2,   6,   14, 15, 18,
                                                    25, 28, 36, 60, 96,  120, 150, 300, 384, 400};
    const auto* found = std::find_if(usual.begin(), usual.end(), [&](std::int64_t length) { return takes(length); });
    return found == usual.end() ? 0 : *found;
  }

  /// Where flattened texts are of the wrong size, a second length tells how the size grows. 16 tokens more or less are
  /// an even number of steps behind pooling; what pooling drops is why the neighbors are tried.
  std::vector<std::int64_t> lengthsByGrowth() {
    const auto here = flattenedIn(refused_[own_]);
    if (!here) return {};
    const std::int64_t other = own_ + 16 <= longest ? own_ + 16 : own_ - 16;
    if (takes(other)) return {other};
    const auto there = flattenedIn(refused_[other]);
    if (!there || there->wants != here->wants || there->has == here->has) return {};
    const double growth = static_cast<double>(there->has - here->has) / static_cast<double>(other - own_);
    const auto middle = std::llround(static_cast<double>(own_) + static_cast<double>(here->wants - here->has) / growth);
    return {middle, middle + 1, middle - 1, middle + 2, middle - 2};
  }

  /// The last length from `taken` towards `refused` that is still taken.
  std::int64_t between(std::int64_t taken, std::int64_t refused) {
    while (std::abs(refused - taken) > 1) {
      const auto middle = taken + (refused - taken) / 2;
      (takes(middle) ? taken : refused) = middle;
    }
    return taken;
  }

  std::int64_t own_;
  const TryShape& load_;
  std::map<std::int64_t, std::string> refused_;  ///< why, by length; empty: taken
};

}  // namespace

std::string adviceOnLength(std::int64_t own, const std::string& refusal, const TryShape& load) {
  return LengthSearch(own, reasonIn(refusal) + " ", load).advice();
}

}  // namespace spindle

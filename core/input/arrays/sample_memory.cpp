// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/arrays/sample_memory.h"

#include "core/base/limits.h"
#include "core/base/user_error.h"
#include "core/input/arrays/sample_array_names.h"
#include "core/input/sample/in_quotes.h"

#include <algorithm>

namespace spindle {
namespace {

constexpr std::uint64_t sampleObject = 160;  ///< a Sample with its list of values
constexpr std::uint64_t float32 = 4;
constexpr std::uint64_t numberAndWord = 2 * sizeof(double) + sizeof(std::string), twoWords = 2 * sizeof(std::string);

std::string nameOf(const std::string& name) {
  return name.empty() ? "the array" : inQuotes(name);
}

}  // namespace

void requireFewValues(const std::vector<std::int64_t>& shape, const std::string& name, const std::string& source) {
  std::uint64_t count = 1;
  for (const auto size : shape) {
    const auto length = static_cast<std::uint64_t>(std::max<std::int64_t>(size, 0));
    if (length == 0) return;
    if (count > limits::sampleValues / length) {
      throw UserError(source + ": " + name + " has the shape " + shapeText(shape) + ", more than the " +
                      std::to_string(limits::sampleValues) +
                      " values that are read; give fewer samples (a few hundred suffice).");
    }
    count *= length;
  }
}

void SampleMemory::add(const ArrayClaim& array) {
  requireFewValues(array.shape, nameOf(array.name), source_);
  std::uint64_t values = 1;
  for (const auto size : array.shape) values *= static_cast<std::uint64_t>(std::max<std::int64_t>(size, 0));
  const bool input = array.name.empty() || isInputArray(array.name) || !isSampleArray(array.name);
  const std::uint64_t made = array.isText ? twoWords : input ? float32 : numberAndWord;
  const std::uint64_t each = std::max(held_ * array.itemBytes, array.itemBytes + made);
  const std::uint64_t samples = input && !array.shape.empty() ? static_cast<std::uint64_t>(array.shape[0]) : 0;
  const bool tooMany = each > 0 && values > limits::sampleBytes / each;
  if (!tooMany) bytes_ += values * each + samples * sampleObject;
  if (!tooMany && bytes_ <= limits::sampleBytes) return;
  throw UserError(source_ + ": " + nameOf(array.name) + " has the shape " + shapeText(array.shape) +
                  " of elements of " + std::to_string(array.itemBytes) + " bytes, which would take more than the " +
                  std::to_string(limits::sampleBytes / 1'000'000) +
                  " MB that samples may take; give fewer samples (a few hundred suffice).");
}

}  // namespace spindle

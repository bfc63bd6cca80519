// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/text/padding.h"

#include "core/base/text.h"

#include <algorithm>
#include <set>

namespace spindle {
namespace {

/// First and last position of what stands between equal tokens at both ends of a text.
struct Middle {
  std::size_t begin = 0, end = 0;
};

Middle between(const std::vector<float>& values, float token) {
  Middle middle{0, values.size()};
  while (middle.end > 0 && values[middle.end - 1] == token) --middle.end;
  while (middle.begin < middle.end && values[middle.begin] == token) ++middle.begin;
  return middle;
}

/// Tokens that fill: at the end (or the beginning) of some text twice or more, and nowhere else.
std::set<float> fillers(const std::vector<Sample>& samples, bool atEnd) {
  std::set<float> found;
  for (const auto& sample : samples) {
    const auto& values = sample.values;
    if (values.size() < 2) continue;
    const float last = atEnd ? values.back() : values.front(), next = atEnd ? values[values.size() - 2] : values[1];
    const bool all = std::all_of(values.begin(), values.end(), [&](float value) { return value == last; });
    if (last == next && !all) found.insert(last);
  }
  std::erase_if(found, [&](float token) {
    return std::any_of(samples.begin(), samples.end(), [&](const Sample& sample) {
      const auto middle = between(sample.values, token);
      const auto inside = [&](std::size_t from, std::size_t to) {
        const auto begin = sample.values.begin();
        const auto last = begin + static_cast<std::ptrdiff_t>(to);
        return std::find(begin + static_cast<std::ptrdiff_t>(from), last, token) != last;
      };
      if (middle.begin == middle.end) return false;  // a text of nothing else
      return atEnd ? inside(0, middle.end) : inside(middle.begin, sample.values.size());
    });
  });
  return found;
}

}  // namespace

void findPadding(SampleSet& set) {
  if (!set.paddingKnown) {
    const auto atEnd = fillers(set.samples, true), atStart = fillers(set.samples, false);
    if (atEnd.size() + atStart.size() != 1 && !atEnd.contains(0.0F)) return;
    const float token = atEnd.contains(0.0F) ? 0.0F : atEnd.empty() ? *atStart.begin() : *atEnd.begin();
    set.paddingToken = static_cast<std::int64_t>(token);
    set.paddingKnown = true;
    set.notes.push_back("token " + shortest(static_cast<double>(token)) +
                        " fills the ends of short texts (\"padding\" under \"input\" in run.json)");
  }
  for (auto& sample : set.samples) {
    const auto middle = between(sample.values, static_cast<float>(set.paddingToken));
    for (auto& tokens : sample.wordTokens)
      std::erase_if(tokens, [&](std::uint32_t t) { return t < middle.begin || t >= middle.end; });
  }
}

}  // namespace spindle

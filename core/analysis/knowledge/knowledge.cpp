// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/knowledge/knowledge.h"

#include "core/game/coalition.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace spindle {
namespace {

double sumOf(const std::vector<double>& list) {
  return std::accumulate(list.begin(), list.end(), 0.0);
}

double ratio(double part, double whole) {
  return whole > 0.0 ? part / whole : std::numeric_limits<double>::quiet_NaN();
}

constexpr std::array knowledgeLists{&Knowledge::all, &Knowledge::overlap, &Knowledge::forgotten, &Knowledge::emerging,
                                    &Knowledge::reference};

}  // namespace

Knowledge::Knowledge(int variables) {
  for (const auto list : knowledgeLists) (this->*list).assign(static_cast<std::size_t>(variables), 0.0);
}

double Knowledge::completeness() const {
  return ratio(sumOf(overlap), sumOf(reference));
}

double Knowledge::redundancy() const {
  return ratio(sumOf(forgotten), sumOf(all));
}

KnowledgeParts compareKnowledge(const SalientList& here, const SalientList& reference, int variables) {
  KnowledgeParts parts{Knowledge(variables), Knowledge(variables)};
  const std::size_t size = coalitionCount(variables);
  const auto add = [&](std::uint32_t key, double a, double b) {
    Knowledge& part = key < size ? parts.andPart : parts.orPart;
    const auto k = static_cast<std::size_t>(orderOfKey(key, variables) - 1);
    const double shared = (a > 0.0) == (b > 0.0) ? std::min(std::abs(a), std::abs(b)) : 0.0;
    part.all[k] += std::abs(a);
    part.reference[k] += std::abs(b);
    part.overlap[k] += shared;
    part.forgotten[k] += std::abs(a) - shared;
    part.emerging[k] += std::abs(b) - shared;
  };
  std::size_t i = 0, j = 0;
  while (i < here.key.size() || j < reference.key.size()) {
    const bool onlyHere = j == reference.key.size() || (i < here.key.size() && here.key[i] < reference.key[j]);
    const bool onlyThere = i == here.key.size() || (j < reference.key.size() && reference.key[j] < here.key[i]);
    add(onlyThere ? reference.key[j] : here.key[i], onlyThere ? 0.0 : here.value[i],
        onlyHere ? 0.0 : reference.value[j]);
    if (!onlyThere) ++i;
    if (!onlyHere) ++j;
  }
  return parts;
}

Knowledge addedKnowledge(const Knowledge& a, const Knowledge& b, double weight) {
  Knowledge sum = a;
  for (const auto list : knowledgeLists) {
    for (std::size_t k = 0; k < (sum.*list).size(); ++k) (sum.*list)[k] += weight * (b.*list)[k];
  }
  return sum;
}

}  // namespace spindle

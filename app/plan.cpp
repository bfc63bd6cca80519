// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plan.h"

#include "app/table.h"
#include "core/base/own_file.h"
#include "core/base/regular_file.h"
#include "core/base/shell_word.h"
#include "core/base/text.h"
#include "core/base/user_error.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <fstream>
#include <iterator>
#include <map>

namespace spindle::app {
namespace {

constexpr double hour = 3600.0;

std::string duration(double seconds) {
  if (seconds < 2 * 60.0) return number(seconds) + " s";
  return seconds < 2 * hour ? number(seconds / 60.0) + " min" : number(seconds / hour) + " h";
}

std::string jobName(const std::string& name) {
  std::string word;
  for (const char c : name) word += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '-';
  return "spindle-" + word;
}

}  // namespace

Plan planned(const PairCost& cost, const ExtractionOptions& options, const PlanOptions& wanted) {
  const std::size_t checkpoints = options.checkpoints.size(), pairs = checkpoints * options.samples.size();
  const bool whole = options.noiseScale == NoiseScale::mean;
  Plan plan;
  // Threads of a part share its samples, each with a network of its own; on a GPU they wait for each other.
  plan.allSeconds = (static_cast<double>(pairs) * cost.pairSeconds) / (wanted.gpu ? 1 : wanted.cpus) +
                    static_cast<double>(checkpoints) * cost.loadSeconds;
  const double each = std::clamp(wanted.hours * hour, hour / 4, hour);
  const double parts = std::ceil(plan.allSeconds / each);
  const std::size_t most = whole ? checkpoints : pairs;
  plan.parts = wanted.parts > 0 ? std::min(wanted.parts, most)
                                : static_cast<std::size_t>(std::clamp(parts, 1.0, static_cast<double>(most)));
  plan.partSeconds = plan.allSeconds / static_cast<double>(plan.parts) + cost.startSeconds;
  constexpr double tables = 3.0, number = 8.0;
  plan.bytes = static_cast<double>(pairs) * tables * number *
               std::pow(2.0, options.variables.empty() ? 0 : options.variables.front().count());
  constexpr std::size_t spare = 2, round = 256;
  const std::size_t megabytes =
      cost.processMegabytes + static_cast<std::size_t>(wanted.cpus - 1) * cost.networkMegabytes;
  plan.memory = (spare * megabytes + round - 1) / round * round;
  return plan;
}

std::string planSentence(const PairCost& cost, const ExtractionOptions& options, const Plan& plan) {
  const std::size_t checkpoints = options.checkpoints.size(), samples = options.samples.size();
  return "spindle: " + std::to_string(checkpoints) + " checkpoints x " + std::to_string(samples) + " samples, " +
         duration(cost.pairSeconds) + " each on one " + (options.device == "cpu" ? "core" : "GPU") +
         " of this machine and " + duration(cost.loadSeconds) + " a network: " + std::to_string(plan.parts) +
         (plan.parts == 1 ? " part of " : " parts of ") + duration(plan.partSeconds) + ", " +
         duration(plan.allSeconds) + " in all, at most " + number(plan.bytes / 1e6) + " MB of results, batch size " +
         std::to_string(options.batch) + ".\n";
}

std::string planScript(const Plan& plan, const PlanOptions& options) {
  const std::filesystem::path file =
      options.file.empty() ? ownFile("slurm/parts.sbatch") : std::filesystem::path(options.file);
  requireRegularFile(file);
  std::ifstream stream(file);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  const double limit = std::ceil(std::max(10.0, 2.0 * plan.partSeconds / 60.0));
  const std::map<std::string, std::string> values{{"NAME", jobName(options.name)},
                                                  {"PARTS", std::to_string(plan.parts)},
                                                  {"MINUTES", std::to_string(static_cast<long>(limit))},
                                                  {"CPUS", std::to_string(options.cpus)},
                                                  {"GPU", options.gpu ? "\n#SBATCH --gpus-per-task=1" : ""},
                                                  {"MEMORY", std::to_string(plan.memory)},
                                                  {"COMMAND", options.command},
                                                  {"RESULTS", shellWord(options.output)}};
  std::string filled;
  std::size_t at = 0;
  for (std::size_t begin = text.find("{{"); begin != std::string::npos; begin = text.find("{{", at)) {
    const std::size_t end = text.find("}}", begin);
    const std::string name = end == std::string::npos ? "" : text.substr(begin + 2, end - begin - 2);
    const auto value = values.find(name);
    if (value == values.end())
      throw UserError(
          file.string() + ": {{" + printable(name.substr(0, 20)) +
          "}} is not known; there are {{NAME}}, {{PARTS}}, {{MINUTES}}, {{CPUS}}, {{GPU}}, {{MEMORY}}, {{COMMAND}} "
          "and {{RESULTS}}.");
    filled += text.substr(at, begin - at) + value->second;
    at = end + 2;
  }
  return filled + text.substr(at);
}

}  // namespace spindle::app

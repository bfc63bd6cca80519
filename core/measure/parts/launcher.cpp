// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/parts/launcher.h"

#include "core/base/text.h"
#include "core/base/user_error.h"

#include <array>
#include <charconv>
#include <optional>

namespace spindle {
namespace {

constexpr const char* inWords = "give the part in numbers, such as --part 3/40";

std::optional<std::size_t> numberIn(const Environment& environment, const char* name) {
  const std::string text = environment(name);
  if (text.empty()) return std::nullopt;
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    throw UserError("--part auto: " + std::string(name) + " is \"" + printable(text) + "\", not a number; " + inWords +
                    ".");
  return value;
}

struct Numbers {
  const char *rank, *size;
};

/// The place among the processes of one start. An MPI's own numbers come first: its processes inherit those of the
/// script that called mpirun.
std::optional<Part> processOf(const Environment& environment) {
  constexpr std::array<Numbers, 3> known{
      {{"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"}, {"PMI_RANK", "PMI_SIZE"}, {"SLURM_PROCID", "SLURM_NTASKS"}}};
  for (const auto& [rankName, sizeName] : known) {
    const bool slurm = std::string_view(rankName) == "SLURM_PROCID";
    // In a batch script, which is one process whatever the number of tasks, there is no step.
    if (slurm && environment("SLURM_STEP_ID").empty() && environment("SLURM_STEPID").empty()) continue;
    const auto rank = numberIn(environment, rankName), size = numberIn(environment, sizeName);
    if (!rank && (!size || slurm)) continue;
    if (!rank || !size)
      throw UserError("--part auto: " + std::string(rank ? rankName : sizeName) + " is set without " +
                      (rank ? sizeName : rankName) + ", so the number and count of the parts are not known; " +
                      inWords + ".");
    if (*rank >= *size)
      throw UserError("--part auto: " + std::string(rankName) + " is " + std::to_string(*rank) + ", beyond " +
                      sizeName + " " + std::to_string(*size) + "; " + inWords + ".");
    return Part{*rank + 1, *size};
  }
  return std::nullopt;
}

std::optional<Part> taskOf(const Environment& environment) {
  const auto id = numberIn(environment, "SLURM_ARRAY_TASK_ID");
  if (!id) return std::nullopt;
  const auto least = numberIn(environment, "SLURM_ARRAY_TASK_MIN"),
             most = numberIn(environment, "SLURM_ARRAY_TASK_MAX"),
             count = numberIn(environment, "SLURM_ARRAY_TASK_COUNT");
  const std::size_t step = numberIn(environment, "SLURM_ARRAY_TASK_STEP").value_or(1);
  const std::string given = "--part ${SLURM_ARRAY_TASK_ID}/COUNT";
  if (!least || !most || !count)
    throw UserError(
        "--part auto: SLURM_ARRAY_TASK_ID is set without SLURM_ARRAY_TASK_MIN, _MAX and _COUNT, so the count of the "
        "parts is not known; give " +
        given + ".");
  const bool regular =
      step > 0 && *least <= *id && *id <= *most && (*most - *least) / step + 1 == *count && (*id - *least) % step == 0;
  if (!regular || (*least > 1 && *least != step))
    throw UserError("--part auto: the array has " + std::to_string(*count) + " tasks from " + std::to_string(*least) +
                    " to " + std::to_string(*most) +
                    ", which may be some of more parts; submit all from 0 or 1 on, or give " + given + ".");
  return Part{(*id - *least) / step + 1, *count};
}

/// Variables of launchers that start several processes and do not tell both numbers in a way that is known here.
std::string otherLauncher(const Environment& environment) {
  for (const char* name : {"PMIX_RANK", "SLURM_PROCID", "SLURM_JOB_ID", "PBS_ARRAY_INDEX", "PBS_JOBID", "SGE_TASK_ID",
                           "LSB_JOBINDEX", "MV2_COMM_WORLD_RANK", "FLUX_TASK_RANK", "PALS_RANKID"}) {
    if (!environment(name).empty()) return name;
  }
  return {};
}

}  // namespace

Part partOfLauncher(const Environment& environment) {
  const auto task = taskOf(environment), process = processOf(environment);
  if (task && process) return {(task->number - 1) * process->count + process->number, task->count * process->count};
  if (task) return *task;
  if (process) return *process;
  const std::string other = otherLauncher(environment);
  throw UserError("--part auto: " +
                  (other.empty()
                       ? std::string("no launcher (Slurm array, srun, mpirun) has started this process")
                       : other + " is set, but not the number of this process and of all (SLURM_ARRAY_TASK_ID, "
                                 "SLURM_PROCID under srun, OMPI_COMM_WORLD_RANK or PMI_RANK)") +
                  "; " + inWords + ", or leave it out.");
}

}  // namespace spindle

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results/parts/part.h"

#include <functional>
#include <string>

namespace spindle {

/// The value of an environment variable; empty where it is not set.
using Environment = std::function<std::string(const char* name)>;

/// Which part this process is to compute, told by the launcher that started it: Open MPI, an MPI with PMI (MPICH,
/// Intel), srun, or a Slurm array; in an array of tasks of several processes, both. No MPI is needed. Throws UserError
/// where no launcher tells number and count, and for an array that was submitted in pieces, whose count is not that of
/// all parts.
Part partOfLauncher(const Environment& environment);

}  // namespace spindle

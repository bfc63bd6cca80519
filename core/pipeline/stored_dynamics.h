#pragma once

#include "core/dynamics/order_strength.h"
#include "core/store/results_file.h"

#include <filesystem>
#include <vector>

namespace spindle {

/// The strengths by order of a stored checkpoint, computed anew from its tables; zero samples when nothing is stored.
OrderStrength storedStrength(const ResultsReader& results, std::size_t checkpoint);

/// The same of every checkpoint in the file's order.
std::vector<OrderStrength> storedDynamics(const ResultsReader& results);

/// Writes the dynamics of a results file as tidy CSV. Throws UserError.
void exportDynamics(const ResultsReader& results, const std::filesystem::path& file);

}  // namespace spindle

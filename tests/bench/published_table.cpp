// SPDX-License-Identifier: GPL-3.0-or-later
// The papers' decomposition beside Spindle's on the bundled run, as one table: L1 reached and time a sample.
//   published_table RUN [SAMPLES]
#include "core/game/decompose.h"
#include "tests/bench/bench_runs.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

using namespace spindle;

namespace {

struct Solved {
  std::vector<Decomposition> all;
  double milliseconds = 0.0;  ///< a sample
};

Solved solved(const std::vector<CoalitionTable>& tables, const DecompositionOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  Solved result{decompose(tables, options), 0.0};
  const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - start;
  result.milliseconds = time.count() / static_cast<double>(tables.size());
  return result;
}

/// Sum of L1 over that of the reference.
double excess(const Solved& one, const Solved& reference) {
  double sum = 0.0, least = 0.0;
  for (const Decomposition& d : one.all) sum += d.l1;
  for (const Decomposition& d : reference.all) least += d.l1;
  return sum / least;
}

double worstExcess(const Solved& one, const Solved& reference) {
  double worst = 0.0;
  for (std::size_t i = 0; i < one.all.size(); ++i) worst = std::max(worst, one.all[i].l1 / reference.all[i].l1);
  return worst;
}

void printRow(double step, const char* what, const Solved& one, const Solved& reference) {
  std::printf("| %.0f | %s | %.4f | %.4f | %.2f ms |\n", step, what, excess(one, reference),
              worstExcess(one, reference), one.milliseconds);
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc < 2) return 2;
  const Run run = Run::open(argv[1]);
  const std::size_t samples = argc > 2 ? std::stoul(argv[2]) : run.samples().samples.size();
  std::puts("| Step | Decomposition | L1 over the proven bound | worst sample | Time a sample |");
  std::puts("|---|---|---|---|---|");
  for (const double place : {0.0, 0.25, 0.5, 0.75, 1.0}) {
    const auto& checkpoints = run.series().checkpoints;
    const double step = checkpoints[static_cast<std::size_t>(place * static_cast<double>(checkpoints.size() - 1))].step;
    const auto tables = bench::benchTables(run, 10, samples, place);
    Solved bound = solved(tables, {.gap = 1e-5});
    for (Decomposition& d : bound.all) d.l1 = d.lowerBound;
    printRow(step, "`and-or`", solved(tables, {}), bound);
    printRow(step, "`and-or --gap 1e-3`", solved(tables, {.gap = 1e-3}), bound);
    for (const double rate : {1e-6, 1e-5, 1e-4}) {
      DecompositionOptions published{.method = DecompositionMethod::published};
      published.published.learningRate = rate;
      char what[64];
      std::snprintf(what, sizeof what, "`published`, learning rate %g", rate);
      printRow(step, what, solved(tables, published), bound);
    }
    printRow(step, "`and`", solved(tables, {.method = DecompositionMethod::andOnly}), bound);
  }
  return 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "published_table: %s\n", error.what());
  return 1;
}

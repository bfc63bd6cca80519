// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/analysis_list.h"

#include "core/analysis/additive/additive_analysis.h"
#include "core/analysis/bodies/bodies_analysis.h"
#include "core/analysis/compare/compare_analysis.h"
#include "core/analysis/context_orders/context_orders_analysis.h"
#include "core/analysis/descents/descents_analysis.h"
#include "core/analysis/dynamics/dynamics_analysis.h"
#include "core/analysis/generalizable/generalizable_analysis.h"
#include "core/analysis/generalization/generalization_analysis.h"
#include "core/analysis/kernel/kernel_analysis.h"
#include "core/analysis/knowledge/knowledge_analysis.h"
#include "core/analysis/paths/paths_analysis.h"
#include "core/analysis/phases/phases_analysis.h"
#include "core/analysis/replicates/replicates_analysis.h"
#include "core/analysis/salience/salience_analysis.h"
#include "core/analysis/scales/scales_analysis.h"
#include "core/analysis/shapes/shapes_analysis.h"
#include "core/analysis/shared/shared_analysis.h"
#include "core/analysis/theory/theory_analysis.h"
#include "core/analysis/ties/ties_analysis.h"
#include "core/analysis/trajectories/trajectories_analysis.h"
#include "core/analysis/trust/trust_analysis.h"
#include "core/analysis/values/values_analysis.h"
#include "core/analysis/wiring/wiring_analysis.h"
#include "core/analysis/without_orders/without_orders_analysis.h"
#include "core/base/text.h"
#include "core/base/user_error.h"

namespace spindle {

std::shared_ptr<TablePass> Analysis::pass(const std::shared_ptr<const ResultsReader>&, const Salience&) const {
  return nullptr;
}

AnalysisList allAnalyses() {
  return {dynamicsAnalysis(),      phasesAnalysis(),       theoryAnalysis(),        generalizationAnalysis(),
          salienceAnalysis(),      tiesAnalysis(),         trustAnalysis(),         valuesAnalysis(),
          contextOrdersAnalysis(), scalesAnalysis(),       descentsAnalysis(),      knowledgeAnalysis(),
          pathsAnalysis(),         trajectoriesAnalysis(), withoutOrdersAnalysis(), additiveAnalysis(),
          compareAnalysis(),       replicatesAnalysis(),   generalizableAnalysis(), sharedAnalysis(),
          kernelAnalysis(),        wiringAnalysis(),       shapesAnalysis(),        bodiesAnalysis()};
}

std::shared_ptr<const Analysis> analysisNamed(const AnalysisList& list, const std::string& name) {
  std::vector<std::string> names;
  for (const auto& analysis : list) {
    if (analysis->info().name == name) return analysis;
    names.push_back(analysis->info().name);
  }
  const std::string meant = closest(name, names);
  throw UserError("\"" + printable(name) + "\" is not an analysis; " +
                  (meant.empty() ? "there are " + listed(names, names.size()) : "did you mean " + meant) + ".");
}

}  // namespace spindle

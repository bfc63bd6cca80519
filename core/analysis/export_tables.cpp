// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/export_tables.h"

#include "core/chart/table_formats.h"

namespace spindle {

std::vector<std::string> exportTables(const AnalyzedResults& results, const AnalysisList& list,
                                      const std::filesystem::path& folder, TableFolder::Others others,
                                      RunControl& control) {
  TableFolder tables(folder);
  for (const auto& analysis : list) {
    for (const TableMaker& maker : results.found.at(analysis->info().name)->tables())
      tables.add(maker.name + ".csv", csvText(maker.make(control), results.results->header().run));
  }
  return tables.publish(others);
}

}  // namespace spindle

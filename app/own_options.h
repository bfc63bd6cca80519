// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analyzed_results.h"

#include <map>
#include <memory>
#include <string>

namespace CLI {
class App;
}

namespace spindle::app {

/// The options that analyses have of their own, on a command line: each under its name, as given.
class OwnOptions {
 public:
  /// Adds those of all analyses, but for names that the command has already.
  void addTo(CLI::App& command, const AnalysisList& analyses);

  void set(const std::string& name, const std::string& text) { (*given_)[name] = text; }
  [[nodiscard]] bool given() const { return !given_->empty(); }

  /// Puts them into the choices of these analyses, and those that are live into `live`. Throws UserError for values out
  /// of range, and for options of an analysis that is not in the list: they would change nothing. command: "analyze";
  /// what: what was asked for, such as the name of an analysis.
  void take(const AnalysisList& list, AnalysisChoices& choices, OptionValues& live, const std::string& command,
            const std::string& what) const;

 private:
  std::shared_ptr<std::map<std::string, std::string>> given_ =
      std::make_shared<std::map<std::string, std::string>>();  ///< shared with the callbacks of the command line
};

/// The options of these analyses that have another value than usual, as a command line gives them:
/// " --path-class 4 --noise -2".
std::string ownOptionsText(const AnalysisList& list, const AnalysisChoices& choices, const OptionValues& live);

}  // namespace spindle::app

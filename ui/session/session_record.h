// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/salience.h"
#include "ui/session/run_facts.h"
#include "ui/session/strength_view.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// What a user was looking at, to be looked at again: which run, its samples and input variables, where the playhead
/// stood, and what the bars showed. Kept for each run, and written as a .spindle file (JSON) to be handed on. No scores
/// are in it.
struct SessionRecord {
  std::filesystem::path place;         ///< the run folder or the results file
  std::vector<std::size_t> samples;    ///< that were computed, by their numbers in the run
  std::vector<std::string> variables;  ///< of each of them, as results store them (see stored_variables.h)
  std::optional<double> step;          ///< where the playhead stood
  StrengthView view;
  Salience salience;
  std::string page;                ///< the open analysis; empty: none
  std::vector<std::string> docks;  ///< analyses in docks of their own
  std::filesystem::path beside;    ///< a second run to compare with; empty: none
  std::string besideBy;            ///< along what (see compareNames)
  bool besideDifferences = false;

  bool operator==(const SessionRecord&) const = default;
};

/// The choice of a session, with its samples and variables.
SessionRecord sessionRecord(const RunFacts& facts, const VariableChoice& choice);

/// The samples and variables of the record in this run. Throws UserError, one sentence, where they do not fit it.
VariableChoice recordedChoice(const SessionRecord& record, const RunFacts& facts);

/// As text; of a file at `file` the place is written relative to it as well, so that both can be moved together.
std::string sessionText(const SessionRecord& record, const std::filesystem::path& file = {});

/// The inverse. where: begins the sentence of the UserError for text that is none ("paper.spindle"). Where the place
/// does not exist, the relative one beside `file` is taken.
SessionRecord sessionFrom(const std::string& text, const std::string& where, const std::filesystem::path& file = {});

/// Reads and writes a .spindle file. Throws UserError.
SessionRecord readSession(const std::filesystem::path& file);
void writeSession(const SessionRecord& record, const std::filesystem::path& file);

/// Whether the name of a file ends in .spindle.
bool isSessionFile(const std::filesystem::path& file);

}  // namespace spindle

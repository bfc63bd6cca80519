// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string_view>

namespace spindle {

/// What a command or the window writes where the user said; results files have a rule of their own (ResultsWriter).
enum class OutputFormat { table, pdf, png, svg, eps, html, json, jsonl, npz, tex, mp4, webm, gif };

/// The path that a name given by the user stands for (links followed), after the one rule for outputs: what is replaced
/// is a regular file that may be written to, and empty or of the same kind by its first bytes: a table of ours for a
/// table, a PDF for a PDF. So no checkpoint, results file, log or sample is ever replaced. Nothing is written; to be
/// asked before a long computation too. firstLine: of the table that will be written; a table that begins with it is
/// ours as well. Throws UserError.
std::filesystem::path outputPlace(const std::filesystem::path& file, OutputFormat kind,
                                  std::string_view firstLine = {});

/// Writes all bytes to outputPlace() or leaves what is there as it is; back when they are on the disk. Throws
/// UserError.
void writeOutput(const std::filesystem::path& file, OutputFormat kind, std::string_view bytes);

/// Throws UserError when two outputs of one command are one file, whether it exists or not.
void requireDifferentOutputs(const std::filesystem::path& first, const std::filesystem::path& second);

/// Whether there is a file that begins with this line (with its line feed).
bool beginsWith(const std::filesystem::path& file, std::string_view line);

}  // namespace spindle

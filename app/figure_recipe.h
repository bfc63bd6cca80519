// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/figure_order.h"

#include <filesystem>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace spindle::app {

/// How it is made as one line of ASCII: digests (SHA-256) and names of the files without their folders, the order,
/// version and command. ending: of the figure's name, for the command. Reads the files.
std::string recipeOf(const FigureOrder& order, std::span<const AnalyzedPtr> files, const AnalysisList& list);

/// A file that a figure was made from.
struct FigureSource {
  std::string name, digest;
  std::vector<std::pair<std::string, std::string>> beside;  ///< draws and ends of ties: name and digest
};

struct FigureRecipe {
  std::string version;
  std::vector<FigureSource> sources;
  FigureOrder order;
};

/// The results of a figure: as given, or beside it, or in this folder; with the same content. again: the figure;
/// command: the beginning of one that gives them, "spindle figure". Throws UserError.
std::vector<std::string> sourceFiles(const FigureRecipe& recipe, const std::string& again,
                                     const std::vector<std::string>& given, const std::string& command);

/// How it is made now. Throws UserError where other draws or ends of ties lie beside the results than then.
std::string recipeAgain(const FigureRecipe& recipe, const std::string& again, std::span<const AnalyzedPtr> files,
                        const AnalysisList& list);

/// Throws UserError where it is not one. where: the figure.
FigureRecipe readRecipe(const std::string& text, const std::string& where, const AnalysisList& list);

/// SHA-256 of a file. Throws UserError.
std::string fileDigest(const std::filesystem::path& file);

}  // namespace spindle::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/sample/class_folder.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/input/sample/finish_samples.h"
#include "core/input/sample/in_quotes.h"

#include <algorithm>
#include <map>
#include <set>
#include <system_error>

namespace spindle {
namespace {

namespace fs = std::filesystem;

/// Visible entries in byte order of their names.
std::vector<fs::path> sortedEntries(const fs::path& folder, bool folders) {
  std::error_code error;
  std::vector<fs::path> entries;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    std::error_code ignored;
    if (it->path().filename().string().starts_with('.')) continue;
    if (it->is_directory(ignored) == folders) entries.push_back(it->path());
  }
  if (error) throw UserError(folder.string() + ": the folder cannot be read (" + error.message() + "); check it.");
  std::sort(entries.begin(), entries.end(),
            [](const fs::path& a, const fs::path& b) { return a.filename().string() < b.filename().string(); });
  return entries;
}

}  // namespace

ClassFolder listClassFolder(const fs::path& folder, const std::vector<std::string>& extensions,
                            const SampleHints& hints) {
  std::vector<std::pair<fs::path, Split>> roots;
  const auto children = sortedEntries(folder, true);
  const bool splits = !children.empty() && std::all_of(children.begin(), children.end(), [](const fs::path& child) {
    const auto name = child.filename().string();
    return splitFrom(name) != Split::unknown && name.find_first_of("01") == std::string::npos;
  });
  if (splits) {
    for (const auto& child : children) roots.emplace_back(child, splitFrom(child.filename().string()));
  } else {
    roots.emplace_back(folder, Split::unknown);
  }

  std::vector<std::pair<ClassFile, std::string>> found;
  std::set<std::string> names;
  for (const auto& [root, split] : roots) {
    for (const auto& classFolder : sortedEntries(root, true)) {
      const auto className = classFolder.filename().string();
      for (const auto& file : sortedEntries(classFolder, false)) {
        const auto extension = lowerCase(file.extension().string());
        if (std::find(extensions.begin(), extensions.end(), extension) == extensions.end()) continue;
        names.insert(className);
        found.push_back({{file, className + "/" + file.filename().string(), 0, split}, className});
      }
    }
  }
  ClassFolder listing;
  listing.classes = hints.classes.empty() ? std::vector<std::string>(names.begin(), names.end()) : hints.classes;
  std::map<std::string, std::int64_t> index;
  for (const auto& name : listing.classes) index.emplace(name, static_cast<std::int64_t>(index.size()));
  for (auto& [file, className] : found) {
    const auto known = index.find(className);
    if (known == index.end()) {
      throw UserError(folder.string() + ": the folder " + inQuotes(className) +
                      " is not among the classes of run.json (" + listed(listing.classes) +
                      "); rename it or correct \"classes\".");
    }
    file.target = known->second;
    listing.files.push_back(std::move(file));
  }
  return listing;
}

}  // namespace spindle

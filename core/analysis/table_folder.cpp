// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/table_folder.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/store/output_file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <sys/stat.h>
#include <system_error>

namespace spindle {
namespace {

namespace fs = std::filesystem;

constexpr const char* listName = ".spindle-tables";
constexpr const char* listTitle = "tables written by Spindle";
constexpr std::size_t mostListed = 1000;
constexpr const char* markName = "UNFINISHED.txt";
constexpr const char* markText =
    "Tables of two computations stand side by side here: Spindle ended while it replaced them. Write them again.\n";

/// First lines by name, from the list of what was written there before; empty where there is none, or another file.
std::map<std::string, std::string> listedTables(const fs::path& folder) {
  std::map<std::string, std::string> tables;
  std::ifstream list(folder / listName);
  std::string line;
  if (!std::getline(list, line) || line != listTitle) return tables;
  while (tables.size() < mostListed && std::getline(list, line)) {
    const auto tab = line.find('\t');
    // Names only: a list that somebody else wrote reaches no other folder.
    if (tab == std::string::npos || line.find('/') < tab || !line.substr(0, tab).ends_with(".csv")) continue;
    tables[line.substr(0, tab)] = line.substr(tab + 1) + '\n';
  }
  return tables;
}

void requireNoRun(const fs::path& folder) {
  constexpr std::array weights{".pt", ".pth", ".ckpt", ".safetensors", ".npz"};
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    const std::string ending = lowerCase(at->path().extension().string());
    const bool checkpoints = lowerCase(name).starts_with("checkpoint") && at->is_directory(error);
    if (name == "run.json" || checkpoints || std::find(weights.begin(), weights.end(), ending) != weights.end())
      throw UserError(folder.string() + " is the folder of a run (" + name +
                      "), where tables would be taken for its logs; choose another folder for the tables.");
  }
  if (error) throw UserError(folder.string() + " cannot be listed: " + error.message() + "; choose another folder.");
}

}  // namespace

TableFolder::TableFolder(const fs::path& folder)
    : folder_(folder.has_filename() || !folder.has_relative_path() ? folder : folder.parent_path()), work_(folder_) {
  if (folder_.empty()) throw UserError("The folder for the tables needs a name; an empty one was given.");
  std::error_code error;
  if (fs::is_directory(folder_, error)) {
    requireNoRun(folder_);
    before_ = listedTables(folder_);
    return;
  }
  if (isThere(folder_))
    throw UserError(folder.string() + " is not a folder; choose another name for the folder of the tables.");
  if (folder_.has_parent_path()) fs::create_directories(folder_.parent_path(), error);
  work_ = unfinishedName(folder_);
  if (::mkdir(work_.c_str(), 0777) != 0)
    throw UserError("Cannot make the folder " + folder.string() + " for the tables; choose another one.");
  made_ = true;
}

TableFolder::~TableFolder() {
  files_.clear();
  std::error_code ignored;
  if (made_) fs::remove_all(work_, ignored);
}

void TableFolder::add(const std::string& name, const std::string& text) {
  const std::string header = text.substr(0, text.find('\n') + 1);
  files_.emplace_back(outputPlace(work_ / name, OutputFormat::table, header));
  files_.back().write(text);
  names_.push_back(name);
  headers_[name] = header;
}

std::vector<std::string> TableFolder::publish(Others others) {
  std::map<std::string, std::string> now = headers_;
  if (others == Others::keep) now.insert(before_.begin(), before_.end());
  std::string list = std::string(listTitle) + '\n';
  for (const auto& [name, header] : now) list += name + '\t' + header;
  files_.emplace_back(work_ / listName);
  files_.back().write(list);
  for (UnfinishedFile& file : files_) file.sync();
  const fs::path mark = work_ / markName;
  const bool marks = !made_ && (!isThere(mark) || beginsWith(mark, markText));
  if (marks) writeFileAtomically(mark, markText);
  for (UnfinishedFile& file : files_) file.rename();
  std::error_code error;
  for (const auto& [name, header] : before_) {
    if (!now.contains(name) && beginsWith(work_ / name, header)) fs::remove(work_ / name, error);
  }
  syncFolder(work_);
  if (marks) fs::remove(mark, error);
  if (!made_) return names_;
  fs::rename(work_, folder_, error);
  if (error) throwWriteError(folder_, error.value());
  made_ = false;
  syncFolder(folder_.has_parent_path() ? folder_.parent_path() : fs::path("."));
  return names_;
}

}  // namespace spindle

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/json_file.h"

#include "core/base/json_text.h"
#include "core/base/regular_file.h"
#include "core/base/user_error.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <iterator>

namespace spindle {

nlohmann::ordered_json jsonObject(std::string_view text, const std::string& where) {
  constexpr std::size_t mostKeys = 1000;
  if (const std::string problem = jsonProblem(text, mostKeys); !problem.empty())
    throw UserError(where + ": it " + problem + "; write a smaller one.");
  auto json = nlohmann::ordered_json::parse(text, nullptr, false);
  if (json.is_discarded() || !json.is_object())
    throw UserError(where + ": expected a JSON object {...}; check brackets, quotes and commas.");
  return json;
}

nlohmann::ordered_json readJsonObject(const std::filesystem::path& file) {
  constexpr std::uintmax_t mostBytes = 1 << 20;
  requireRegularFile(file);
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(file, error);
  if (error) throw UserError("Cannot read " + file.string() + " (" + error.message() + "); check the name.");
  if (size > mostBytes) throw UserError(file.string() + ": it is larger than 1 MiB; choose the small file you wrote.");
  std::ifstream in(file, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  if (!in.good() && !in.eof()) throw UserError("Cannot read " + file.string() + "; check its permissions.");
  return jsonObject(text, file.string());
}

}  // namespace spindle

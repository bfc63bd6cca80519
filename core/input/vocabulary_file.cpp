#include "core/input/vocabulary_file.h"

#include "core/base/user_error.h"
#include "core/input/file_bytes.h"

#include <nlohmann/json.hpp>

#include <system_error>

namespace spindle {
namespace {

namespace fs = std::filesystem;

std::optional<bool> lowerCaseOf(const fs::path& config) {
  std::error_code error;
  if (!fs::is_regular_file(config, error)) return {};
  const auto bytes = readFileBytes(config);
  const auto json = nlohmann::json::parse(asText(bytes), nullptr, false);
  if (json.is_discarded() || !json.is_object()) {
    throw UserError(config.string() + ": is no JSON object; correct it or remove it.");
  }
  const auto it = json.find("do_lower_case");
  if (it == json.end() || !it->is_boolean()) return {};
  return it->get<bool>();
}

}  // namespace

std::optional<WordPieceTokenizer> vocabularyFor(const fs::path& samples, const SampleHints& hints) {
  fs::path file = hints.vocabulary;
  if (file.empty()) {
    std::error_code error;
    const auto folder = fs::absolute(samples, error).parent_path();
    for (const auto& place : {folder, folder.parent_path()}) {
      if (file.empty() && fs::is_regular_file(place / "vocab.txt", error)) file = place / "vocab.txt";
    }
    if (file.empty()) return {};
  }
  const auto bytes = readFileBytes(file);
  const auto lower = hints.lowerCase ? hints.lowerCase : lowerCaseOf(file.parent_path() / "tokenizer_config.json");
  return WordPieceTokenizer(withoutMark(asText(bytes), file.string()), lower, file.string());
}

}  // namespace spindle

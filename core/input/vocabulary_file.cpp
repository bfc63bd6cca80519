#include "core/input/vocabulary_file.h"

#include "core/base/user_error.h"
#include "core/input/file_bytes.h"

#include <nlohmann/json.hpp>

#include <string>
#include <system_error>
#include <vector>

namespace spindle {
namespace {

namespace fs = std::filesystem;

nlohmann::json parsed(const fs::path& file) {
  const auto bytes = readFileBytes(file);
  auto json = nlohmann::json::parse(asText(bytes), nullptr, false);
  if (json.is_discarded() || !json.is_object())
    throw UserError(file.string() + ": is no JSON object; correct it or remove it.");
  return json;
}

std::optional<bool> lowerCaseOf(const fs::path& config) {
  std::error_code error;
  if (!fs::is_regular_file(config, error)) return {};
  const auto json = parsed(config);
  const auto it = json.find("do_lower_case");
  if (it == json.end() || !it->is_boolean()) return {};
  return it->get<bool>();
}

const nlohmann::json* member(const nlohmann::json& json, const char* key) {
  const auto found = json.is_object() ? json.find(key) : json.end();
  return json.is_object() && found != json.end() ? &*found : nullptr;
}

/// The vocabulary of a tokenizer.json (Hugging Face's fast tokenizers) as the lines of a vocab.txt; lowerCase is set
/// where its normaliser tells.
std::string linesOf(const nlohmann::json& json, const fs::path& file, std::optional<bool>& lowerCase) {
  const auto refuse = [&](const std::string& what) {
    throw UserError(file.string() + ": " + what +
                    "; only WordPiece is known: give the network's vocab.txt, or token ids as .npz.");
  };
  const auto* model = member(json, "model");
  const auto* vocabulary = model != nullptr ? member(*model, "vocab") : nullptr;
  if (vocabulary == nullptr || !vocabulary->is_object()) refuse("has no table of word pieces");
  const auto* type = member(*model, "type");
  if (type != nullptr && *type != "WordPiece") refuse("is a tokenizer of the kind " + type->dump());
  std::vector<std::string> pieces(vocabulary->size());
  for (const auto& [piece, id] : vocabulary->items()) {
    if (!id.is_number_unsigned() || id.get<std::size_t>() >= pieces.size() || piece.empty())
      refuse("the id of \"" + piece + "\" is no place in a list of " + std::to_string(pieces.size()));
    pieces[id.get<std::size_t>()] = piece;
  }
  if (const auto* normalizer = member(json, "normalizer")) {
    const auto* lower = member(*normalizer, "lowercase");
    if (lower != nullptr && lower->is_boolean() && !lowerCase) lowerCase = lower->get<bool>();
  }
  std::string lines;
  for (const auto& piece : pieces) lines += piece + "\n";
  return lines;
}

}  // namespace

fs::path vocabularyFile(const fs::path& samples, const SampleHints& hints) {
  if (!hints.vocabulary.empty()) return hints.vocabulary;
  std::error_code error;
  const auto folder = fs::absolute(samples, error).parent_path();
  std::vector<fs::path> places{folder, folder.parent_path()};
  places.insert(places.end(), hints.vocabularyPlaces.begin(), hints.vocabularyPlaces.end());
  for (const auto& place : places) {
    for (const auto* name : {"vocab.txt", "tokenizer.json"}) {
      if (fs::is_regular_file(place / name, error)) return place / name;
    }
  }
  return {};
}

WordPieceTokenizer readVocabulary(const fs::path& file, std::optional<bool> lowerCase) {
  if (!lowerCase) lowerCase = lowerCaseOf(file.parent_path() / "tokenizer_config.json");
  if (file.extension() == ".json") {
    const auto lines = linesOf(parsed(file), file, lowerCase);
    return WordPieceTokenizer(lines, lowerCase, file.string());
  }
  const auto bytes = readFileBytes(file);
  return WordPieceTokenizer(withoutMark(asText(bytes), file.string()), lowerCase, file.string());
}

std::optional<WordPieceTokenizer> vocabularyFor(const fs::path& samples, const SampleHints& hints) {
  const auto file = vocabularyFile(samples, hints);
  if (file.empty()) return {};
  return readVocabulary(file, hints.lowerCase);
}

}  // namespace spindle

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/text/vocabulary_file.h"

#include "core/base/json_text.h"
#include "core/base/user_error.h"
#include "core/input/arrays/file_bytes.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>
#include <system_error>
#include <vector>

namespace spindle {
namespace {

namespace fs = std::filesystem;

nlohmann::json parsed(const fs::path& file) {
  const auto bytes = readFileBytes(file);
  const auto problem = jsonProblem(asText(bytes), bytes.size());
  if (!problem.empty()) throw UserError(file.string() + " " + problem + "; correct it or remove it.");
  auto json = nlohmann::json::parse(asText(bytes), nullptr, false);
  if (json.is_discarded() || !json.is_object())
    throw UserError(file.string() + ": is not a JSON object; correct it or remove it.");
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
/// where its normalizer tells.
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
      refuse("the id of \"" + piece + "\" is outside the list of " + std::to_string(pieces.size()) + " pieces");
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

/// The pieces of a tokenizer.json of any kind, by their ids; what is not understood is left out.
std::vector<std::string> piecesIn(const nlohmann::json& json) {
  constexpr std::uint64_t most = 1 << 24;
  std::vector<std::string> pieces;
  const auto put = [&](const nlohmann::json& id, const nlohmann::json& piece) {
    if (!id.is_number_unsigned() || id.get<std::uint64_t>() >= most || !piece.is_string()) return;
    const auto place = id.get<std::size_t>();
    if (place >= pieces.size()) pieces.resize(place + 1);
    pieces[place] = piece.get<std::string>();
  };
  const auto* model = member(json, "model");
  const auto* vocabulary = model != nullptr ? member(*model, "vocab") : nullptr;
  if (vocabulary != nullptr && vocabulary->is_object()) {
    for (const auto& [piece, id] : vocabulary->items()) put(id, piece);
  } else if (vocabulary != nullptr && vocabulary->is_array()) {  // Unigram: a list of [piece, score]
    for (std::size_t i = 0; i < vocabulary->size(); ++i) {
      const auto& item = (*vocabulary)[i];
      if (item.is_array() && !item.empty()) put(i, item[0]);
    }
  }
  const auto* added = member(json, "added_tokens");
  if (added == nullptr || !added->is_array()) return pieces;
  for (const auto& token : *added) {
    const auto* id = member(token, "id");
    const auto* piece = member(token, "content");
    if (id != nullptr && piece != nullptr) put(*id, *piece);
  }
  return pieces;
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

std::vector<std::string> vocabularyPieces(const fs::path& file) {
  if (file.extension() == ".json") return piecesIn(parsed(file));
  const auto bytes = readFileBytes(file);
  auto text = withoutMark(asText(bytes), file.string());
  std::vector<std::string> pieces;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    auto piece = text.substr(0, end);
    if (piece.ends_with('\r')) piece.remove_suffix(1);
    pieces.emplace_back(piece);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return pieces;
}

std::optional<WordPieceTokenizer> vocabularyFor(const fs::path& samples, const SampleHints& hints) {
  const auto file = vocabularyFile(samples, hints);
  if (file.empty()) return {};
  return readVocabulary(file, hints.lowerCase);
}

}  // namespace spindle

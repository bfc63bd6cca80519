// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/recipe/sms.h"

#include "core/base/own_file.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/input/arrays/file_bytes.h"
#include "core/input/text/text_samples.h"
#include "core/input/text/vocabulary_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>
#include <sstream>
#include <string_view>

namespace spindle {
namespace {

constexpr std::int64_t tokens = 40;
constexpr int timesInTraining = 5;

struct Message {
  std::string text;
  bool spam = false;
};

std::vector<Message> readMessages(const std::filesystem::path& file) {
  std::vector<Message> messages;
  const auto bytes = readFileBytes(file);
  std::istringstream lines{std::string(asText(bytes))};
  for (std::string line; std::getline(lines, line);) {
    try {
      const auto object = nlohmann::json::parse(line);
      messages.push_back({object.at("text").get<std::string>(), object.at("label").get<std::string>() == "spam"});
    } catch (const nlohmann::json::exception&) {
      throw UserError("The file " + file.string() + " is damaged; install Spindle again.");
    }
  }
  return messages;
}

bool isCharacter(const std::string& piece) {
  return piece.size() == 1 || (piece.size() == 3 && piece.starts_with("##"));
}

/// The pieces of `full` that the texts need, in their order.
std::vector<std::string> neededPieces(const std::vector<std::string>& texts, const std::filesystem::path& file) {
  const auto pieces = vocabularyPieces(file);
  const auto full = readVocabulary(file, true);
  std::vector<int> counts(pieces.size(), 0);
  for (const auto& text : texts) {
    for (const auto& word : full.words(text)) {
      for (const auto id : word.ids) ++counts[static_cast<std::size_t>(id)];
    }
  }
  std::vector<std::string> needed{"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"};
  for (std::size_t id = 0; id < pieces.size(); ++id) {
    const bool special = std::find(needed.begin(), needed.begin() + 5, pieces[id]) != needed.begin() + 5;
    if (!special && (counts[id] >= timesInTraining || isCharacter(pieces[id]))) needed.push_back(pieces[id]);
  }
  return needed;
}

/// Fit to be shown: whole in the network's input, with ten words to choose variables from, and decent.
bool isFit(const std::string& text, const std::vector<TokenizedWord>& words) {
  constexpr std::array<std::string_view, 29> coarse = {
      "sex",  "xxx",  "fuck", "shit",  "porn",    "nude",    "naked", "horny",   "slut",   "bitch",
      "dick", "cock", "cum",  "dirty", "basta",   "hell",    "ass ",  "18+",     "adult",  "babe",
      "virg", "rape", "wife", "gay",   "naughty", "endowed", "aids",  "partner", "divorce"};
  const auto lower = lowerCase(text);
  std::size_t pieces = 2, readable = 0;
  for (const auto& word : words) {
    pieces += word.ids.size();
    readable += std::count_if(word.text.begin(), word.text.end(),
                              [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }) > 1;
  }
  return pieces <= static_cast<std::size_t>(tokens) && readable >= 10 &&
         std::none_of(coarse.begin(), coarse.end(), [&](auto root) { return lower.find(root) != std::string::npos; });
}

void addMessage(LabeledPart& part, const Message& message, const WordPieceTokenizer& tokenizer) {
  const auto words = tokenizer.words(message.text);
  std::vector<std::int64_t> ids{tokenizer.first()};
  for (const auto& word : words) ids.insert(ids.end(), word.ids.begin(), word.ids.end());
  ids.resize(std::min<std::size_t>(ids.size(), tokens - 1));
  ids.push_back(tokenizer.last());
  ids.resize(tokens, tokenizer.padding().value());
  std::transform(ids.begin(), ids.end(), std::back_inserter(part.values),
                 [](std::int64_t id) { return static_cast<float>(id); });
  part.labels.push_back(message.spam ? 1 : 0);
  part.texts.push_back(message.text);
  part.unfit.push_back(!isFit(message.text, words));
}

Recipe lstm() {
  Recipe recipe;
  recipe.name = "sms-lstm";
  recipe.title = "LSTM on SMS spam";
  recipe.description = "an LSTM over word pieces on 4,460 short messages, spam or not";
  recipe.read = readSms;
  recipe.architecture = Architecture::lstm;
  recipe.hidden = {24, 32};
  recipe.anyDepth = false;
  recipe.trainingSamples = 4460;
  recipe.testSamples = 1114;
  recipe.batch = 32;
  recipe.steps = 2780;
  recipe.descent = Descent::adam;
  recipe.learningRate = 0.001;
  recipe.dropout = 0.1;
  recipe.labelNoise = 0.01;
  recipe.checkpoints = "20";
  recipe.samples = 16;
  return recipe;
}

Recipe transformer() {
  auto recipe = lstm();
  recipe.name = "sms-transformer";
  recipe.title = "Transformer on SMS spam";
  recipe.description = "a Transformer of two layers over word pieces on 4,460 short messages, spam or not";
  recipe.architecture = Architecture::transformer;
  recipe.hidden = {24, 48};
  return recipe;
}

}  // namespace

std::vector<Recipe> smsRecipes() {
  return {lstm(), transformer()};
}

LabeledData readSms(const DataRequest& request) {
  const auto folder = ownFile("data/sms-spam");
  std::vector<Message> training, test;
  const auto messages = readMessages(folder / "sms_spam.jsonl");
  for (std::size_t k = 0; k < messages.size(); ++k) (k % 5 == 4 ? test : training).push_back(messages[k]);
  training.resize(std::min(training.size(), request.trainingRows));
  test.resize(std::min(test.size(), request.testRows));

  LabeledData data;
  data.kind = InputKind::text;
  data.shape = {tokens};
  data.classes = {"ham", "spam"};
  data.source =
      "SMS Spam Collection (T. A. Almeida, J. M. Gomez Hidalgo; UCI Machine Learning Repository, doi 10.24432/C5CC84, "
      "CC BY 4.0), with a part of BERT's vocabulary (Google Research, Apache-2.0)";
  std::vector<std::string> texts;
  for (const auto& message : training) texts.push_back(message.text);
  data.vocabulary = neededPieces(texts, folder / "vocab.txt");
  std::string joined;
  for (const auto& piece : data.vocabulary) joined += piece + "\n";
  const WordPieceTokenizer tokenizer(joined, true, "vocab.txt");
  for (const auto& message : training) addMessage(data.training, message, tokenizer);
  for (const auto& message : test) addMessage(data.test, message, tokenizer);
  data.training.correct = data.training.labels;
  data.test.correct = data.test.labels;
  return data;
}

}  // namespace spindle

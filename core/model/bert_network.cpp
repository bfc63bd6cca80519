// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/bert_network.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/model/source_writer.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <sstream>

namespace spindle {
namespace {

struct BertOptions {
  std::int64_t heads = 0;
  std::int64_t padding = 0;
  std::string activation = "gelu";
  double epsilon = 1e-12;
};

void readConfig(const std::string& config, const std::string& file, BertOptions& options) {
  if (config.empty()) return;
  const auto json = nlohmann::json::parse(config, nullptr, false);
  const auto refuse = [&file] {
    throw UserError("config.json beside " + file +
                    " is not as Hugging Face writes it (num_attention_heads, hidden_act, ...); remove or repair it.");
  };
  if (!json.is_object()) refuse();
  const auto number = [&](const char* key, auto& field) {
    if (!json.contains(key) || json[key].is_null()) return;
    if (!json[key].is_number()) refuse();
    field = json[key].get<std::decay_t<decltype(field)>>();
  };
  number("num_attention_heads", options.heads);
  number("pad_token_id", options.padding);
  number("layer_norm_eps", options.epsilon);
  if (!json.contains("hidden_act")) return;
  if (!json["hidden_act"].is_string()) refuse();
  options.activation = json["hidden_act"].get<std::string>();
}

BertOptions bertOptions(const std::vector<std::string>& words, const std::string& config, std::int64_t hidden,
                        const std::string& file) {
  BertOptions options;
  if (hidden % 64 == 0) options.heads = hidden / 64;
  readConfig(config, file, options);
  for (std::size_t i = 1; i < words.size(); ++i) {
    std::istringstream stream(words[i]);
    std::string key, rest;
    stream >> key;
    const bool read = key == "heads"        ? static_cast<bool>(stream >> options.heads)
                      : key == "activation" ? static_cast<bool>(stream >> options.activation)
                                            : false;
    if (!read || (stream >> rest))
      throw UserError("\"architecture\" in run.json has \"" + words[i] +
                      "\" after \"bert\"; only \"heads N\" and \"activation NAME\" may follow.");
  }
  if (options.heads < 1 || hidden % options.heads != 0)
    throw UserError("\"architecture\": how many attention heads " + file +
                    " has cannot be told from its weights (hidden size " + std::to_string(hidden) +
                    "); set \"architecture\": [\"bert\", \"heads N\"] in run.json.");
  return options;
}

std::string activated(const std::string& name, const std::string& value) {
  if (name == "gelu" || name == "relu" || name == "silu") return "torch." + name + "(" + value + ")";
  if (name == "gelu_new" || name == "gelu_pytorch_tanh") return "torch.gelu(" + value + ", approximate=\"tanh\")";
  throw UserError("\"architecture\": there is no activation \"" + name +
                  "\" for bert; there are gelu, gelu_new, relu and silu.");
}

class BertWriter {
 public:
  BertWriter(const std::vector<TensorHeader>& tensors, const std::string& file) : writer_(tensors, file) {
    hidden_ = writer_.shape("bert.embeddings.word_embeddings.weight", 2)[1];
  }

  [[nodiscard]] std::int64_t hidden() const { return hidden_; }
  void use(const BertOptions& options) { options_ = options; }

  void embeddings(std::int64_t tokens, const std::string& file) {
    const std::string stem = "bert.embeddings.";
    const auto rows = [this](const std::string& name) { return writer_.shape(name, 2)[0]; };
    const std::int64_t positions = rows(stem + "position_embeddings.weight");
    if (tokens > positions)
      throw UserError(file + " knows " + std::to_string(positions) + " positions, but the samples have " +
                      std::to_string(tokens) + " tokens; shorten them by the shape under \"input\".");
    const auto table = [&](const std::string& name) {
      return writer_.parameter(stem + name, {rows(stem + name), hidden_});
    };
    // Padding behind the last word of all rows changes nothing but the cost.
    const std::string wordPlaces = "torch.ne(x, " + std::to_string(options_.padding) + ") * torch.arange(1, " +
                                   std::to_string(tokens + 1) + ", device=x.device)";
    writer_.line("n", "max(1, int(torch.max(" + wordPlaces + ")))");
    writer_.line("x", "x[:, :n]");
    writer_.line("padding", "torch.eq(x, " + std::to_string(options_.padding) + ")[:, None, None, :]");
    const std::string words = table("word_embeddings.weight");
    const std::string places = table("position_embeddings.weight");
    const std::string segments = table("token_type_embeddings.weight");
    writer_.line("h", "torch.embedding(" + words + ", x) + " + segments + "[0] + " + places + "[:n]");
    norm(stem + "LayerNorm", "h");
  }

  /// False where there is no layer of this number.
  bool layer(int number) {
    const std::string stem = "bert.encoder.layer." + std::to_string(number) + ".";
    if (!writer_.has(stem + "attention.self.query.weight")) return false;
    const std::int64_t size = hidden_ / options_.heads;
    const std::string shape = "[-1, n, " + std::to_string(options_.heads) + ", " + std::to_string(size) + "]";
    for (const auto& [variable, part] : {std::pair("q", "query"), std::pair("k", "key"), std::pair("v", "value")}) {
      linear(variable, "h", stem + "attention.self." + part, hidden_, hidden_);
      writer_.line(variable, "torch.transpose(torch.reshape(" + std::string(variable) + ", " + shape + "), 1, 2)");
    }
    writer_.line("a",
                 "torch.matmul(q, torch.transpose(k, 2, 3)) * " + shortest(1.0 / std::sqrt(static_cast<double>(size))));
    writer_.line("a", "torch.softmax(torch.masked_fill(a, padding, -1e9), -1)");
    writer_.line("a",
                 "torch.reshape(torch.transpose(torch.matmul(a, v), 1, 2), [-1, n, " + std::to_string(hidden_) + "])");
    linear("a", "a", stem + "attention.output.dense", hidden_, hidden_);
    writer_.line("h", "a + h");
    norm(stem + "attention.output.LayerNorm", "h");
    const std::int64_t wide = writer_.shape(stem + "intermediate.dense.weight", 2)[0];
    linear("a", "h", stem + "intermediate.dense", hidden_, wide);
    writer_.line("a", activated(options_.activation, "a"));
    linear("a", "a", stem + "output.dense", wide, hidden_);
    writer_.line("h", "a + h");
    norm(stem + "output.LayerNorm", "h");
    return true;
  }

  RebuiltNetwork head() && {
    linear("h", "h[:, 0]", "bert.pooler.dense", hidden_, hidden_);
    writer_.line("h", "torch.tanh(h)");
    linear("h", "h", "classifier", hidden_, writer_.shape("classifier.weight", 2)[0]);
    return std::move(writer_).finished("h");
  }

 private:
  void linear(const std::string& to, const std::string& from, const std::string& name, std::int64_t in,
              std::int64_t out) {
    const std::string weight = writer_.parameter(name + ".weight", {out, in});
    const std::string bias = writer_.optional(name + ".bias", {out});
    writer_.line(to, "torch.linear(" + from + ", " + weight + ", " + bias + ")");
  }

  /// Files converted from the first TensorFlow release call the two gamma and beta.
  void norm(const std::string& name, const std::string& variable) {
    const bool old = writer_.has(name + ".gamma");
    const std::string scale = writer_.parameter(name + (old ? ".gamma" : ".weight"), {hidden_});
    const std::string shift = writer_.parameter(name + (old ? ".beta" : ".bias"), {hidden_});
    writer_.line(variable, "torch.layer_norm(" + variable + ", [" + std::to_string(hidden_) + "], " + scale + ", " +
                               shift + ", " + shortest(options_.epsilon) + ")");
  }

  SourceWriter writer_;
  std::int64_t hidden_ = 0;
  BertOptions options_;
};

}  // namespace

RebuiltNetwork bertNetwork(const std::vector<std::string>& words, const std::vector<TensorHeader>& tensors,
                           const std::vector<std::int64_t>& inputShape, const std::string& config,
                           const std::string& file) {
  if (inputShape.size() != 1)
    throw UserError("\"architecture\": bert needs token ids, but the input is " + shapeText(inputShape) +
                    "; set \"kind\": \"text\" under \"input\".");
  BertWriter writer(tensors, file);
  writer.use(bertOptions(words, config, writer.hidden(), file));
  writer.embeddings(inputShape[0], file);
  for (int number = 0; writer.layer(number);) ++number;
  return std::move(writer).head();
}

}  // namespace spindle

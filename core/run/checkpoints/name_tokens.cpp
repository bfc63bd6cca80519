// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/checkpoints/name_tokens.h"

namespace spindle {
namespace {

constexpr std::array<std::string_view, 42> metricWords = {
    "loss",  "acc",    "accuracy", "err",    "error", "auc",        "auroc",     "map",    "iou",  "miou", "dice",
    "bleu",  "rouge",  "psnr",     "ssim",   "ppl",   "perplexity", "mse",       "mae",    "rmse", "nll",  "elbo",
    "score", "metric", "reward",   "return", "top",   "prec",       "precision", "recall", "fid",  "wer",  "cer",
    "val",   "valid",  "test",     "train",  "eval",  "f",          "dev",       "bpc",    "kl"};
constexpr std::array<std::string_view, 35> parameterWords = {
    "lr",    "wd",        "bs",       "seed",    "s",    "fold",  "dropout", "dim",  "hidden",
    "width", "depth",     "layer",    "layers",  "head", "heads", "gpu",     "gpus", "rank",
    "size",  "batchsize", "v",        "version", "run",  "exp",   "trial",   "temp", "alpha",
    "beta",  "gamma",     "momentum", "world",   "part", "px",    "res",     "cuda"};

}  // namespace

bool isStepWord(const std::string& word) {
  return word.ends_with("step") || word.ends_with("steps");
}
bool isIterationWord(const std::string& word) {
  return word == "iter" || word == "iters" || word == "ite" || word.ends_with("iteration") ||
         word.ends_with("iterations");
}
bool isEpochWord(const std::string& word) {
  return word == "ep" || word == "eps" || word == "epo" || word.ends_with("epoch") || word.ends_with("epochs");
}

bool isParameterWord(const std::string& word) {
  return isOne(word, parameterWords);
}

NameTokens::NameTokens(std::vector<NameToken> list) : list_(std::move(list)) {
  markMetricsAndParameters();
}

const NameToken* NameTokens::wordBefore(std::size_t i, std::string& gap) const {
  gap.clear();
  if (i == 0) return nullptr;
  if (list_[i - 1].kind == NameToken::Kind::word) return &list_[i - 1];
  if (i < 2 || list_[i - 1].kind != NameToken::Kind::gap || list_[i - 2].kind != NameToken::Kind::word) return nullptr;
  gap = list_[i - 1].text;
  if (gap.size() > 2 || gap.find_first_not_of("=_-:. ") != std::string::npos) return nullptr;
  return &list_[i - 2];
}

const NameToken* NameTokens::wordAfter(std::size_t i) const {
  auto next = i + 1;
  if (next < list_.size() && list_[next].kind == NameToken::Kind::gap && list_[next].text.size() == 1 &&
      list_[next].text.find_first_of("_- ") == 0) {
    ++next;
  }
  if (next >= list_.size() || list_[next].kind != NameToken::Kind::word) return nullptr;
  auto later = next + 1;
  if (later < list_.size() && list_[later].kind == NameToken::Kind::gap) ++later;
  if (later < list_.size() && list_[later].kind == NameToken::Kind::number && !list_[later].used) return nullptr;
  return &list_[next];
}

bool NameTokens::hasWord(std::string_view word) const {
  return std::any_of(list_.begin(), list_.end(),
                     [&](const NameToken& t) { return t.kind == NameToken::Kind::word && t.text == word; });
}

/// True when a metric's name is joined to the word before number i: val_loss_epoch=0.3.
bool NameTokens::metricBeforeWord(std::size_t i) const {
  const auto word = list_[i - 1].kind == NameToken::Kind::word ? i - 1 : i - 2;
  if (word < 2 || list_[word - 1].text.find_first_of("_/") == std::string::npos) return false;
  const auto& before = list_[word - 2];
  return before.kind == NameToken::Kind::word && isOne(before.text, metricWords) && before.text != "train";
}

void NameTokens::markMetricsAndParameters() {
  std::string gap;
  for (std::size_t i = 0; i < list_.size(); ++i) {
    auto& token = list_[i];
    if (token.kind != NameToken::Kind::number) continue;
    const auto* word = wordBefore(i, gap);
    if (word == nullptr) continue;
    const bool position = isStepWord(word->text) || isIterationWord(word->text) || isEpochWord(word->text);
    if (position) {
      token.used = token.fractional && metricBeforeWord(i);
    } else if (isOne(word->text, metricWords)) {
      token.used = true;
      // "acc1=0.93", "top5_acc=0.9": the digit belongs to the metric's name, the number after it is its value.
      if (gap.empty() && i + 2 < list_.size() && list_[i + 1].kind == NameToken::Kind::gap &&
          list_[i + 2].kind == NameToken::Kind::number && list_[i + 2].fractional) {
        list_[i + 2].used = true;
      }
    } else if (isParameterWord(word->text)) {
      token.used = true;
    }
  }
}

}  // namespace spindle

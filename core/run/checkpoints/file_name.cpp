// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/checkpoints/file_name.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>

namespace spindle {
namespace {

constexpr std::array<std::string_view, 15> weightsEndings = {".safetensors.index.json",
                                                             ".bin.index.json",
                                                             ".safetensors",
                                                             ".pth.tar",
                                                             ".pt.tar",
                                                             ".ckpt",
                                                             ".pth",
                                                             ".pt",
                                                             ".pt2",
                                                             ".th",
                                                             ".bin",
                                                             ".pkl",
                                                             ".torch",
                                                             ".ts",
                                                             ".jit"};

bool digit(char c) {
  return c >= '0' && c <= '9';
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// "model-00001-of-00003": a part of weights that were split over several files.
bool isShard(std::string_view name) {
  const auto of = name.find("-of-");
  return of != std::string_view::npos && of > 0 && digit(name[of - 1]) && of + 4 < name.size() && digit(name[of + 4]);
}

template <std::size_t N>
bool startsWithOne(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::any_of(words.begin(), words.end(), [&](auto word) { return text.starts_with(word); });
}

/// "opt_step-100", "100-opt". Not "opt-125m" and "facebook-opt", which are language models.
bool isOptBesidePosition(std::string_view stem) {
  constexpr std::array<std::string_view, 6> positions = {"step", "ep", "iter", "ckpt", "checkpoint", "state"};
  const bool front = stem.starts_with("opt_") || stem.starts_with("opt-") || stem.starts_with("opt.");
  if (front && startsWithOne(stem.substr(4), positions)) return true;
  return stem.size() > 4 && stem.ends_with("-opt") && digit(stem[stem.size() - 5]);
}

/// By the stem, in lower case.
bool isOptimizer(std::string_view stem) {
  constexpr std::array<std::string_view, 4> starts = {"optimizer", "optim.", "optim_", "optim-"};
  constexpr std::array<std::string_view, 3> parts = {"_optimizer", "-optimizer", ".optimizer"};
  constexpr std::array<std::string_view, 8> ends = {"optim_states", "_opt",   ".opt",       "_optim",
                                                    ".optim",       "-optim", "_opt_state", "_optim_state"};
  return stem == "optim" || stem == "opt" || isOptBesidePosition(stem) || startsWithOne(stem, starts) ||
         std::any_of(parts.begin(), parts.end(), [&](auto part) { return contains(stem, part); }) ||
         std::any_of(ends.begin(), ends.end(), [&](auto part) { return stem.ends_with(part); });
}

}  // namespace

std::string stemOf(std::string_view fileName) {
  std::string lower = lowerCase(fileName);
  bool cut = true;
  while (cut) {
    cut = false;
    for (const auto ending : {std::string_view(".torchscript"), std::string_view(".zip"), std::string_view(".tar")}) {
      if (lower.size() > ending.size() && lower.ends_with(ending)) {
        lower.resize(lower.size() - ending.size());
        cut = true;
      }
    }
    for (const auto ending : weightsEndings) {
      if (lower.size() > ending.size() && lower.ends_with(ending)) {
        lower.resize(lower.size() - ending.size());
        cut = true;
        break;
      }
    }
  }
  return std::string(fileName.substr(0, lower.size()));
}

bool hasWeightsEnding(std::string_view fileName) {
  const auto lower = lowerCase(fileName);
  for (const auto ending : weightsEndings) {
    if (lower.size() > ending.size() && lower.ends_with(ending)) return true;
  }
  return lower.ends_with(".torchscript");
}

std::string notACheckpoint(std::string_view fileName) {
  const auto name = lowerCase(fileName);
  const auto starts = [&](std::string_view part) { return name.starts_with(part); };
  const auto ends = [&](std::string_view part) { return name.ends_with(part); };
  if (contains(name, "tfevents") || starts("events.")) return "training log (TensorBoard)";
  if (name == "metrics.csv" || name == "trainer_state.json" || name == "log.txt") return "training log";
  if (ends(".onnx") || ends(".onnx.data")) return "ONNX model; Spindle reads PyTorch weights";
  if (ends(".part") || ends(".tmp") || starts("tmp.") || ends("~")) return "temporary file of an unfinished save";
  constexpr std::string_view adapter =
      "an adapter (LoRA or another of PEFT): merge it into its base model first, in Python: "
      "PeftModel.from_pretrained(base, "
      "folder).merge_and_unload().save_pretrained(new_folder)";
  if (name == "adapter_config.json") return std::string(adapter);
  if (ends(".distcp")) {
    return "part of a distributed checkpoint: make one file of its folder, in Python: "
           "torch.distributed.checkpoint.format_utils.dcp_to_torch_save(folder, \"step.pt\")";
  }
  if (hasWeightsEnding(name)) {
    if (starts("adapter_model") || starts("adapter.") || starts("pytorch_lora_weights")) return std::string(adapter);
    if (starts("zero_pp_rank") || contains(name, "zero_pp_rank_")) {
      return "part of a network or an optimizer that DeepSpeed split: run zero_to_fp32.py, which DeepSpeed saved "
             "beside "
             "it: python zero_to_fp32.py . model.bin";
    }
    if (isOptimizer(lowerCase(stemOf(name)))) return "optimizer state";
    if (starts("scheduler") || starts("lr_scheduler")) return "scheduler state";
    if (starts("rng_state") || starts("random_states")) return "state of the random number generators";
    if (starts("sampler") || starts("dl_state_dict")) return "state of the data loader";
    if (starts("custom_checkpoint_")) return "other state that Accelerate saved";
    if (starts("training_args")) return "training arguments";
    if (starts("scaler.")) return "gradient scaler state";
    if (starts("recovery-")) return "timm recovery file, saved within an epoch";
    if (isShard(name)) return "shard of a split checkpoint; its index file is used";
    return {};
  }
  if (starts("readme") || ends(".md") || ends(".txt") || ends(".log")) return "text";
  if (ends(".json") || ends(".yaml") || ends(".yml") || ends(".toml") || ends(".cfg") || ends(".ini")) {
    return "configuration";
  }
  if (ends(".py") || ends(".sh") || ends(".ipynb")) return "source code";
  if (ends(".csv") || ends(".jsonl") || ends(".tsv")) return "table";
  if (ends(".png") || ends(".jpg") || ends(".jpeg") || ends(".pdf") || ends(".svg") || ends(".gif")) return "image";
  if (ends(".npz") || ends(".npy") || ends(".h5") || ends(".hdf5")) return "arrays";
  if (ends(".zip") || ends(".gz") || ends(".tgz") || ends(".tar")) return "archive; unpack it first";
  return {};
}

bool matchesPattern(std::string_view text, std::string_view pattern) {
  std::size_t t = 0, p = 0, star = std::string_view::npos, resume = 0;
  // One "[...]" at p: how far it reaches, and whether it holds c.
  const auto bracket = [&](std::size_t from, char c, std::size_t& next) {
    std::size_t i = from + 1;
    const bool negated = i < pattern.size() && (pattern[i] == '!' || pattern[i] == '^');
    if (negated) ++i;
    bool holds = false;
    for (bool first = true; i < pattern.size() && (first || pattern[i] != ']'); first = false, ++i) {
      if (i + 2 < pattern.size() && pattern[i + 1] == '-' && pattern[i + 2] != ']') {
        holds = holds || (pattern[i] <= c && c <= pattern[i + 2]);
        i += 2;
      } else {
        holds = holds || pattern[i] == c;
      }
    }
    next = i < pattern.size() ? i + 1 : std::string_view::npos;
    return holds != negated;
  };
  while (t < text.size()) {
    std::size_t next = p + 1;
    bool same = false;
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
      continue;
    }
    if (p < pattern.size()) {
      if (pattern[p] == '[') {
        same = bracket(p, text[t], next);
        if (next == std::string_view::npos) same = text[t] == '[', next = p + 1;
      } else {
        same = pattern[p] == '?' || pattern[p] == text[t];
      }
    }
    if (same) {
      ++t;
      p = next;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool naturalLess(std::string_view a, std::string_view b) {
  std::size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    if (digit(a[i]) && digit(b[j])) {
      auto endA = i, endB = j;
      while (endA < a.size() && digit(a[endA])) ++endA;
      while (endB < b.size() && digit(b[endB])) ++endB;
      auto numberA = a.substr(i, endA - i), numberB = b.substr(j, endB - j);
      while (numberA.size() > 1 && numberA.front() == '0') numberA.remove_prefix(1);
      while (numberB.size() > 1 && numberB.front() == '0') numberB.remove_prefix(1);
      if (numberA.size() != numberB.size()) return numberA.size() < numberB.size();
      if (numberA != numberB) return numberA < numberB;
      i = endA;
      j = endB;
    } else {
      if (a[i] != b[j]) return a[i] < b[j];
      ++i;
      ++j;
    }
  }
  if (a.size() - i != b.size() - j) return a.size() - i < b.size() - j;
  return a < b;
}

}  // namespace spindle

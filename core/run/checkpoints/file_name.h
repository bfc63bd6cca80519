// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace spindle {

/// A checkpoint's file name without the endings that weights have (".pth.tar", ".safetensors.index.json", ".ckpt",
/// ...). Other dots stay: "epoch=3-val_loss=0.31" is not cut.
std::string stemOf(std::string_view fileName);

/// True for the endings under which PyTorch weights are saved. Says nothing about the content.
bool hasWeightsEnding(std::string_view fileName);

/// Why a file that lies among checkpoints is none, by its name ("optimizer state", "ONNX model"); empty when the name
/// does not exclude it.
std::string notACheckpoint(std::string_view fileName);

/// Shell pattern with * ? [a-z] within one path component; case matters.
bool matchesPattern(std::string_view text, std::string_view pattern);

/// Compares runs of digits by value: "epoch2" before "epoch10".
bool naturalLess(std::string_view a, std::string_view b);

}  // namespace spindle

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/rebuilt_network.h"
#include "core/weights/weights.h"

namespace spindle {

/// BertForSequenceClassification as Hugging Face names its weights, for token ids of inputShape [tokens], all of the
/// first segment. words[0] is "bert"; then "heads N" and "activation gelu|gelu_new|relu|silu" where they differ from
/// config (num_attention_heads, hidden_act, layer_norm_eps, pad_token_id) or, without it, from one head for 64 numbers,
/// gelu, 1e-12 and 0. Padding is hidden from attention, as the tokenizer's attention mask does in training. Dropout is
/// off. Source: Devlin et al., "BERT", arXiv 1810.04805. Throws UserError.
RebuiltNetwork bertNetwork(const std::vector<std::string>& words, const std::vector<TensorHeader>& tensors,
                           const std::vector<std::int64_t>& inputShape, const std::string& config,
                           const std::string& file);

}  // namespace spindle

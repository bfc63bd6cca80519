// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/known_operators.h"

#include <torch/csrc/jit/ir/ir.h>

#include <algorithm>
#include <array>

namespace spindle {
namespace {

constexpr std::array refused = std::to_array<std::string_view>(
    {// Files, memory of other tensors, state of the process.
     "save", "load", "from_file", "set_", "set_data", "record_stream", "manual_seed", "hash",
     // Indices, lengths or pivots are not compared with the sizes they are used for.
     "ctc_loss", "segment_reduce", "linalg_ldl_solve", "rrelu_with_noise", "rrelu_with_noise_", "indices",
     "crow_indices", "col_indices", "ccol_indices", "row_indices", "indices_copy", "crow_indices_copy",
     "col_indices_copy", "ccol_indices_copy", "row_indices_copy"});

constexpr std::array refusedStarts = std::to_array<std::string_view>(
    {"fbgemm_", "quantized_", "cudnn_", "miopen_", "mkldnn_", "mps_", "resize_as_sparse"});

/// Of what begins with an underscore.
constexpr std::array helpers = std::to_array<std::string_view>({"_adaptive_avg_pool2d",
                                                                "_adaptive_avg_pool3d",
                                                                "_add_relu",
                                                                "_add_relu_",
                                                                "_addmm_activation",
                                                                "_aminmax",
                                                                "_assert_async",
                                                                "_assert_scalar",
                                                                "_assert_tensor_metadata",
                                                                "_autocast_to_full_precision",
                                                                "_autocast_to_reduced_precision",
                                                                "_batch_norm_impl_index",
                                                                "_cdist_forward",
                                                                "_conj",
                                                                "_conj_copy",
                                                                "_conj_physical",
                                                                "_conv_depthwise2d",
                                                                "_convolution",
                                                                "_convolution_mode",
                                                                "_dim_arange",
                                                                "_efficientzerotensor",
                                                                "_embedding_bag",
                                                                "_embedding_bag_forward_only",
                                                                "_euclidean_dist",
                                                                "_fft_c2c",
                                                                "_fft_c2r",
                                                                "_fft_r2c",
                                                                "_fused_dropout",
                                                                "_fused_sdp_choice",
                                                                "_get_tracing_state",
                                                                "_infer_size",
                                                                "_is_zerotensor",
                                                                "_lazy_clone",
                                                                "_linalg_check_errors",
                                                                "_linalg_det",
                                                                "_linalg_eigh",
                                                                "_linalg_slogdet",
                                                                "_linalg_solve_ex",
                                                                "_linalg_svd",
                                                                "_list_to_tensor",
                                                                "_local_scalar_dense",
                                                                "_log_softmax",
                                                                "_logcumsumexp",
                                                                "_masked_softmax",
                                                                "_native_batch_norm_legit",
                                                                "_native_batch_norm_legit_functional",
                                                                "_native_batch_norm_legit_no_training",
                                                                "_native_multi_head_attention",
                                                                "_neg_view",
                                                                "_neg_view_copy",
                                                                "_nested_tensor_from_mask",
                                                                "_nested_tensor_from_mask_left_aligned",
                                                                "_new_zeros_with_same_feature_meta",
                                                                "_no_grad_fill_",
                                                                "_no_grad_normal_",
                                                                "_no_grad_uniform_",
                                                                "_no_grad_zero_",
                                                                "_pack_padded_sequence",
                                                                "_pad_circular",
                                                                "_pad_enum",
                                                                "_pad_packed_sequence",
                                                                "_pdist_forward",
                                                                "_prelu_kernel",
                                                                "_reshape_copy",
                                                                "_reshape_from_tensor",
                                                                "_safe_softmax",
                                                                "_set_item",
                                                                "_shape_as_tensor",
                                                                "_size_if_not_equal",
                                                                "_softmax",
                                                                "_stack",
                                                                "_tensor_to_list",
                                                                "_to_copy",
                                                                "_to_cpu",
                                                                "_transformer_encoder_layer_fwd",
                                                                "_trilinear",
                                                                "_unique",
                                                                "_unique2",
                                                                "_unsafe_index",
                                                                "_unsafe_view",
                                                                "_unwrap_optional",
                                                                "_version",
                                                                "_weight_norm"});
constexpr std::array helperStarts = std::to_array<std::string_view>(
    {"_cast_", "_scaled_dot_product_", "_upsample_bicubic2d_aa", "_upsample_bilinear2d_aa", "_upsample_nearest_exact"});

/// One number of the output from one number of each argument.
constexpr std::array elementwiseBackward = std::to_array<std::string_view>(
    {"elu_backward", "gelu_backward", "hardshrink_backward", "hardsigmoid_backward", "hardswish_backward",
     "hardtanh_backward", "leaky_relu_backward", "log_sigmoid_backward", "logit_backward", "mish_backward",
     "sigmoid_backward", "silu_backward", "softplus_backward", "softshrink_backward", "tanh_backward",
     "threshold_backward"});

template <class Names>
bool among(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

template <class Starts>
bool startsAmong(const Starts& starts, std::string_view name) {
  return std::any_of(starts.begin(), starts.end(), [&](std::string_view start) { return name.starts_with(start); });
}

bool contains(std::string_view name, std::string_view part) {
  return name.find(part) != std::string_view::npos;
}

}  // namespace

bool isKnownAten(std::string_view name) {
  if (contains(name, "backward")) return among(elementwiseBackward, name);
  if (name.starts_with("__")) return true;  // operators of Python: __and__, __getitem__
  if (name.starts_with('_')) return among(helpers, name) || startsAmong(helperStarts, name);
  return !among(refused, name) && !startsAmong(refusedStarts, name) && !contains(name, "sparse");
}

const char* uncheckedArgument(const torch::jit::Node& node) {
  if (node.kind() != c10::Symbol::fromQualString("aten::searchsorted")) return nullptr;
  const auto* schema = node.maybeSchema();
  if (schema == nullptr) return nullptr;
  const auto at = schema->argumentIndexWithName("sorter");
  const bool given = at && !node.input(static_cast<std::size_t>(*at))->mustBeNone();
  return given ? "sorter" : nullptr;
}

}  // namespace spindle

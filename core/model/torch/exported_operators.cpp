// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/exported_operators.h"

#include "core/model/torch/one_of.h"

#include <torch/csrc/jit/api/compilation_unit.h>
#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/frontend/resolver.h>
#include <torch/csrc/jit/runtime/operator.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

namespace spindle {
namespace {

/// Names are those of the operators, with the overload behind "__". Semantics as in PyTorch 2: rows of attention that
/// see nothing are zeros.
constexpr const char* source = R"python(
def _safe_softmax(self: Tensor, dim: int, dtype: Optional[int] = None) -> Tensor:
    hidden = self.eq(-float('inf')).all(dim, True)
    return torch.softmax(self, dim, dtype).masked_fill(hidden, 0.0)

def scaled_dot_product_attention(query: Tensor, key: Tensor, value: Tensor, attn_mask: Optional[Tensor] = None,
                                 dropout_p: float = 0.0, is_causal: bool = False, scale: Optional[float] = None,
                                 enable_gqa: bool = False) -> Tensor:
    if enable_gqa:
        key = key.repeat_interleave(query.size(-3) // key.size(-3), -3)
        value = value.repeat_interleave(query.size(-3) // value.size(-3), -3)
    factor = float(query.size(-1)) ** (-0.5)
    if scale is not None:
        factor = scale
    scores = torch.matmul(query, key.transpose(-2, -1)) * factor
    if is_causal:
        seen = torch.ones_like(scores, dtype=11).tril()
        scores = scores.masked_fill(seen.logical_not(), -float('inf'))
    if attn_mask is not None:
        if attn_mask.dtype == 11:
            scores = scores.masked_fill(attn_mask.logical_not(), -float('inf'))
        else:
            scores = scores + attn_mask
    hidden = scores.eq(-float('inf')).all(-1, True)
    weights = torch.softmax(scores, -1).masked_fill(hidden, 0.0)
    if dropout_p > 0.0:
        weights = torch.dropout(weights, dropout_p, True)
    return torch.matmul(weights, value)

def _scaled_dot_product_flash_attention_for_cpu(query: Tensor, key: Tensor, value: Tensor, dropout_p: float = 0.0,
                                                is_causal: bool = False, attn_mask: Optional[Tensor] = None,
                                                scale: Optional[float] = None) -> Tensor:
    return scaled_dot_product_attention(query, key, value, attn_mask, dropout_p, is_causal, scale, False)

def _scaled_dot_product_efficient_attention(query: Tensor, key: Tensor, value: Tensor, attn_bias: Optional[Tensor],
                                            compute_log_sumexp: bool, dropout_p: float = 0.0, is_causal: bool = False,
                                            scale: Optional[float] = None) -> Tensor:
    return scaled_dot_product_attention(query, key, value, attn_bias, dropout_p, is_causal, scale, False)

def convolution(input: Tensor, weight: Tensor, bias: Optional[Tensor], stride: List[int], padding: List[int],
                dilation: List[int], transposed: bool, output_padding: List[int], groups: int) -> Tensor:
    return torch._convolution(input, weight, bias, stride, padding, dilation, transposed, output_padding, groups,
                              False, False, True, False)

def native_layer_norm(input: Tensor, normalized_shape: List[int], weight: Optional[Tensor], bias: Optional[Tensor],
                      eps: float) -> Tensor:
    return torch.layer_norm(input, normalized_shape, weight, bias, eps)

def native_group_norm(input: Tensor, weight: Optional[Tensor], bias: Optional[Tensor], N: int, C: int, HxW: int,
                      group: int, eps: float) -> Tensor:
    return torch.group_norm(input, group, weight, bias, eps)

def _native_batch_norm_legit_no_training(input: Tensor, weight: Optional[Tensor], bias: Optional[Tensor],
                                         running_mean: Tensor, running_var: Tensor, momentum: float,
                                         eps: float) -> Tensor:
    return torch.batch_norm(input, weight, bias, running_mean, running_var, False, momentum, eps, False)

def max_pool2d_with_indices(self: Tensor, kernel_size: List[int], stride: List[int] = [], padding: List[int] = [0, 0],
                            dilation: List[int] = [1, 1], ceil_mode: bool = False) -> Tensor:
    return torch.max_pool2d(self, kernel_size, stride, padding, dilation, ceil_mode)

def rms_norm(input: Tensor, normalized_shape: List[int], weight: Optional[Tensor] = None,
             eps: Optional[float] = None) -> Tensor:
    dims = [-1 - i for i in range(len(normalized_shape))]
    small = 1.1920928955078125e-07
    if eps is not None:
        small = eps
    normed = input * torch.rsqrt(input.pow(2.0).mean(dims, True) + small)
    if weight is not None:
        normed = normed * weight
    return normed

def _prelu_kernel(self: Tensor, weight: Tensor) -> Tensor:
    return torch.where(self.gt(0), self, weight * self)

def squeeze__dims(self: Tensor, dim: List[int]) -> Tensor:
    sides: List[int] = []
    for i in range(self.dim()):
        dropped = self.size(i) == 1 and (i in dim or i - self.dim() in dim)
        if not dropped:
            sides.append(self.size(i))
    return self.reshape(sides)

def any__dims(self: Tensor, dim: Optional[List[int]] = None, keepdim: bool = False) -> Tensor:
    over: List[int] = []
    if dim is not None:
        over = dim
    return self.ne(0).to(6).amax(over, keepdim).ne(0)

def all__dims(self: Tensor, dim: Optional[List[int]] = None, keepdim: bool = False) -> Tensor:
    over: List[int] = []
    if dim is not None:
        over = dim
    return self.ne(0).to(6).amin(over, keepdim).ne(0)
)python";

/// These are rewritten whatever LibTorch has, so that they are known as the layers that they are.
constexpr std::array<std::string_view, 5> rewritten{"convolution", "native_layer_norm", "native_group_norm",
                                                    "_native_batch_norm_legit_no_training", "max_pool2d_with_indices"};

torch::jit::CompilationUnit& decompositions() {
  static const auto unit = [] {
    auto made = std::make_shared<torch::jit::CompilationUnit>();
    made->define({}, source, torch::jit::nativeResolver(), nullptr);
    return made;
  }();
  return *unit;
}

const c10::FunctionSchema* schemaOf(const std::string& base, const std::string& overload) {
  for (const auto& known : torch::jit::getAllOperatorsFor(c10::Symbol::fromQualString("aten::" + base))) {
    if (known->schema().overload_name() == overload) return &known->schema();
  }
  return nullptr;
}

}  // namespace

std::optional<AtenName> atenName(std::string_view target) {
  constexpr std::string_view start = "torch.ops.aten.";
  if (!target.starts_with(start)) return std::nullopt;
  target.remove_prefix(start.size());
  const auto dot = target.find('.');
  const auto isWord = [](std::string_view word) {
    return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    });
  };
  if (dot == std::string_view::npos || !isWord(target.substr(0, dot)) || !isWord(target.substr(dot + 1)))
    return std::nullopt;
  AtenName name{std::string(target.substr(0, dot)), std::string(target.substr(dot + 1))};
  if (name.overload == "default") name.overload.clear();
  static constexpr std::array<std::array<std::string_view, 4>, 4> same{{{"lift_fresh_copy", "", "clone", ""},
                                                                        {"_unsafe_index", "Tensor", "index", "Tensor"},
                                                                        {"sym_size", "int", "size", "int"},
                                                                        {"sym_numel", "", "numel", ""}}};
  for (const auto& [base, overload, otherBase, otherOverload] : same) {
    if (name.base == base && name.overload == overload)
      return AtenName{std::string(otherBase), std::string(otherOverload)};
  }
  return name;
}

std::optional<AtenDecomposition> decompositionOf(const AtenName& name) {
  const bool always = isOneOf(name.base, rewritten);
  if (!always && schemaOf(name.base, name.overload) != nullptr) return std::nullopt;
  auto* function = decompositions().find_function(
      c10::QualifiedName(name.overload.empty() ? name.base : name.base + "__" + name.overload));
  if (function == nullptr) return std::nullopt;
  return AtenDecomposition{&function->getSchema(), torch::jit::toGraphFunction(*function).graph().get()};
}

const c10::FunctionSchema* atenSchema(const AtenName& name) {
  return schemaOf(name.base, name.overload);
}

std::optional<c10::Symbol> sizeArithmetic(std::string_view target) {
  static constexpr std::array<std::pair<std::string_view, const char*>, 20> known{
      {{"_operator.mul", "aten::mul"},
       {"_operator.add", "aten::add"},
       {"_operator.sub", "aten::sub"},
       {"_operator.neg", "aten::neg"},
       {"_operator.floordiv", "aten::floordiv"},
       {"_operator.truediv", "aten::div"},
       {"_operator.mod", "aten::remainder"},
       {"_operator.pow", "aten::pow"},
       {"_operator.eq", "aten::eq"},
       {"_operator.ne", "aten::ne"},
       {"_operator.lt", "aten::lt"},
       {"_operator.le", "aten::le"},
       {"_operator.gt", "aten::gt"},
       {"_operator.ge", "aten::ge"},
       {"torch.sym_max", "prim::max"},
       {"torch.sym_min", "prim::min"},
       {"torch.sym_int", "aten::Int"},
       {"math.trunc", "aten::Int"},
       {"torch.sym_float", "aten::Float"},
       {"torch.sym_not", "aten::__not__"}}};
  const auto found = std::find_if(known.begin(), known.end(), [&](const auto& pair) { return pair.first == target; });
  if (found == known.end()) return std::nullopt;
  return c10::Symbol::fromQualString(found->second);
}

bool checksOnly(const AtenName& name) {
  constexpr std::array<std::string_view, 5> checks{"_assert_tensor_metadata", "_assert_async", "_assert_scalar",
                                                   "sym_constrain_range", "sym_constrain_range_for_size"};
  return isOneOf(name.base, checks);
}

bool passesOn(const AtenName& name) {
  constexpr std::array<std::string_view, 5> passing{"detach", "detach_", "alias", "lift", "lift_fresh"};
  return isOneOf(name.base, passing);
}

}  // namespace spindle

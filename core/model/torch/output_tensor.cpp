// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/output_tensor.h"

#include "core/base/text.h"
#include "core/base/user_error.h"

#include <algorithm>
#include <vector>

namespace spindle {
namespace {

struct Element {
  std::string name;        ///< a number from 0, or the key
  bool named = false;      ///< by a key
  std::int64_t width = 0;  ///< numbers for each input; 0: not one row for each
  bool flat = false;       ///< not a map or a sequence
};

void add(std::vector<Element>& list, const std::string& name, bool named, const c10::IValue& value, std::int64_t rows) {
  Element element{name, named};
  if (value.isTensor() && value.toTensor().defined()) {
    const auto& tensor = value.toTensor();
    if (tensor.dim() > 0 && tensor.size(0) == rows) {
      element.width = tensor.numel() / rows;
      element.flat = tensor.dim() <= 2;
    }
  }
  list.push_back(element);
}

std::vector<Element> elementsOf(const c10::IValue& value, std::int64_t rows) {
  std::vector<Element> list;
  if (value.isGenericDict()) {
    for (const auto& entry : value.toGenericDict())
      add(list, entry.key().isString() ? entry.key().toStringRef() : std::to_string(list.size()), true, entry.value(),
          rows);
  } else if (value.isTuple()) {
    for (const auto& element : value.toTupleRef().elements())
      add(list, std::to_string(list.size()), false, element, rows);
  } else if (value.isTensorList()) {
    for (const at::Tensor& tensor : value.toTensorVector()) add(list, std::to_string(list.size()), false, tensor, rows);
  } else if (value.isList()) {
    for (const auto& element : value.toListRef()) add(list, std::to_string(list.size()), false, element, rows);
  }
  return list;
}

std::string text(const Element& element) {
  return (element.named ? "\"" + element.name + "\"" : element.name) + ": " +
         (element.width == 0 ? "no row for each input" : std::to_string(element.width) + " numbers per input");
}

std::string listedElements(const std::vector<Element>& elements) {
  std::vector<std::string> items;
  for (const auto& element : elements) items.push_back(text(element));
  return listed(items, 6);
}

using Places = std::vector<std::size_t>;

template <typename Wanted>
Places placesWhere(const std::vector<Element>& elements, Wanted wanted) {
  Places places;
  for (std::size_t i = 0; i < elements.size(); ++i)
    if (wanted(elements[i])) places.push_back(i);
  return places;
}

}  // namespace

bool returnsOneTensor(const torch::jit::Graph& graph) {
  const auto kind = graph.outputs().at(0)->type()->kind();
  return kind != c10::TypeKind::TupleType && kind != c10::TypeKind::ListType && kind != c10::TypeKind::DictType;
}

ChosenOutput chosenOutput(const Runnable& network, const c10::IValue& returned, std::int64_t rows,
                          const NetworkOptions& options, const std::filesystem::path& file) {
  const auto elements = elementsOf(returned, rows);
  const auto start = "The network in " + file.string() + " returns " + std::to_string(elements.size()) + " tensors (" +
                     listedElements(elements) + ")";
  const auto take = [&](std::size_t at, const std::string& why) -> ChosenOutput {
    const bool alone = elements.size() == 1 || why.empty();
    return {network.withOutput(at, elements[at].name),
            alone ? std::string()
                  : start + ", of which " + (elements[at].named ? "\"" + elements[at].name + "\"" : elements[at].name) +
                        " is used as its output, " + why + " (\"output_tensor\" in run.json)."};
  };
  if (!options.outputTensor.empty()) {
    const auto named = placesWhere(elements, [&](const Element& e) { return e.name == options.outputTensor; });
    if (named.empty())
      throw UserError(start + ", but \"output_tensor\" in run.json is \"" + options.outputTensor + "\"; correct it.");
    return take(named.front(), {});
  }
  if (const auto logits = placesWhere(elements, [](const Element& e) { return e.name == "logits"; }); !logits.empty())
    return take(logits.front(), "by its name");
  auto possible = placesWhere(elements, [](const Element& e) { return e.width > 0 && e.flat; });
  if (possible.empty()) possible = placesWhere(elements, [](const Element& e) { return e.width > 0; });
  if (possible.empty()) return {network, {}};  // refused where it is evaluated
  if (possible.size() == 1) return take(possible.front(), "the only one with a row of numbers for each input");
  const auto width = [&](std::size_t place) { return elements[place].width; };
  const auto classes = static_cast<std::int64_t>(options.classes);
  const auto fitting = placesWhere(elements, [&](const Element& e) { return classes > 1 && e.width == classes; });
  if (fitting.size() == 1) return take(fitting.front(), "as it is as wide as the labels have classes");
  if (std::all_of(possible.begin(), possible.end(), [&](auto p) { return width(p) == width(possible.front()); }))
    return take(possible.front(), "the first of equal ones");
  throw UserError(start +
                  ", and which of them are its outputs is unknown; say so with \"output_tensor\" in run.json (" +
                  (elements.front().named ? "a name" : "a number from 0") + ").");
}

}  // namespace spindle

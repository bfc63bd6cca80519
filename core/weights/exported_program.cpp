// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/exported_program.h"

#include "core/base/json_text.h"
#include "core/base/text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace spindle {
namespace {

using Json = nlohmann::json;
using Kind = ExportedArgument::Kind;

constexpr std::size_t mostKeys = 1'000'000;
constexpr std::size_t mostNodes = 100'000;
constexpr std::int64_t newestSchema = 8;

std::int64_t integerOf(const Json& value) {
  if (value.is_number_unsigned() && value.get<std::uint64_t>() >> 63 != 0)
    return std::numeric_limits<std::int64_t>::max();
  if (!value.is_number_integer()) throw Json::type_error::create(302, "a whole number was expected", nullptr);
  return value.get<std::int64_t>();
}

/// Python's infinities are words here.
double numberOf(const Json& value) {
  if (!value.is_string()) return value.get<double>();
  const auto word = value.get<std::string>();
  if (word == "NaN") return std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  if (word == "Infinity" || word == "-Infinity") return word[0] == '-' ? -infinity : infinity;
  throw Json::type_error::create(302, "a number was expected", nullptr);
}

/// One of several fields: {"as_int": 3}.
std::pair<std::string, const Json*> chosenOf(const Json& value) {
  if (!value.is_object() || value.size() != 1) throw Json::type_error::create(302, "one field was expected", nullptr);
  return {value.begin().key(), &value.begin().value()};
}

class ProgramReader {
 public:
  ExportedProgram program(const Json& json) {
    const Json& module = json.at("graph_module");
    const Json& graph = module.at("graph");
    ExportedProgram read;
    read.graph = graphOf(graph);
    where = "the signature";
    const Json& signature = module.at("signature");
    for (const Json& spec : signature.at("input_specs")) read.inputs.push_back(inputOf(spec, graph));
    for (const Json& spec : signature.at("output_specs")) {
      const auto [word, field] = chosenOf(spec);
      if (word != "user_output") continue;  // what is written back into buffers concerns no output
      const auto output = argumentOf({}, field->at("arg"));
      if (output.kind == Kind::tensor) read.outputs.push_back(output.values.front());
    }
    read.outputNames = namesOf(module, read.outputs.size());
    return read;
  }

  std::string where = "its beginning";

 private:
  ExportedArgument argumentOf(std::string name, const Json& value) {
    ExportedArgument read;
    read.name = std::move(name);
    const auto [word, field] = chosenOf(value);
    // A value by its name, or a constant beside named ones.
    const auto symbol = [&read](const Json& item, const char* constant, auto take) {
      const auto [which, content] = chosenOf(item);
      if (which == "as_name") return read.values.push_back(content->get<std::string>());
      if (which != constant) throw Json::type_error::create(302, "as_name was expected", nullptr);
      take(*content);
      read.values.emplace_back();
    };
    const auto integer = [&read](const Json& item) { read.integers.push_back(integerOf(item)); };
    const auto number = [&read](const Json& item) { read.numbers.push_back(numberOf(item)); };
    const auto boolean = [&read](const Json& item) { read.integers.push_back(item.get<bool>() ? 1 : 0); };
    const auto tensor = [&read](const Json& item) { read.values.push_back(item.at("name").get<std::string>()); };
    const auto optionalTensor = [&](const Json& item) {
      const auto [which, content] = chosenOf(item);
      which == "as_tensor" ? tensor(*content) : static_cast<void>(read.values.emplace_back());
    };
    const auto is = [&, w = std::string_view(word)](const char* wanted, Kind kind) {
      if (w != wanted) return false;
      read.kind = kind;
      return true;
    };
    const auto each = [&field = *field](auto take) {
      if (!field.is_array()) throw Json::type_error::create(302, "a list was expected", nullptr);
      for (const Json& item : field) take(item);
    };
    if (is("as_none", Kind::none)) return read;
    if (is("as_tensor", Kind::tensor)) return tensor(*field), read;
    if (is("as_tensors", Kind::tensors)) return each(tensor), read;
    if (is("as_optional_tensors", Kind::tensors)) return each(optionalTensor), read;
    if (is("as_optional_tensor", Kind::tensor)) {
      optionalTensor(*field);
      if (read.values.front().empty()) read = {std::move(read.name), Kind::none, {}, {}, {}, {}, {}};
      return read;
    }
    if (is("as_int", Kind::integer)) return integer(*field), read;
    if (is("as_ints", Kind::integers)) return each(integer), read;
    if (is("as_float", Kind::number)) return number(*field), read;
    if (is("as_floats", Kind::numbers)) return each(number), read;
    if (is("as_bool", Kind::boolean)) return boolean(*field), read;
    if (is("as_bools", Kind::booleans)) return each(boolean), read;
    if (is("as_string", Kind::text)) return read.text = field->get<std::string>(), read;
    if (is("as_scalar_type", Kind::scalarType) || is("as_layout", Kind::layout) ||
        is("as_memory_format", Kind::memoryFormat))
      return integer(*field), read;
    if (is("as_device", Kind::device)) return read;
    const auto one = [&] {
      if (read.values.front().empty()) read.values.clear();
    };
    if (is("as_sym_int", Kind::integer)) return symbol(*field, "as_int", integer), one(), read;
    if (is("as_sym_float", Kind::number)) return symbol(*field, "as_float", number), one(), read;
    if (is("as_sym_bool", Kind::boolean)) return symbol(*field, "as_bool", boolean), one(), read;
    if (is("as_sym_ints", Kind::integers)) {
      each([&](const Json& item) {
        symbol(item, "as_int", integer);
        read.integers.resize(read.values.size());
      });
      return read;
    }
    if (is("as_graph", Kind::graph)) {
      read.graph = std::make_shared<const ExportedGraph>(graphOf(field->at("graph")));
      return read;
    }
    read.kind = Kind::other;
    read.text = word;
    return read;
  }

  static std::string sizeText(const Json& size) {
    const auto [word, field] = chosenOf(size);
    return word == "as_int" ? std::to_string(integerOf(*field)) : field->at("expr_str").get<std::string>();
  }

  std::vector<ExportedArgument> argumentsOf(const Json& list) {
    std::vector<ExportedArgument> read;
    for (const Json& item : list) read.push_back(argumentOf({}, item));
    return read;
  }

  ExportedGraph graphOf(const Json& json) {
    ExportedGraph graph;
    graph.inputs = argumentsOf(json.at("inputs"));
    graph.outputs = argumentsOf(json.at("outputs"));
    for (const auto& [name, meta] : json.at("tensor_values").items()) {
      auto& sizes = graph.sizes[name];
      for (const Json& size : meta.at("sizes")) sizes.push_back(sizeText(size));
    }
    for (const auto& [name, value] : json.at("sym_int_values").items()) graph.expressions[name] = sizeText(value);
    for (const Json& item : json.at("nodes")) {
      if (++nodes_ > mostNodes) throw Json::other_error::create(500, "there are too many nodes", nullptr);
      ExportedNode node;
      where = "operation " + std::to_string(nodes_);
      node.target = printable(item.at("target").get<std::string>());
      where += " (" + node.target.substr(0, 100) + ")";
      for (const Json& input : item.at("inputs"))
        node.inputs.push_back(argumentOf(input.at("name").get<std::string>(), input.at("arg")));
      node.outputs = argumentsOf(item.at("outputs"));
      graph.nodes.push_back(std::move(node));
    }
    return graph;
  }

  ExportedInput inputOf(const Json& spec, const Json& graph) {
    const auto [word, field] = chosenOf(spec);
    ExportedInput input;
    if (word == "user_input") {
      const auto argument = argumentOf({}, field->at("arg"));
      if (argument.kind != Kind::tensor) return input.kind = ExportedInput::Kind::nothing, input;
      input.kind = ExportedInput::Kind::data;
      input.value = argument.values.front();
      for (const Json& size : graph.at("tensor_values").at(input.value).at("sizes")) {
        const auto [which, content] = chosenOf(size);
        input.shape.push_back(which == "as_int" ? integerOf(*content) : -1);
      }
      return input;
    }
    if (word == "constant_input") return input.kind = ExportedInput::Kind::nothing, input;
    static constexpr std::array<std::pair<std::string_view, ExportedInput::Kind>, 3> kinds{
        {{"parameter", ExportedInput::Kind::parameter},
         {"buffer", ExportedInput::Kind::buffer},
         {"tensor_constant", ExportedInput::Kind::constant}}};
    input.value = field->at("arg").at("name").get<std::string>();
    input.target = word;
    for (const auto& [name, kind] : kinds) {
      if (word != name) continue;
      input.kind = kind;
      input.target = field->at(word + "_name").get<std::string>();
    }
    // Before schema 5 all buffers were saved.
    if (word == "buffer") input.saved = field->value("persistent", true);
    return input;
  }

  /// Keys of the dictionary (or of the output class of transformers) that the network returns; JSON inside of JSON.
  static std::vector<std::string> namesOf(const Json& module, std::size_t outputs) {
    const Json& calls = module.at("module_call_graph");
    if (outputs < 2 || calls.empty() || !calls.at(0).value("signature", Json()).is_object()) return {};
    const auto parsed = [](const Json& text) {
      const auto& word = text.get_ref<const std::string&>();
      return jsonProblem(word).empty() ? Json::parse(word, nullptr, false) : Json();
    };
    const Json spec = parsed(calls.at(0).at("signature").at("out_spec"));
    if (!spec.is_array() || spec.size() != 2 || !spec[1].is_object()) return {};
    const Json& context = spec[1].at("context");
    const Json keys = context.is_string() ? parsed(context) : Json();
    if (!keys.is_array() || keys.size() != outputs) return {};
    std::vector<std::string> names;
    for (const Json& key : keys) {
      if (!key.is_string()) return {};
      names.push_back(key.get<std::string>());
    }
    return names;
  }

  std::size_t nodes_ = 0;
};

/// Older versions write infinities as Python does, which is no JSON; newer ones as text.
std::string withQuotedInfinities(std::string_view json) {
  constexpr std::array<std::string_view, 3> words{"-Infinity", "Infinity", "NaN"};
  std::string text;
  text.reserve(json.size());
  bool quoted = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const auto* word = std::find_if(words.begin(), words.end(), [&](auto w) { return json.substr(i).starts_with(w); });
    if (!quoted && word != words.end()) {
      text += '"' + std::string(*word) + '"';
      i += word->size() - 1;
      continue;
    }
    text += json[i];
    if (json[i] == '"') quoted = !quoted;
    if (json[i] == '\\' && i + 1 < json.size()) text += json[++i];
  }
  return text;
}

}  // namespace

ExportedProgram readExportedProgram(std::string_view json, const ByteSource& source) {
  const auto problem = jsonProblem(json, mostKeys);
  if (!problem.empty()) source.refuse("its program " + problem + "; export it again.");
  // Traces of the Python code are most of the text.
  const auto withoutMetadata = [](int /*depth*/, Json::parse_event_t event, Json& value) {
    return event != Json::parse_event_t::key || value != "metadata";
  };
  const Json parsed = Json::parse(withQuotedInfinities(json), withoutMetadata, false);
  if (!parsed.is_object()) source.refuse("its program is not valid JSON; copy it again.");
  ProgramReader reader;
  try {
    const Json& version = parsed.at("schema_version");
    const auto schema = integerOf(version.at("major"));
    if (schema > newestSchema)
      source.refuse("was written by a torch.export that is newer than those known here (schema " +
                    std::to_string(schema) + ", not " + std::to_string(newestSchema) +
                    "); export it as TorchScript, or with an older PyTorch.");
    return reader.program(parsed);
  } catch (const Json::exception&) {
    source.refuse("its program is not of the form that torch.export writes, at " + reader.where +
                  "; export it again with torch.export.save.");
  }
}

}  // namespace spindle

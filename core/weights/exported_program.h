// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/byte_source.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace spindle {

struct ExportedGraph;

/// What a node takes or gives: values by name, constants, or a graph of its own.
struct ExportedArgument {
  enum class Kind {
    none,
    tensor,
    tensors,
    integer,
    integers,
    number,
    numbers,
    boolean,
    booleans,
    text,
    scalarType,    ///< as the files number them: see exportedTypes
    memoryFormat,  ///< 1 contiguous, 2 channels last, 3 the same in 3D, 4 preserve
    layout,        ///< 7 strided
    device,
    graph,
    other,  ///< of a kind that is not read; `text` is its word in the file
  };
  std::string name;  ///< in the operator's schema
  Kind kind = Kind::none;
  std::vector<std::string> values;  ///< empty: all constant; an element "" of a list: constant, or no tensor
  std::vector<std::int64_t> integers;
  std::vector<double> numbers;
  std::string text;
  std::shared_ptr<const ExportedGraph> graph;
};

struct ExportedNode {
  std::string target;  ///< "torch.ops.aten.conv2d.default"
  std::vector<ExportedArgument> inputs, outputs;
};

/// Nodes in the order in which they run; each value has one name.
struct ExportedGraph {
  std::vector<ExportedArgument> inputs, outputs;
  std::vector<ExportedNode> nodes;
  std::map<std::string, std::vector<std::string>> sizes;  ///< of tensors: numbers, or expressions of open sizes
  std::map<std::string, std::string> expressions;         ///< of values that are sizes
};

/// What an input of the graph is.
struct ExportedInput {
  enum class Kind { data, parameter, buffer, constant, nothing, other };
  Kind kind = Kind::other;
  std::string value;                ///< name in the graph
  std::string target;               ///< of weights: name in the state dict; of `other`: its word in the file
  bool saved = true;                ///< of buffers: part of the state dict
  std::vector<std::int64_t> shape;  ///< of data; -1: any
};

/// A program of torch.export: one graph, what its inputs are, and which of its values are the network's outputs.
struct ExportedProgram {
  ExportedGraph graph;
  std::vector<ExportedInput> inputs;
  std::vector<std::string> outputs;      ///< names of values
  std::vector<std::string> outputNames;  ///< their keys, where the network returns a dictionary; else empty
};

/// Reads the JSON text of a program (schema 5 to 8, PyTorch 2.3 and newer). Sizes and nesting are bounded before it is
/// parsed. Throws UserError that names the place.
[[nodiscard]] ExportedProgram readExportedProgram(std::string_view json, const ByteSource& source);

}  // namespace spindle

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/checkpoints/compiled_pattern.h"

#include "core/run/checkpoints/pattern_search.h"
#include "core/run/checkpoints/pattern_tree.h"

#include <utility>

namespace spindle {
namespace {

using Kind = PatternInstruction::Kind;

constexpr std::size_t mostPlaces = 2000;

/// Writes the program of a pattern's parts.
class PatternWriter {
 public:
  PatternProgram program;

  void write(const PatternNode& part) {
    // Parts that match nothing write nothing, and repeats of them would be followed without end.
    if (++visited_ > 10 * mostPlaces) throw PatternProblem{"it repeats too much"};
    switch (part.kind) {
      case PatternNode::Kind::empty:
        return;
      case PatternNode::Kind::set:
        program[add(Kind::set)].set = part.set;
        return;
      case PatternNode::Kind::assertion:
        add(part.assertion);
        return;
      case PatternNode::Kind::sequence:
        for (const auto& below : part.parts) write(*below);
        return;
      case PatternNode::Kind::choice:
        return writeChoice(part);
      case PatternNode::Kind::group:
        if (part.group == 1) add(Kind::save, 0);
        write(*part.parts.front());
        if (part.group == 1) add(Kind::save, 1);
        return;
      case PatternNode::Kind::repeat:
        return writeRepeat(part);
    }
  }

  std::size_t add(Kind kind, std::size_t first = 0, std::size_t second = 0) {
    if (program.size() >= mostPlaces) throw PatternProblem{"it repeats too much"};
    program.push_back({kind, first, second, {}});
    return program.size() - 1;
  }

 private:
  void writeChoice(const PatternNode& part) {
    std::vector<std::size_t> leave;
    for (std::size_t i = 0; i < part.parts.size(); ++i) {
      if (i + 1 == part.parts.size()) {
        write(*part.parts[i]);
        break;
      }
      const auto split = add(Kind::split);
      program[split].first = program.size();
      write(*part.parts[i]);
      leave.push_back(add(Kind::jump));
      program[split].second = program.size();
    }
    for (const auto jump : leave) program[jump].first = program.size();
  }

  void direct(std::size_t split, std::size_t in, std::size_t out, bool greedy) {
    program[split].first = greedy ? in : out;
    program[split].second = greedy ? out : in;
  }

  void writeRepeat(const PatternNode& part) {
    for (std::size_t i = 0; i < part.least; ++i) write(*part.parts.front());
    if (part.most == withoutEnd) {
      const auto split = add(Kind::split);
      write(*part.parts.front());
      add(Kind::jump, split);
      direct(split, split + 1, program.size(), part.greedy);
      return;
    }
    std::vector<std::size_t> splits;
    for (auto i = part.least; i < part.most; ++i) {
      splits.push_back(add(Kind::split));
      write(*part.parts.front());
    }
    for (const auto split : splits) direct(split, split + 1, program.size(), part.greedy);
  }

  std::size_t visited_ = 0;
};

}  // namespace

CompiledPattern::CompiledPattern(std::string_view pattern) {
  try {
    const PatternTree tree = parsePattern(pattern);
    groups_ = tree.groups;
    PatternWriter writer;
    if (groups_ == 0) writer.add(Kind::save, 0);
    writer.write(*tree.root);
    if (groups_ == 0) writer.add(Kind::save, 1);
    writer.add(Kind::match);
    program_ = std::move(writer.program);
  } catch (const PatternProblem& problem) {
    problem_ = problem.text;
  }
}

std::optional<std::string_view> CompiledPattern::find(std::string_view text) const {
  if (program_.empty()) return std::nullopt;
  const auto found = searchPattern(program_, text);
  if (!found || (*found)[1] == noPlace || (*found)[0] == noPlace || (*found)[1] < (*found)[0]) return std::nullopt;
  return text.substr((*found)[0], (*found)[1] - (*found)[0]);
}

}  // namespace spindle

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/checkpoints/pattern_search.h"

#include <utility>

namespace spindle {
namespace {

using Kind = PatternInstruction::Kind;

/// All places where the search stands at once, best first, each with what its group holds (Thompson, Pike).
class PatternSearch {
 public:
  PatternSearch(const PatternProgram& program, std::string_view text)
      : program_(program), text_(text), seen_(program.size(), noPlace) {}

  /// Start and end of the first group; the whole match where the program saves nothing else.
  std::optional<std::array<std::size_t, 2>> run() {
    std::optional<std::array<std::size_t, 2>> found;
    std::vector<Thread> now, later;
    for (std::size_t at = 0; at <= text_.size(); ++at) {
      if (!found) follow(now, 0, {noPlace, noPlace}, at);
      if (found && now.empty()) break;
      later.clear();
      ++round_;
      for (const auto& thread : now) {
        const auto& instruction = program_[thread.place];
        if (instruction.kind == Kind::match) {
          found = thread.saved;
          break;  // what stands behind is worse
        }
        if (at < text_.size() && instruction.set.test(byteOf(text_[at]))) {
          follow(later, thread.place + 1, thread.saved, at + 1);
        }
      }
      std::swap(now, later);
    }
    return found;
  }

 private:
  struct Thread {
    std::size_t place;
    std::array<std::size_t, 2> saved;
  };

  /// Adds the places that can be reached from `place` without a byte.
  void follow(std::vector<Thread>& threads, std::size_t place, std::array<std::size_t, 2> saved, std::size_t at) {
    open_.push_back({place, saved});
    while (!open_.empty()) {
      auto thread = open_.back();
      open_.pop_back();
      if (seen_[thread.place] == round_) continue;
      seen_[thread.place] = round_;
      const auto& instruction = program_[thread.place];
      const auto go = [&](std::size_t to) { open_.push_back({to, thread.saved}); };
      switch (instruction.kind) {
        case Kind::set:
        case Kind::match:
          threads.push_back(thread);
          break;
        case Kind::split:
          go(instruction.second);
          go(instruction.first);
          break;
        case Kind::jump:
          go(instruction.first);
          break;
        case Kind::save:
          thread.saved[instruction.first] = at;
          go(thread.place + 1);
          break;
        case Kind::start:
          if (at == 0) go(thread.place + 1);
          break;
        case Kind::end:
          if (at == text_.size()) go(thread.place + 1);
          break;
        case Kind::border:
        case Kind::noBorder:
          if (border(at) == (instruction.kind == Kind::border)) go(thread.place + 1);
          break;
      }
    }
  }

  [[nodiscard]] bool border(std::size_t at) const {
    static const PatternBytes word = wordBytes();
    const bool before = at > 0 && word.test(byteOf(text_[at - 1]));
    return before != (at < text_.size() && word.test(byteOf(text_[at])));
  }

  const PatternProgram& program_;
  std::string_view text_;
  std::vector<std::size_t> seen_;
  std::size_t round_ = 0;
  std::vector<Thread> open_;
};

}  // namespace

std::optional<std::array<std::size_t, 2>> searchPattern(const PatternProgram& program, std::string_view text) {
  return PatternSearch(program, text).run();
}

}  // namespace spindle

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/checkpoints/compiled_pattern.h"

#include <algorithm>
#include <array>
#include <limits>
#include <memory>
#include <utility>

namespace spindle {
namespace {

using Bytes = std::bitset<256>;
using Instruction = CompiledPattern::Instruction;
using Kind = Instruction::Kind;

constexpr std::size_t longest = 1000, mostPlaces = 2000, mostRepeats = 255;
constexpr int deepest = 50;
constexpr std::size_t noPlace = std::numeric_limits<std::size_t>::max();

struct Problem {
  std::string text;
};

std::size_t byteOf(char c) {
  return static_cast<unsigned char>(c);
}

Bytes range(char first, char last) {
  Bytes set;
  for (auto c = byteOf(first); c <= byteOf(last); ++c) set.set(c);
  return set;
}

Bytes wordBytes() {
  return range('a', 'z') | range('A', 'Z') | range('0', '9') | range('_', '_');
}

Bytes spaceBytes() {
  return range('\t', '\r') | range(' ', ' ');
}

/// A part of the pattern. `set` for one byte, otherwise the parts below it.
struct Node {
  enum class Kind { empty, set, assertion, sequence, choice, repeat, group } kind = Kind::empty;
  Bytes set = {};
  Instruction::Kind assertion = Instruction::Kind::start;
  std::vector<std::unique_ptr<Node>> parts = {};
  std::size_t least = 0, most = 0, group = 0;
  bool greedy = true;
};
using NodePointer = std::unique_ptr<Node>;

NodePointer node(Node::Kind kind) {
  auto made = std::make_unique<Node>();
  made->kind = kind;
  return made;
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  NodePointer parse() {
    if (text_.size() > longest) throw Problem{"it has more than 1000 characters"};
    auto all = choice(0);
    if (!atEnd()) throw Problem{"there is an unmatched )"};
    return all;
  }

  [[nodiscard]] std::size_t groups() const { return groups_; }

 private:
  [[nodiscard]] bool atEnd() const { return at_ == text_.size(); }
  [[nodiscard]] bool next(char c) const { return !atEnd() && text_[at_] == c; }
  bool take(char c) {
    if (!next(c)) return false;
    ++at_;
    return true;
  }

  NodePointer choice(int depth) {
    if (depth > deepest) throw Problem{"its groups are more than 50 deep"};
    auto all = node(Node::Kind::choice);
    do {
      all->parts.push_back(sequence(depth));
    } while (take('|'));
    return all->parts.size() == 1 ? std::move(all->parts.front()) : std::move(all);
  }

  NodePointer sequence(int depth) {
    auto all = node(Node::Kind::sequence);
    while (!atEnd() && !next('|') && !next(')')) all->parts.push_back(repeated(atom(depth)));
    return all;
  }

  NodePointer atom(int depth) {
    const char c = text_[at_++];
    const auto assertion = [](Kind kind) {
      auto made = node(Node::Kind::assertion);
      made->assertion = kind;
      return made;
    };
    if (c == '^') return assertion(Kind::start);
    if (c == '$') return assertion(Kind::end);
    if (c == '\\' && next('b')) return ++at_, assertion(Kind::border);
    if (c == '\\' && next('B')) return ++at_, assertion(Kind::noBorder);
    if (c == '(') return group(depth);
    if (c == '*' || c == '+' || c == '?' || c == '{')
      throw Problem{std::string("there is nothing to repeat before ") + c};
    auto one = node(Node::Kind::set);
    one->set = c == '.'    ? ~(range('\n', '\n') | range('\r', '\r'))
               : c == '['  ? bracket()
               : c == '\\' ? escape()
                           : range(c, c);
    return one;
  }

  NodePointer group(int depth) {
    auto made = node(Node::Kind::group);
    if (take('?')) {
      if (!take(':')) throw Problem{"look-ahead and other groups that begin with (? are not supported"};
    } else {
      made->group = ++groups_;
    }
    made->parts.push_back(choice(depth + 1));
    if (!take(')')) throw Problem{"a group is not closed"};
    return made;
  }

  NodePointer repeated(NodePointer part) {
    std::size_t least = 0, most = noPlace;
    if (take('*')) {
    } else if (take('+')) {
      least = 1;
    } else if (take('?')) {
      most = 1;
    } else if (take('{')) {
      least = count();
      most = !take(',') ? least : next('}') ? noPlace : count();
      if (!take('}') || most < least) throw Problem{"a { does not begin a repeat such as {2,4}"};
    } else {
      return part;
    }
    if (part->kind == Node::Kind::assertion) throw Problem{"there is nothing to repeat before a repeat"};
    auto made = node(Node::Kind::repeat);
    made->least = least;
    made->most = most;
    made->greedy = !take('?');
    if (next('*') || next('+') || next('?') || next('{')) throw Problem{"two repeats follow each other"};
    made->parts.push_back(std::move(part));
    return made;
  }

  std::size_t count() {
    const auto digits = at_;
    std::size_t number = 0;
    for (; !atEnd() && text_[at_] >= '0' && text_[at_] <= '9'; ++at_) {
      number = std::min<std::size_t>(number * 10 + static_cast<std::size_t>(text_[at_] - '0'), mostRepeats + 1);
    }
    if (digits == at_) throw Problem{"a { does not begin a repeat such as {2,4}"};
    if (number > mostRepeats) throw Problem{"it repeats a part more than 255 times"};
    return number;
  }

  /// What stands behind a backslash.
  Bytes escape() {
    if (atEnd()) throw Problem{"it ends with a backslash"};
    const char c = text_[at_++];
    switch (c) {
      case 'd':
        return range('0', '9');
      case 'D':
        return ~range('0', '9');
      case 'w':
        return wordBytes();
      case 'W':
        return ~wordBytes();
      case 's':
        return spaceBytes();
      case 'S':
        return ~spaceBytes();
      case 't':
        return range('\t', '\t');
      case 'n':
        return range('\n', '\n');
      case 'r':
        return range('\r', '\r');
      case 'f':
        return range('\f', '\f');
      case 'v':
        return range('\v', '\v');
      default:
        break;
    }
    if (c >= '1' && c <= '9') throw Problem{"back references such as \\1 are not supported"};
    if (wordBytes().test(byteOf(c))) throw Problem{std::string("\\") + c + " is not supported"};
    return range(c, c);
  }

  Bytes bracket() {
    Bytes set;
    const bool negated = take('^');
    while (!take(']')) {
      if (atEnd()) throw Problem{"a [ is not closed"};
      if (text_.substr(at_).starts_with("[:")) {
        set |= named();
        continue;
      }
      const auto low = single();
      if (low.count() == 1 && next('-') && at_ + 1 < text_.size() && text_[at_ + 1] != ']') {
        ++at_;
        const auto high = single();
        const auto from = first(low), to = first(high);
        if (high.count() != 1 || to < from) throw Problem{"a range in [ ] runs backwards"};
        for (auto c = from; c <= to; ++c) set.set(c);
      } else {
        set |= low;
      }
    }
    return negated ? ~set : set;
  }

  Bytes single() {
    const char c = text_[at_++];
    return c == '\\' ? escape() : range(c, c);
  }

  static std::size_t first(const Bytes& set) {
    std::size_t c = 0;
    while (c < 255 && !set.test(c)) ++c;
    return c;
  }

  /// "[:digit:]" and its like.
  Bytes named() {
    const std::array<std::pair<std::string_view, Bytes>, 8> names = {
        {{"[:digit:]", range('0', '9')},
         {"[:alpha:]", range('a', 'z') | range('A', 'Z')},
         {"[:alnum:]", range('a', 'z') | range('A', 'Z') | range('0', '9')},
         {"[:lower:]", range('a', 'z')},
         {"[:upper:]", range('A', 'Z')},
         {"[:xdigit:]", range('a', 'f') | range('A', 'F') | range('0', '9')},
         {"[:space:]", spaceBytes()},
         {"[:punct:]", range('!', '/') | range(':', '@') | range('[', '`') | range('{', '~')}}};
    for (const auto& [name, set] : names) {
      if (!text_.substr(at_).starts_with(name)) continue;
      at_ += name.size();
      return set;
    }
    throw Problem{"classes such as [:digit:] are not supported"};
  }

  std::string_view text_;
  std::size_t at_ = 0, groups_ = 0;
};

class Writer {
 public:
  std::vector<Instruction> program;

  void write(const Node& part) {
    // Parts that match nothing write nothing, and repeats of them would be followed without end.
    if (++visited_ > 10 * mostPlaces) throw Problem{"it repeats too much"};
    switch (part.kind) {
      case Node::Kind::empty:
        return;
      case Node::Kind::set:
        program[add(Kind::set)].set = part.set;
        return;
      case Node::Kind::assertion:
        add(part.assertion);
        return;
      case Node::Kind::sequence:
        for (const auto& below : part.parts) write(*below);
        return;
      case Node::Kind::choice:
        return writeChoice(part);
      case Node::Kind::group:
        if (part.group == 1) add(Kind::save, 0);
        write(*part.parts.front());
        if (part.group == 1) add(Kind::save, 1);
        return;
      case Node::Kind::repeat:
        return writeRepeat(part);
    }
  }

  std::size_t add(Kind kind, std::size_t first = 0, std::size_t second = 0) {
    if (program.size() >= mostPlaces) throw Problem{"it repeats too much"};
    program.push_back({kind, first, second, {}});
    return program.size() - 1;
  }

 private:
  void writeChoice(const Node& part) {
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

  void writeRepeat(const Node& part) {
    for (std::size_t i = 0; i < part.least; ++i) write(*part.parts.front());
    if (part.most == noPlace) {
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

/// All places where the search stands at once, best first, each with what its group holds (Thompson, Pike).
class Search {
 public:
  Search(const std::vector<Instruction>& program, std::string_view text)
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
    static const Bytes word = wordBytes();
    const bool before = at > 0 && word.test(byteOf(text_[at - 1]));
    return before != (at < text_.size() && word.test(byteOf(text_[at])));
  }

  const std::vector<Instruction>& program_;
  std::string_view text_;
  std::vector<std::size_t> seen_;
  std::size_t round_ = 0;
  std::vector<Thread> open_;
};

}  // namespace

CompiledPattern::CompiledPattern(std::string_view pattern) {
  try {
    Parser parser(pattern);
    const auto tree = parser.parse();
    groups_ = parser.groups();
    Writer writer;
    if (groups_ == 0) writer.add(Kind::save, 0);
    writer.write(*tree);
    if (groups_ == 0) writer.add(Kind::save, 1);
    writer.add(Kind::match);
    program_ = std::move(writer.program);
  } catch (const Problem& problem) {
    problem_ = problem.text;
  }
}

std::optional<std::string_view> CompiledPattern::find(std::string_view text) const {
  if (program_.empty()) return std::nullopt;
  const auto found = Search(program_, text).run();
  if (!found || (*found)[1] == noPlace || (*found)[0] == noPlace || (*found)[1] < (*found)[0]) return std::nullopt;
  return text.substr((*found)[0], (*found)[1] - (*found)[0]);
}

}  // namespace spindle

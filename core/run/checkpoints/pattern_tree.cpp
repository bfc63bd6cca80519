// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/checkpoints/pattern_tree.h"

#include <algorithm>
#include <array>
#include <utility>

namespace spindle {
namespace {

using NodePointer = std::unique_ptr<PatternNode>;

constexpr std::size_t longest = 1000, mostRepeats = 255;
constexpr int deepest = 50;

PatternBytes spaceBytes() {
  return byteRange('\t', '\r') | byteRange(' ', ' ');
}

NodePointer node(PatternNode::Kind kind) {
  auto made = std::make_unique<PatternNode>();
  made->kind = kind;
  return made;
}

class PatternParser {
 public:
  explicit PatternParser(std::string_view text) : text_(text) {}

  NodePointer parse() {
    if (text_.size() > longest) throw PatternProblem{"it has more than 1000 characters"};
    auto all = choice(0);
    if (!atEnd()) throw PatternProblem{"there is an unmatched )"};
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
    if (depth > deepest) throw PatternProblem{"its groups are more than 50 deep"};
    auto all = node(PatternNode::Kind::choice);
    do {
      all->parts.push_back(sequence(depth));
    } while (take('|'));
    return all->parts.size() == 1 ? std::move(all->parts.front()) : std::move(all);
  }

  NodePointer sequence(int depth) {
    auto all = node(PatternNode::Kind::sequence);
    while (!atEnd() && !next('|') && !next(')')) all->parts.push_back(repeated(atom(depth)));
    return all;
  }

  NodePointer atom(int depth) {
    const char c = text_[at_++];
    const auto assertion = [](PatternInstruction::Kind kind) {
      auto made = node(PatternNode::Kind::assertion);
      made->assertion = kind;
      return made;
    };
    if (c == '^') return assertion(PatternInstruction::Kind::start);
    if (c == '$') return assertion(PatternInstruction::Kind::end);
    if (c == '\\' && next('b')) return ++at_, assertion(PatternInstruction::Kind::border);
    if (c == '\\' && next('B')) return ++at_, assertion(PatternInstruction::Kind::noBorder);
    if (c == '(') return group(depth);
    if (c == '*' || c == '+' || c == '?' || c == '{')
      throw PatternProblem{std::string("there is nothing to repeat before ") + c};
    auto one = node(PatternNode::Kind::set);
    one->set = c == '.'    ? ~(byteRange('\n', '\n') | byteRange('\r', '\r'))
               : c == '['  ? bracket()
               : c == '\\' ? escape()
                           : byteRange(c, c);
    return one;
  }

  NodePointer group(int depth) {
    auto made = node(PatternNode::Kind::group);
    if (take('?')) {
      if (!take(':')) throw PatternProblem{"look-ahead and other groups that begin with (? are not supported"};
    } else {
      made->group = ++groups_;
    }
    made->parts.push_back(choice(depth + 1));
    if (!take(')')) throw PatternProblem{"a group is not closed"};
    return made;
  }

  NodePointer repeated(NodePointer part) {
    std::size_t least = 0, most = withoutEnd;
    if (take('*')) {
    } else if (take('+')) {
      least = 1;
    } else if (take('?')) {
      most = 1;
    } else if (take('{')) {
      least = count();
      most = !take(',') ? least : next('}') ? withoutEnd : count();
      if (!take('}') || most < least) throw PatternProblem{"a { does not begin a repeat such as {2,4}"};
    } else {
      return part;
    }
    if (part->kind == PatternNode::Kind::assertion) throw PatternProblem{"there is nothing to repeat before a repeat"};
    auto made = node(PatternNode::Kind::repeat);
    made->least = least;
    made->most = most;
    made->greedy = !take('?');
    if (next('*') || next('+') || next('?') || next('{')) throw PatternProblem{"two repeats follow each other"};
    made->parts.push_back(std::move(part));
    return made;
  }

  std::size_t count() {
    const auto digits = at_;
    std::size_t number = 0;
    for (; !atEnd() && text_[at_] >= '0' && text_[at_] <= '9'; ++at_) {
      number = std::min<std::size_t>(number * 10 + static_cast<std::size_t>(text_[at_] - '0'), mostRepeats + 1);
    }
    if (digits == at_) throw PatternProblem{"a { does not begin a repeat such as {2,4}"};
    if (number > mostRepeats) throw PatternProblem{"it repeats a part more than 255 times"};
    return number;
  }

  /// What stands behind a backslash.
  PatternBytes escape() {
    if (atEnd()) throw PatternProblem{"it ends with a backslash"};
    const char c = text_[at_++];
    switch (c) {
      case 'd':
        return byteRange('0', '9');
      case 'D':
        return ~byteRange('0', '9');
      case 'w':
        return wordBytes();
      case 'W':
        return ~wordBytes();
      case 's':
        return spaceBytes();
      case 'S':
        return ~spaceBytes();
      case 't':
        return byteRange('\t', '\t');
      case 'n':
        return byteRange('\n', '\n');
      case 'r':
        return byteRange('\r', '\r');
      case 'f':
        return byteRange('\f', '\f');
      case 'v':
        return byteRange('\v', '\v');
      default:
        break;
    }
    if (c >= '1' && c <= '9') throw PatternProblem{"back references such as \\1 are not supported"};
    if (wordBytes().test(byteOf(c))) throw PatternProblem{std::string("\\") + c + " is not supported"};
    return byteRange(c, c);
  }

  PatternBytes bracket() {
    PatternBytes set;
    const bool negated = take('^');
    while (!take(']')) {
      if (atEnd()) throw PatternProblem{"a [ is not closed"};
      if (text_.substr(at_).starts_with("[:")) {
        set |= named();
        continue;
      }
      const auto low = single();
      if (low.count() == 1 && next('-') && at_ + 1 < text_.size() && text_[at_ + 1] != ']') {
        ++at_;
        const auto high = single();
        const auto from = first(low), to = first(high);
        if (high.count() != 1 || to < from) throw PatternProblem{"a range in [ ] runs backwards"};
        for (auto c = from; c <= to; ++c) set.set(c);
      } else {
        set |= low;
      }
    }
    return negated ? ~set : set;
  }

  PatternBytes single() {
    const char c = text_[at_++];
    return c == '\\' ? escape() : byteRange(c, c);
  }

  static std::size_t first(const PatternBytes& set) {
    std::size_t c = 0;
    while (c < 255 && !set.test(c)) ++c;
    return c;
  }

  /// "[:digit:]" and its like.
  PatternBytes named() {
    const std::array<std::pair<std::string_view, PatternBytes>, 8> names = {
        {{"[:digit:]", byteRange('0', '9')},
         {"[:alpha:]", byteRange('a', 'z') | byteRange('A', 'Z')},
         {"[:alnum:]", byteRange('a', 'z') | byteRange('A', 'Z') | byteRange('0', '9')},
         {"[:lower:]", byteRange('a', 'z')},
         {"[:upper:]", byteRange('A', 'Z')},
         {"[:xdigit:]", byteRange('a', 'f') | byteRange('A', 'F') | byteRange('0', '9')},
         {"[:space:]", spaceBytes()},
         {"[:punct:]", byteRange('!', '/') | byteRange(':', '@') | byteRange('[', '`') | byteRange('{', '~')}}};
    for (const auto& [name, set] : names) {
      if (!text_.substr(at_).starts_with(name)) continue;
      at_ += name.size();
      return set;
    }
    throw PatternProblem{"classes such as [:digit:] are not supported"};
  }

  std::string_view text_;
  std::size_t at_ = 0, groups_ = 0;
};

}  // namespace

PatternTree parsePattern(std::string_view text) {
  PatternParser parser(text);
  auto root = parser.parse();
  return {std::move(root), parser.groups()};
}

}  // namespace spindle

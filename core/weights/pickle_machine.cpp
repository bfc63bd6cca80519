// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/byte_source.h"
#include "core/weights/pickle_builder.h"
#include "core/weights/pickle_literals.h"

#include <bit>
#include <charconv>
#include <unordered_map>

namespace spindle {
namespace {

/// Runs the instructions of one pickle on its stack and memo.
class PickleMachine {
 public:
  PickleMachine(PickleDocument& document, const std::string& file, const std::string& part)
      : ops_(document.pickled, file, part),
        build_(document, ops_),
        none_(build_.make(PickleNone{})),
        true_(build_.make(true)),
        false_(build_.make(false)),
        emptyTuple_(build_.sequence(PickleSequence::Kind::tuple, {})) {}

  PickleValue run() {
    while (const auto op = ops_.next()) {
      build_.at(op->at);
      if (op->code == '.') return pop();
      step(*op);
    }
    ops_.refuse(ops_.position(), "the pickle ends before its STOP; the file is cut off, copy it again.");
  }

 private:
  using Kind = PickleSequence::Kind;

  void push(PickleValue value) { stack_.push_back(value); }

  PickleValue pop() {
    if (stack_.empty() || (!marks_.empty() && marks_.back() == stack_.size())) {
      build_.refuse("a value is missing; the file is damaged, copy it again.");
    }
    const PickleValue top = stack_.back();
    stack_.pop_back();
    return top;
  }

  PickleValue top() {
    const PickleValue value = pop();
    push(value);
    return value;
  }

  std::vector<PickleValue> popToMark() {
    if (marks_.empty()) build_.refuse("a MARK is missing; the file is damaged, copy it again.");
    const auto from = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
    std::vector<PickleValue> items(from, stack_.end());
    stack_.erase(from, stack_.end());
    marks_.pop_back();
    return items;
  }

  void tuple(std::size_t count) {
    std::vector<PickleValue> items(count);
    for (std::size_t i = count; i-- > 0;) items[i] = pop();
    push(build_.sequence(Kind::tuple, std::move(items)));
  }

  void store(std::uint64_t place) { memo_[place] = top(); }

  void load(std::uint64_t place) {
    const auto found = memo_.find(place);
    if (found == memo_.end()) {
      build_.refuse("value " + std::to_string(place) + " was never stored; the file is damaged, copy it again.");
    }
    push(found->second);
  }

  template <class Number>
  Number parsed(std::string_view line) {
    Number number{};
    if (!line.empty() && line.back() == 'L') line.remove_suffix(1);
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), number);
    if (error != std::errc{} || end != line.data() + line.size()) {
      build_.refuse("a number is expected; the file is damaged, copy it again.");
    }
    return number;
  }

  void integerLine(std::string_view line) {
    if (line == "00" || line == "01") return push(line == "01" ? true_ : false_);
    std::int64_t number = 0;
    std::string_view digits = line;
    if (!digits.empty() && digits.back() == 'L') digits.remove_suffix(1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error == std::errc::result_out_of_range) return push(build_.make(parsed<double>(line)));
    if (error != std::errc{} || end != digits.data() + digits.size()) {
      build_.refuse("an integer is expected; the file is damaged, copy it again.");
    }
    push(build_.make(number));
  }

  void instance(PickleValue made, std::vector<PickleValue> arguments) {
    push(build_.call(made, build_.sequence(Kind::tuple, std::move(arguments))));
  }

  void step(const PickleOp& op);

  PickleOps ops_;
  PickleBuilder build_;
  PickleValue none_, true_, false_, emptyTuple_;
  std::vector<PickleValue> stack_;
  std::vector<std::size_t> marks_;
  std::unordered_map<std::uint64_t, PickleValue> memo_;
};

void PickleMachine::step(const PickleOp& op) {
  const auto line = asText(op.argument);
  switch (op.code) {
    case '\x80':
      if (op.unsignedArgument() > 5)
        build_.refuse("pickle protocol " + std::to_string(op.unsignedArgument()) +
                      " is newer than 5; save with pickle_protocol=2.");
      return;
    case '\x95':
      return;  // FRAME
    case '(':
      build_.charge(sizeof(std::size_t));
      return marks_.push_back(stack_.size());
    case '0':
      if (!marks_.empty() && marks_.back() == stack_.size()) return marks_.pop_back();
      pop();
      return;
    case '1':
      popToMark();
      return;
    case '2':
      build_.charge(sizeof(PickleValue));
      return push(top());

    case 'N':
      return push(none_);
    case '\x88':
      return push(true_);
    case '\x89':
      return push(false_);
    case 'I':
    case 'L':
      return integerLine(line);
    case 'J':
      return push(build_.make(std::int64_t{static_cast<std::int32_t>(op.unsignedArgument())}));
    case 'K':
    case 'M':
      return push(build_.make(static_cast<std::int64_t>(op.unsignedArgument())));
    case '\x8a':
    case '\x8b':
      return push(build_.make(pickleInteger(op.argument)));
    case 'F':
      return push(build_.make(parsed<double>(line)));
    case 'G':
      return push(build_.make(std::bit_cast<double>(__builtin_bswap64(op.unsignedArgument()))));

    case 'S': {
      const auto inner =
          line.size() >= 2 && (line.front() == '\'' || line.front() == '"') ? line.substr(1, line.size() - 2) : line;
      return push(build_.text(unescapedPickle(inner, true)));
    }
    case 'V':
      return push(build_.text(unescapedPickle(line, false)));
    case 'T':
    case 'U':
    case 'X':
    case '\x8c':
    case '\x8d':
      return push(build_.make(PickleText{line}));
    case 'B':
    case 'C':
    case '\x8e':
    case '\x96':
      return push(build_.make(PickleBytes{op.argument}));

    case ']':
      return push(build_.sequence(Kind::list, {}));
    case 'l':
      return push(build_.sequence(Kind::list, popToMark()));
    case ')':
      return push(emptyTuple_);
    case 't':
      return push(build_.sequence(Kind::tuple, popToMark()));
    case '\x85':
      return tuple(1);
    case '\x86':
      return tuple(2);
    case '\x87':
      return tuple(3);
    case '\x8f':
      return push(build_.sequence(Kind::set, {}));
    case '\x91':
      return push(build_.sequence(Kind::set, popToMark()));
    case '}':
    case 'd': {
      const auto items = op.code == 'd' ? popToMark() : std::vector<PickleValue>{};
      build_.charge(sizeof(PickleDict));
      push(build_.make(std::make_unique<PickleDict>()));
      return build_.setItems(top(), items);
    }
    case 'a': {
      const PickleValue item = pop();
      return build_.append(top(), std::span(&item, 1));
    }
    case 'e':
    case '\x90': {
      const auto items = popToMark();
      return build_.append(top(), items);
    }
    case 's': {
      const PickleValue value = pop();
      const PickleValue pair[] = {pop(), value};
      return build_.setItems(top(), pair);
    }
    case 'u': {
      const auto items = popToMark();
      return build_.setItems(top(), items);
    }

    case 'p':
    case 'q':
    case 'r':
      build_.charge(64);
      return store(op.code == 'p' ? parsed<std::uint64_t>(line) : op.unsignedArgument());
    case '\x94':
      build_.charge(64);
      return store(memo_.size());
    case 'g':
      return load(parsed<std::uint64_t>(line));
    case 'h':
    case 'j':
      build_.charge(sizeof(PickleValue));
      return load(op.unsignedArgument());

    case 'c':
      return push(build_.make(PickleGlobal{line, asText(op.second)}));
    case '\x93': {
      const auto name = pop()->text();
      const auto module = pop()->text();
      if (!name || !module) build_.refuse("a class without a name; the file is damaged, copy it again.");
      return push(build_.make(PickleGlobal{*module, *name}));
    }
    case 'R':
    case '\x81': {
      const PickleValue arguments = pop();
      return push(build_.call(pop(), arguments));
    }
    case '\x92': {
      pop();  // keyword arguments
      const PickleValue arguments = pop();
      return push(build_.call(pop(), arguments));
    }
    case 'i':
      return instance(build_.make(PickleGlobal{line, asText(op.second)}), popToMark());
    case 'o': {
      auto items = popToMark();
      if (items.empty()) build_.refuse("a class is missing; the file is damaged, copy it again.");
      const PickleValue made = items.front();
      items.erase(items.begin());
      return instance(made, std::move(items));
    }
    case 'b': {
      const PickleValue state = pop();
      return build_.build(top(), state);
    }
    case 'Q':
      return push(build_.persistent(pop()));
    default:
      build_.refuse(
          "op-code " + std::to_string(static_cast<unsigned char>(op.code)) +
          " (extension registry, text ids or out-of-band buffers) is not read; save the file again with torch.save.");
  }
}

}  // namespace

PickleDocument readPickle(std::vector<std::byte> pickled, const std::string& file, const std::string& part) {
  PickleDocument document;
  document.pickled = std::move(pickled);
  document.root = PickleMachine(document, file, part).run();
  return document;
}

}  // namespace spindle

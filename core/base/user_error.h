#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace spindle {

/// Unusable input or a failed write, told to the user in one sentence: what, where, what to do. No line breaks at the
/// ends, ends with a full stop. Everything else that is thrown is a defect of the program.
/// Control characters, which names out of damaged files have, become '?'.
class UserError : public std::runtime_error {
 public:
  explicit UserError(std::string sentence) : std::runtime_error(printable(std::move(sentence))) {}

 private:
  static std::string printable(std::string text) {
    for (char& c : text) {
      const auto code = static_cast<unsigned char>(c);
      if ((code < 0x20 && c != '\n' && c != '\t') || code == 0x7F) c = '?';
    }
    return text;
  }
};

}  // namespace spindle

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/error_text.h"

#include "core/base/text.h"

namespace spindle {

std::string errorText(const std::exception& error) {
  std::string text = error.what();
  // The interpreter puts its own traceback first and the cause last: "RuntimeError: mat1 and mat2 shapes ...".
  if (const auto cause = text.rfind("Error: "); cause != std::string::npos) text = text.substr(cause + 7);
  text = std::string(trimmed(text));
  text = text.substr(0, text.find('\n'));
  if (const auto trace = text.find("Exception raised from"); trace != std::string::npos) text.resize(trace);
  text = std::string(trimmed(text));
  while (!text.empty() && (text.back() == '.' || text.back() == ':')) text.pop_back();
  return text;
}

}  // namespace spindle

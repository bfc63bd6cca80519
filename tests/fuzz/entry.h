// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/user_error.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace spindle::fuzz {

/// How often an entry refused what it was given.
inline std::size_t refusals = 0;

/// What every entry does: returns 0 whether the bytes are read or refused with a UserError that is a sentence; anything
/// else that is thrown is a defect and passes through.
template <class Read>
int readOrRefused(Read read) {
  try {
    read();
  } catch (const UserError& error) {
    const std::string sentence = error.what();
    if (!sentence.ends_with('.') && !sentence.ends_with('?')) throw std::logic_error("no sentence: " + sentence);
    ++refusals;
  }
  return 0;
}

/// A file of this name with these bytes, for readers that take paths; the next call replaces it.
std::filesystem::path fileWith(const std::string& name, const std::uint8_t* data, std::size_t size);

}  // namespace spindle::fuzz

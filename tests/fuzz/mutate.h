// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/fuzz/damage.h"

#include <random>
#include <string>

namespace spindle::fuzz {

using Random = std::mt19937_64;

/// The bytes changed in the way of their format, so that the damage gets behind the reader's first check: members of a
/// zip file, chunks of a PNG and records of an event file get their checksums back, the header of a safetensors file
/// its length; in pickles whole op-codes are replaced, in npy headers and JSON numbers, names and nesting, in tables
/// cells. One time in four bits, lengths and order are damaged without regard to the format. `name` (the file's) tells
/// the format of text files; all others are known by their bytes. The same generator state gives the same bytes.
Bytes mutated(const Bytes& whole, const std::string& name, Random& random);

/// Changes of bytes without regard to a format: bits, cuts, insertions, repetitions.
void damageBytes(Bytes& bytes, Random& random);

/// Changes of the numbers, names and nesting of JSON, CSV and other text.
void damageText(Bytes& bytes, Random& random);

/// Replaces op-codes of a pickle, or the numbers behind them.
void damagePickle(Bytes& bytes, Random& random);

/// A zip file with one member changed by `name`, all checksums right; unreadable ones are returned as they are.
Bytes mutatedZip(const Bytes& whole, Random& random);

struct Member {
  std::string name;
  Bytes data;
};

/// Members of a zip file without zip64 that are stored or deflated; empty where something is unusual.
std::vector<Member> membersOf(const Bytes& whole);

/// These stored in a zip file.
Bytes zipOf(const std::vector<Member>& members);

/// A number from 0 to below `end`, which is above 0.
inline std::size_t below(std::size_t end, Random& random) {
  return static_cast<std::size_t>(random() % end);
}

}  // namespace spindle::fuzz

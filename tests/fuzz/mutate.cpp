// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/mutate.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>
#include <string_view>
#include <zlib.h>

namespace spindle::fuzz {
namespace {

bool startsWith(const Bytes& bytes, std::string_view start) {
  return bytes.size() >= start.size() && std::equal(start.begin(), start.end(), bytes.begin());
}

void put(Bytes& bytes, std::size_t at, std::uint64_t value, int width, bool bigEndian = false) {
  for (int i = 0; i < width; ++i) {
    const int shift = 8 * (bigEndian ? width - 1 - i : i);
    bytes[at + static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(value >> shift);
  }
}

std::uint64_t get(const Bytes& bytes, std::size_t at, int width, bool bigEndian = false) {
  std::uint64_t value = 0;
  for (int i = 0; i < width; ++i) {
    const int shift = 8 * (bigEndian ? width - 1 - i : i);
    value |= static_cast<std::uint64_t>(bytes[at + static_cast<std::size_t>(i)]) << shift;
  }
  return value;
}

std::uint32_t crc32c(const std::uint8_t* data, std::size_t size) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (std::size_t i = 0; i < size; ++i) {
    crc ^= data[i];
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ (0x82F63B78U & (0U - (crc & 1U)));
  }
  crc = ~crc;
  return ((crc >> 15) | (crc << 17)) + 0xA282EAD8U;
}

/// One chunk of a PNG or record of an event file: where it begins, where its data are, where it ends.
struct Piece {
  std::size_t begin, data, dataEnd, end;
};

std::vector<Piece> pngChunks(const Bytes& bytes) {
  std::vector<Piece> chunks;
  for (std::size_t at = 8; at + 12 <= bytes.size();) {
    const auto size = static_cast<std::size_t>(get(bytes, at, 4, true));
    if (size > bytes.size() - at - 12) break;
    chunks.push_back({at, at + 8, at + 8 + size, at + 12 + size});
    at += 12 + size;
  }
  return chunks;
}

std::vector<Piece> eventRecords(const Bytes& bytes) {
  std::vector<Piece> records;
  for (std::size_t at = 0; at + 16 <= bytes.size();) {
    const auto size = static_cast<std::size_t>(get(bytes, at, 8));
    if (size > bytes.size() - at - 16) break;
    records.push_back({at, at + 12, at + 12 + size, at + 16 + size});
    at += 16 + size;
  }
  return records;
}

/// Changes, repeats or drops one piece; `seal` gives a changed one its length and checksums.
template <class Seal>
Bytes withChangedPiece(const Bytes& whole, const std::vector<Piece>& pieces, Random& random, Seal seal) {
  const auto& piece = pieces[below(pieces.size(), random)];
  const auto at = [&](std::size_t i) { return whole.begin() + static_cast<std::ptrdiff_t>(i); };
  Bytes head(whole.begin(), at(piece.begin));
  Bytes one(at(piece.begin), at(piece.end));
  const Bytes tail(at(piece.end), whole.end());
  switch (below(6, random)) {
    case 0:
      one.clear();
      break;
    case 1: {
      const Bytes copy = one;
      one.insert(one.end(), copy.begin(), copy.end());
      break;
    }
    default: {
      Bytes data(at(piece.data), at(piece.dataEnd));
      if (data.empty()) data.push_back(0);
      damageBytes(data, random);
      one = seal(Bytes(at(piece.begin), at(piece.data)), data);
    }
  }
  head.insert(head.end(), one.begin(), one.end());
  head.insert(head.end(), tail.begin(), tail.end());
  return head;
}

Bytes mutatedPng(const Bytes& whole, Random& random) {
  const auto chunks = pngChunks(whole);
  if (chunks.empty()) return whole;
  return withChangedPiece(whole, chunks, random, [](Bytes head, const Bytes& data) {
    put(head, 0, data.size(), 4, true);
    Bytes one = std::move(head);
    one.insert(one.end(), data.begin(), data.end());
    const auto crc = crc32(0, one.data() + 4, static_cast<uInt>(one.size() - 4));
    one.resize(one.size() + 4);
    put(one, one.size() - 4, crc, 4, true);
    return one;
  });
}

Bytes mutatedEvents(const Bytes& whole, Random& random) {
  const auto records = eventRecords(whole);
  if (records.empty()) return whole;
  return withChangedPiece(whole, records, random, [](Bytes head, const Bytes& data) {
    put(head, 0, data.size(), 8);
    put(head, 8, crc32c(head.data(), 8), 4);
    Bytes one = std::move(head);
    one.insert(one.end(), data.begin(), data.end());
    one.resize(one.size() + 4);
    put(one, one.size() - 4, crc32c(data.data(), data.size()), 4);
    return one;
  });
}

Bytes mutatedSafetensors(const Bytes& whole, Random& random) {
  const auto size = static_cast<std::size_t>(get(whole, 0, 8));
  if (size > whole.size() - 8) return whole;
  const auto middle = whole.begin() + 8 + static_cast<std::ptrdiff_t>(size);
  Bytes header(whole.begin() + 8, middle);
  damageText(header, random);
  Bytes result(8);
  put(result, 0, header.size(), 8);
  result.insert(result.end(), header.begin(), header.end());
  result.insert(result.end(), middle, whole.end());
  return result;
}

Bytes mutatedNpy(const Bytes& whole, Random& random) {
  const bool wide = whole.size() > 12 && whole[6] >= 2;
  const std::size_t start = wide ? 12 : 10;
  if (whole.size() < start) return whole;
  const auto size = static_cast<std::size_t>(get(whole, 8, wide ? 4 : 2));
  if (size > whole.size() - start) return whole;
  const auto middle = whole.begin() + static_cast<std::ptrdiff_t>(start + size);
  Bytes header(whole.begin() + static_cast<std::ptrdiff_t>(start), middle);
  constexpr std::array<std::string_view, 10> types{"<f4", "<f8", "|u1", "<U9", "|S4",
                                                   "|O",  ">i2", "<c8", "|b1", "<U99999999"};
  std::string text(header.begin(), header.end());
  if (const auto at = text.find("'descr': '"); below(2, random) == 0 && at != std::string::npos) {
    const auto end = text.find('\'', at + 10);
    text.replace(at + 10, end == std::string::npos ? 0 : end - at - 10, types[below(types.size(), random)]);
    header.assign(text.begin(), text.end());
  } else {
    damageText(header, random);
  }
  header.resize(std::min<std::size_t>(header.size(), wide ? 1 << 20 : 65535));
  Bytes result(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(start));
  put(result, 8, header.size(), wide ? 4 : 2);
  result.insert(result.end(), header.begin(), header.end());
  result.insert(result.end(), middle, whole.end());
  return result;
}

/// Addresses, lengths and counts of HDF5 stand at multiples of 2, 4 or 8 bytes, little endian.
Bytes mutatedHdf5(Bytes bytes, Random& random) {
  constexpr std::array<std::uint64_t, 10> values{0, 1, 2, 8, 0x7F, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, ~0ULL};
  for (auto changes = 1 + below(3, random); changes > 0; --changes) {
    const auto width = std::size_t{1} << below(4, random);
    const auto at = below(bytes.size() / width, random) * width;
    const auto old = get(bytes, at, static_cast<int>(width));
    const auto other = below(bytes.size() / 8, random) * 8;
    const std::array<std::uint64_t, 4> choices{values[below(values.size(), random)], old + 1,
                                               old ^ (1ULL << below(8 * width, random)), other};
    put(bytes, at, choices[below(choices.size(), random)], static_cast<int>(width));
  }
  return bytes;
}

bool isText(const std::string& name) {
  constexpr std::array<std::string_view, 12> endings{".json", ".jsonl", ".csv", ".tsv", ".txt", ".yaml",
                                                     ".off",  ".ply",   ".xyz", ".pts", ".log", ".index"};
  return std::ranges::any_of(endings, [&](auto ending) { return name.ends_with(ending); });
}

}  // namespace

Bytes mutated(const Bytes& whole, const std::string& name, Random& random) {
  Bytes bytes = whole;
  if (bytes.size() < 16 || below(4, random) == 0) {
    damageBytes(bytes, random);
    return bytes;
  }
  if (startsWith(whole, "PK\3\4")) return mutatedZip(whole, random);
  if (startsWith(whole, "\x89PNG")) return mutatedPng(whole, random);
  if (startsWith(whole, "\x93NUMPY")) return mutatedNpy(whole, random);
  if (startsWith(whole, "\x89HDF")) return mutatedHdf5(std::move(bytes), random);
  if (name.find("tfevents") != std::string::npos) return mutatedEvents(whole, random);
  if (name.ends_with(".safetensors")) return mutatedSafetensors(whole, random);
  if (isText(name)) {
    damageText(bytes, random);
  } else if (startsWith(whole, "\x80")) {
    damagePickle(bytes, random);
  } else {
    damageBytes(bytes, random);
  }
  return bytes;
}

void damageBytes(Bytes& bytes, Random& random) {
  const auto changes = 1 + below(6, random);
  for (std::size_t i = 0; i < changes && !bytes.empty(); ++i) {
    const auto at = below(bytes.size(), random);
    const auto place = bytes.begin() + static_cast<std::ptrdiff_t>(at);
    const auto length = std::min(bytes.size() - at, 1 + below(64, random));
    switch (below(7, random)) {
      case 0:
        bytes.resize(at);
        break;
      case 1:
        *place = static_cast<std::uint8_t>(*place ^ (1U << below(8, random)));
        break;
      case 2:
        *place = std::array<std::uint8_t, 4>{0, 0xFF, 0x7F, 0x80}[below(4, random)];
        break;
      case 3: {
        const Bytes copy(place, place + static_cast<std::ptrdiff_t>(length));
        bytes.insert(place, copy.begin(), copy.end());
        break;
      }
      case 4:
        bytes.erase(place, place + static_cast<std::ptrdiff_t>(length));
        break;
      case 5:
        std::fill_n(place, length, std::uint8_t{0xFF});
        break;
      default:
        *place = static_cast<std::uint8_t>(random());
    }
  }
}

void damageText(Bytes& bytes, Random& random) {
  std::string text(bytes.begin(), bytes.end());
  constexpr std::array<std::string_view, 26> words{"0",
                                                   "-1",
                                                   "1e999",
                                                   "-1e308",
                                                   "NaN",
                                                   "null",
                                                   "true",
                                                   "99999999999999999999",
                                                   "2147483648",
                                                   "0.1",
                                                   "\"\"",
                                                   "[]",
                                                   "{}",
                                                   "[[[]]]",
                                                   "\"\\u0000\"",
                                                   "\"\\ud800\"",
                                                   ",",
                                                   ":",
                                                   "\"",
                                                   "\n",
                                                   ";",
                                                   "\t",
                                                   "\\",
                                                   "\x1b]0;x\x07",
                                                   "\xe2\x80\xae",
                                                   "-9223372036854775808"};
  const auto changes = 1 + below(4, random);
  for (std::size_t i = 0; i < changes; ++i) {
    const auto at = below(text.size() + 1, random);
    switch (below(8, random)) {
      case 0: {  // another number in the place of one
        const auto begin = std::find_if(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(),
                                        [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; });
        const auto end =
            std::find_if(begin, text.end(), [](char c) { return std::isdigit(static_cast<unsigned char>(c)) == 0; });
        text.replace(begin, end, words[below(words.size(), random)]);
        break;
      }
      case 1: {  // deep nesting
        const auto depth = std::size_t{1} << below(14, random);
        text.insert(at, std::string(depth, below(2, random) == 0 ? '[' : '{'));
        break;
      }
      case 2: {  // a line or cell again
        const auto length = std::min<std::size_t>(text.size() - at, 1 + below(200, random));
        text.insert(at, text.substr(at, length));
        break;
      }
      case 3:
        text.erase(at, 1 + below(40, random));
        break;
      case 4: {  // many keys or cells
        const auto count = std::size_t{1} << below(11, random);
        std::string many;
        for (std::size_t k = 0; k < count; ++k) many += "\"k" + std::to_string(k) + "\": 1, ";
        text.insert(at, many);
        break;
      }
      case 5:
        text.insert(at, std::string(std::size_t{1} << below(14, random), ",;\t \n\"0"[below(7, random)]));
        break;
      default:
        text.insert(at, words[below(words.size(), random)]);
    }
  }
  bytes.assign(text.begin(), text.end());
}

void damagePickle(Bytes& bytes, Random& random) {
  constexpr std::string_view codes =
      "(.012FIJKLMNPQRSTUVXabcdeghijlopqrstu})]\x80\x81\x85\x86\x87\x88\x89\x8a\x8b\x8c\x93\x94\x95";
  const auto changes = 1 + below(5, random);
  for (std::size_t i = 0; i < changes && !bytes.empty(); ++i) {
    const auto at = below(bytes.size(), random);
    switch (below(4, random)) {
      case 0:
        bytes[at] = static_cast<std::uint8_t>(codes[below(codes.size(), random)]);
        break;
      case 1:
        bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(at), 1 + below(200, random),
                     static_cast<std::uint8_t>(codes[below(codes.size(), random)]));
        break;
      case 2:
        if (at + 4 <= bytes.size())
          put(bytes, at, std::array<std::uint64_t, 4>{0, 0x7FFFFFFF, 0xFFFFFFFF, 1 << 20}[below(4, random)], 4);
        break;
      default:
        damageBytes(bytes, random);
    }
  }
}

std::vector<Member> membersOf(const Bytes& whole) {
  std::vector<Member> members;
  const std::string_view mark("PK\1\2", 4);
  const std::string_view text(reinterpret_cast<const char*>(whole.data()), whole.size());
  // Where the end says, or else the first: a member may be a zip file itself.
  const auto end = text.rfind(std::string_view("PK\5\6", 4));
  if (end == std::string_view::npos || end + 22 > whole.size()) return {};
  auto at = static_cast<std::size_t>(get(whole, end + 16, 4));
  if (at >= whole.size() || !text.substr(at).starts_with(mark)) at = text.find(mark);
  for (std::size_t next = 0; at < whole.size() && at + 46 <= whole.size() && text.substr(at).starts_with(mark);
       at = next) {
    next = at + 46 + static_cast<std::size_t>(get(whole, at + 28, 2) + get(whole, at + 30, 2) + get(whole, at + 32, 2));
    const auto method = get(whole, at + 10, 2), packed = get(whole, at + 20, 4), size = get(whole, at + 24, 4);
    const auto nameSize = static_cast<std::size_t>(get(whole, at + 28, 2));
    const auto local = static_cast<std::size_t>(get(whole, at + 42, 4));
    if (at + 46 + nameSize > whole.size() || local + 30 > whole.size()) return {};
    const auto start = local + 30 + static_cast<std::size_t>(get(whole, local + 26, 2) + get(whole, local + 28, 2));
    if (start + packed > whole.size() || size > (1U << 22)) return {};
    Member member{std::string(text.substr(at + 46, nameSize)), Bytes(static_cast<std::size_t>(size))};
    if (method == 0) {
      std::copy_n(whole.begin() + static_cast<std::ptrdiff_t>(start), size, member.data.begin());
    } else {
      z_stream stream{};
      if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return {};
      stream.next_in = const_cast<Bytef*>(whole.data() + start);
      stream.avail_in = static_cast<uInt>(packed);
      stream.next_out = member.data.data();
      stream.avail_out = static_cast<uInt>(size);
      inflate(&stream, Z_FINISH);
      inflateEnd(&stream);
    }
    members.push_back(std::move(member));
  }
  return members;
}

Bytes zipOf(const std::vector<Member>& members) {
  Bytes result, directory;
  for (const auto& member : members) {
    Bytes head(30);
    std::memcpy(head.data(), "PK\3\4", 4);
    put(head, 4, 20, 2);
    put(head, 14, crc32(0, member.data.data(), static_cast<uInt>(member.data.size())), 4);
    put(head, 18, member.data.size(), 4);
    put(head, 22, member.data.size(), 4);
    put(head, 26, member.name.size(), 2);
    Bytes entry(46);
    std::memcpy(entry.data(), "PK\1\2", 4);
    put(entry, 4, 20, 2);
    std::copy_n(head.begin() + 4, 26, entry.begin() + 6);
    put(entry, 42, result.size(), 4);
    entry.insert(entry.end(), member.name.begin(), member.name.end());
    directory.insert(directory.end(), entry.begin(), entry.end());
    result.insert(result.end(), head.begin(), head.end());
    result.insert(result.end(), member.name.begin(), member.name.end());
    result.insert(result.end(), member.data.begin(), member.data.end());
  }
  Bytes end(22);
  std::memcpy(end.data(), "PK\5\6", 4);
  put(end, 8, members.size(), 2);
  put(end, 10, members.size(), 2);
  put(end, 12, directory.size(), 4);
  put(end, 16, result.size(), 4);
  result.insert(result.end(), directory.begin(), directory.end());
  result.insert(result.end(), end.begin(), end.end());
  return result;
}

Bytes mutatedZip(const Bytes& whole, Random& random) {
  auto members = membersOf(whole);
  if (members.empty()) return whole;
  const auto index = below(members.size(), random);
  switch (below(10, random)) {
    case 0:
      members.erase(members.begin() + static_cast<std::ptrdiff_t>(index));
      break;
    case 1:
      members.push_back(members[index]);
      break;
    case 2: {
      Bytes name(members[index].name.begin(), members[index].name.end());
      damageText(name, random);
      name.resize(std::min<std::size_t>(name.size(), 60000));
      members[index].name.assign(name.begin(), name.end());
      break;
    }
    default: {
      // The pickle is what the reader works through; it gets most of the changes.
      auto pickle = std::ranges::find_if(members, [](const Member& m) { return m.name.ends_with(".pkl"); });
      auto& member = pickle != members.end() && below(3, random) != 0 ? *pickle : members[index];
      member.data = member.name.ends_with(".pkl") ? [&] {
        damagePickle(member.data, random);
        return member.data;
      }() : mutated(member.data, member.name, random);
    }
  }
  return zipOf(members);
}

}  // namespace spindle::fuzz

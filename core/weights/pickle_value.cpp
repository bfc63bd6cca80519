// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/pickle_value.h"

#include "core/weights/byte_source.h"

namespace spindle {

void PickleDict::set(PickleValue key, PickleValue value) {
  const std::size_t next = items.size();
  std::size_t place = next;
  if (const auto text = key->text()) {
    place = texts_.try_emplace(*text, next).first->second;
  } else if (const auto integer = key->integer()) {
    place = integers_.try_emplace(*integer, next).first->second;
  }
  if (place == next) {
    items.emplace_back(key, value);
  } else {
    items[place].second = value;
  }
}

PickleValue PickleDict::find(std::string_view key) const {
  const auto place = texts_.find(key);
  return place == texts_.end() ? nullptr : items[place->second].second;
}

PickleValue PickleObject::attribute(std::string_view name) const {
  if (!state) return nullptr;
  if (const auto* dict = state->dict()) return dict->find(name);
  // Classes with __slots__ pickle as (dict or None, slots).
  if (const auto* pair = state->sequence(); pair && pair->items.size() == 2) {
    for (PickleValue half : pair->items) {
      if (const auto* dict = half->dict()) {
        if (PickleValue found = dict->find(name)) return found;
      }
    }
  }
  return nullptr;
}

std::optional<std::string_view> PickleNode::text() const {
  if (const auto* text = std::get_if<PickleText>(&content_)) return text->text;
  return std::nullopt;
}

std::optional<std::span<const std::byte>> PickleNode::bytes() const {
  if (const auto* bytes = std::get_if<PickleBytes>(&content_)) return bytes->bytes;
  if (const auto* text = std::get_if<PickleText>(&content_)) return std::as_bytes(std::span(text->text));
  return std::nullopt;
}

std::optional<bool> PickleNode::boolean() const {
  if (const auto* boolean = std::get_if<bool>(&content_)) return *boolean;
  return std::nullopt;
}

std::optional<std::int64_t> PickleNode::integer() const {
  if (const auto* integer = std::get_if<std::int64_t>(&content_)) return *integer;
  if (const auto* boolean = std::get_if<bool>(&content_)) return *boolean ? 1 : 0;
  return std::nullopt;
}

std::optional<double> PickleNode::number() const {
  if (const auto* integer = std::get_if<std::int64_t>(&content_)) return static_cast<double>(*integer);
  if (const auto* real = std::get_if<double>(&content_)) return *real;
  return std::nullopt;
}

}  // namespace spindle

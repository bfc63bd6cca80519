// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results/measurement_options.h"
#include "core/results/provenance.h"
#include "core/results/view_choices.h"

#include <nlohmann/json.hpp>

#include <stdexcept>
#include <string>

namespace spindle {

/// A value of an option that is none of those known: from another version, or damaged.
struct UnknownOptionValue : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// How each kind of value stands in the options of a results file. fromJson() returns what the JSON should have been
// where it has another type ("a text"), else null, and throws UnknownOptionValue.

const char* fromJson(const nlohmann::json& json, std::string& value);
const char* fromJson(const nlohmann::json& json, double& value);
const char* fromJson(const nlohmann::json& json, std::size_t& value);
const char* fromJson(const nlohmann::json& json, bool& value);
const char* fromJson(const nlohmann::json& json, std::array<int, 2>& value);
const char* fromJson(const nlohmann::json& json, std::vector<std::size_t>& value);
const char* fromJson(const nlohmann::json& json, std::vector<bool>& value);
const char* fromJson(const nlohmann::json& json, std::vector<Split>& value);
const char* fromJson(const nlohmann::json& json, MeasurementOptions::StoredBaseline& value);
const char* fromJson(const nlohmann::json& json, Score& value);
const char* fromJson(const nlohmann::json& json, OutputKind& value);
const char* fromJson(const nlohmann::json& json, Background& value);
const char* fromJson(const nlohmann::json& json, DecompositionMethod& value);
const char* fromJson(const nlohmann::json& json, TieBreak& value);
const char* fromJson(const nlohmann::json& json, NoiseScale& value);
const char* fromJson(const nlohmann::json& json, OrderOne& value);
const char* fromJson(const nlohmann::json& json, ThresholdRule& value);
const char* fromJson(const nlohmann::json& json, InteractionPart& value);
const char* fromJson(const nlohmann::json& json, Normalization& value);

nlohmann::json asJson(const std::vector<Split>& value);
nlohmann::json asJson(const MeasurementOptions::StoredBaseline& value);
nlohmann::json asJson(Background value);

/// Words and plain values.
template <class Value>
nlohmann::json asJson(const Value& value) {
  if constexpr (requires { toText(value); })
    return toText(value);
  else
    return value;
}

}  // namespace spindle

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/own_options.h"

#include "core/base/text.h"
#include "core/base/user_error.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace spindle::app {
namespace {

constexpr std::size_t mostChoices = 20;

double valueFrom(const OptionInfo& option, const std::string& text, const std::string& command) {
  const std::string takes = command + ": --" + option.name + " takes ";
  if (option.kind == OptionKind::choice) {
    const auto word = std::find(option.choices.begin(), option.choices.end(), text);
    if (word == option.choices.end())
      throw UserError(takes + listed(option.choices, mostChoices) + "; \"" + printable(text) + "\" is none of them.");
    return static_cast<double>(word - option.choices.begin());
  }
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  const bool whole = option.kind != OptionKind::count || value == std::floor(value);
  if (text.empty() || *end != '\0' || !(value >= option.low && value <= option.high) || !whole)
    throw UserError(takes + "a " + (option.kind == OptionKind::count ? "whole number" : "number") + " from " +
                    shortest(option.low) + " to " + shortest(option.high) + "; \"" + printable(text) + "\" is none.");
  return value;
}

std::string helpOf(const AnalysisInfo& info, const OptionInfo& option) {
  std::string text = info.name + ": " + option.tip;
  if (option.kind != OptionKind::choice) return text;
  return text + ": " + listed(option.choices, mostChoices) + " (default " +
         option.choices[static_cast<std::size_t>(option.usual)] + ")";
}

}  // namespace

void OwnOptions::addTo(CLI::App& command, const AnalysisList& analyses) {
  for (const auto& analysis : analyses) {
    for (const OptionInfo& option : analysis->info().options) {
      if (command.get_option_no_throw("--" + option.name) != nullptr) continue;
      command.add_option_function<std::string>(
          "--" + option.name, [given = given_, name = option.name](const std::string& text) { (*given)[name] = text; },
          helpOf(analysis->info(), option));
    }
  }
}

void OwnOptions::take(const AnalysisList& list, AnalysisChoices& choices, OptionValues& live,
                      const std::string& command, const std::string& what) const {
  for (const auto& [name, text] : *given_) {
    bool known = false;
    for (const auto& analysis : list) {
      for (const OptionInfo& option : analysis->info().options) {
        if (option.name != name) continue;
        known = true;
        const double value = valueFrom(option, text, command);
        if (option.invalidates == Level::live)
          live.set(name, value);
        else
          choices.options[analysis->info().name].set(name, value);
      }
    }
    if (!known)
      throw UserError(command + ": --" + name + " has no effect on " + what +
                      ", which would be the same without it; leave it out.");
  }
}

std::string ownOptionsText(const AnalysisList& list, const AnalysisChoices& choices, const OptionValues& live) {
  std::string text;
  for (const auto& analysis : list) {
    const auto own = choices.options.find(analysis->info().name);
    for (const OptionInfo& option : analysis->info().options) {
      const OptionValues* values = option.invalidates == Level::live ? &live
                                   : own != choices.options.end()    ? &own->second
                                                                     : nullptr;
      if (values == nullptr || !values->has(option.name)) continue;
      const double value = values->value(option.name, option.usual);
      if (value == option.usual && option.invalidates != Level::live) continue;
      text +=
          " --" + option.name + " " +
          (option.kind == OptionKind::choice ? option.choices.at(static_cast<std::size_t>(value)) : shortest(value));
    }
  }
  return text;
}

}  // namespace spindle::app

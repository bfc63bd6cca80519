// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/figure_recipe.h"

#include "core/base/user_error.h"
#include "core/base/version.h"
#include "core/results/parts/part.h"
#include "ui/figure/json_file.h"
#include "ui/figure/venue.h"

#include <QCryptographicHash>
#include <QFile>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace spindle::app {
namespace {

using Json = nlohmann::ordered_json;

Json asJson(const FigureStyle& style) {
  return {{"width", style.widthInches},   {"labels", style.labelPoints},     {"ticks", style.tickPoints},
          {"lines", style.lines},         {"font", toText(style.font)},      {"palette", toText(style.palette)},
          {"hatch", style.hatchNegative}, {"outlines", style.outlines},      {"note", style.note},
          {"dpi", style.pngDpi},          {"transparent", style.transparent}};
}

Json asJson(const AnalysisChoices& choices, const AnalysisList& list) {
  Json json{{"threshold", toText(choices.salience.rule)},
            {"factor", choices.salience.factor},
            {"order_one", toText(choices.salience.orderOne)},
            {"tie", choices.phases.tie},
            {"rise", choices.phases.rise},
            {"gap_share", choices.phases.gapShare}};
  for (const auto& analysis : list) {
    const auto own = choices.options.find(analysis->info().name);
    if (own == choices.options.end()) continue;
    for (const OptionInfo& option : analysis->info().options) {
      const double value = own->second.value(option.name, option.usual);
      if (value != option.usual) json["options"][analysis->info().name][option.name] = value;
    }
  }
  return json;
}

[[noreturn]] void throwDamaged(const std::string& where) {
  throw UserError(where + ": what it says of how it was made is damaged; choose another figure.");
}

FigureStyle styleFrom(const Json& json) {
  FigureStyle style;
  const auto in = [&](const char* key, double low, double high) {
    const double value = json.at(key).get<double>();
    if (!(value >= low && value <= high)) throw std::invalid_argument(key);
    return value;
  };
  style.widthInches = in("width", 1.0, 60.0);
  style.labelPoints = in("labels", 4.0, 60.0);
  style.tickPoints = in("ticks", 4.0, 60.0);
  style.lines = in("lines", 0.25, 10.0);
  style.pngDpi = in("dpi", 30.0, 2400.0);
  style.font = fontFrom(json.at("font").get<std::string>());
  style.palette = paletteFrom(json.at("palette").get<std::string>());
  style.hatchNegative = json.at("hatch").get<bool>();
  style.outlines = json.at("outlines").get<bool>();
  style.note = json.at("note").get<bool>();
  style.transparent = json.at("transparent").get<bool>();
  return style;
}

double valueFrom(const Json& json, const OptionInfo& option) {
  const double value = json.get<double>();
  const bool choice = option.kind == OptionKind::choice;
  const double high = choice ? static_cast<double>(option.choices.size()) - 1.0 : option.high;
  const bool whole = option.kind == OptionKind::number || value == std::floor(value);
  if (!(value >= (choice ? 0.0 : option.low) && value <= high) || !whole) throw std::invalid_argument(option.name);
  return value;
}

OptionValues liveFrom(const Json& json, const AnalysisList& list) {
  OptionValues live;
  for (const auto& analysis : list) {
    for (const OptionInfo& option : analysis->info().options) {
      if (option.invalidates == Level::live && json.contains(option.name))
        live.set(option.name, valueFrom(json[option.name], option));
    }
  }
  return live;
}

AnalysisChoices choicesFrom(const Json& json, const AnalysisList& list) {
  AnalysisChoices choices;
  const auto in = [](double value, double low, double high) {
    if (!(value >= low && value <= high)) throw std::invalid_argument("out of range");
    return value;
  };
  choices.salience.rule = thresholdRuleFrom(json.at("threshold").get<std::string>());
  choices.salience.factor = in(json.at("factor").get<double>(), 0.0, 1.0);
  choices.salience.orderOne = orderOneFrom(json.at("order_one").get<std::string>());
  choices.phases.tie = in(json.at("tie").get<double>(), 0.0, 10.0);
  choices.phases.rise = in(json.at("rise").get<double>(), 0.0, 10.0);
  choices.phases.gapShare = in(json.at("gap_share").get<double>(), 0.0, 1.0);
  if (!json.contains("options")) return choices;
  for (const auto& analysis : list) {
    const std::string& name = analysis->info().name;
    if (!json["options"].contains(name)) continue;
    for (const OptionInfo& option : analysis->info().options) {
      if (!json["options"][name].contains(option.name)) continue;
      choices.options[name].set(option.name, valueFrom(json["options"][name][option.name], option));
    }
  }
  return choices;
}

Json asJson(const FigureOrder& order, const AnalysisList& list) {
  Json json = Json::object();
  const AnalysisList needed = order.film ? AnalysisList() : analysesFor(order, list);
  if (order.page) {
    json["page"] = spindle::asJson(*order.page);
    // The name alone: where it lay is nobody's business.
    const std::string file = std::filesystem::path(order.pageFile).filename().string();
    if (file != FigureOrder().pageFile) json["page_file"] = file;
  } else {
    json["kind"] = order.kind;
    if (!order.chart.empty()) json["chart"] = order.chart;
    if (!order.steps.empty()) json["steps"] = order.steps;
    if (order.raw) json["raw"] = true;
    if (order.kind == "sample") json["sample"] = order.sample;
    if (order.top > 0) json["top"] = order.top;
  }
  if (order.film) {
    const AnimationSpec& film = *order.film;
    json["film"] = {{"size", {film.size.width(), film.size.height()}},
                    {"seconds", film.seconds},
                    {"fps", film.framesPerSecond},
                    {"scale", film.scale == AxisScale::linear ? "linear" : "log"}};
  }
  if (order.beside) json["beside"] = true;
  for (const auto& analysis : needed) {
    for (const OptionInfo& option : analysis->info().options) {
      if (option.invalidates == Level::live && order.live.has(option.name))
        json["live"][option.name] = order.live.value(option.name, option.usual);
    }
  }
  json["choices"] = asJson(order.choices, needed);
  json["style"] = asJson(order.style);
  return json;
}

FigureOrder orderFrom(const Json& json, const std::string& where, const AnalysisList& list) {
  FigureOrder order;
  if (json.contains("page")) {
    order.page = pagePlanFrom(json["page"], where);
    order.pageFile = json.value("page_file", order.pageFile);
  } else {
    order.kind = json.at("kind").get<std::string>();
    order.chart = json.value("chart", std::string());
    order.steps = json.value("steps", std::vector<double>());
    order.raw = json.value("raw", false);
    order.sample = json.value("sample", std::size_t{0});
    order.top = json.value("top", std::size_t{0});
  }
  if (json.contains("film")) {
    const Json& film = json["film"];
    AnimationSpec& spec = order.film.emplace();
    spec.size = {film.at("size").at(0).get<int>(), film.at("size").at(1).get<int>()};
    spec.seconds = film.at("seconds").get<double>();
    spec.framesPerSecond = film.at("fps").get<int>();
    spec.scale = film.at("scale").get<std::string>() == "linear" ? AxisScale::linear : AxisScale::log;
    spec.normalize = !order.raw;
    spec.check();
  }
  order.beside = json.value("beside", false);
  if (json.contains("live")) order.live = liveFrom(json["live"], list);
  order.choices = choicesFrom(json.at("choices"), list);
  order.style = styleFrom(json.at("style"));
  return order;
}

/// Draws of the variables and ends of the tie-break that lie beside the results and count.
Json besideOf(const AnalyzedResults& results) {
  Json beside = Json::object();
  const auto add = [&](const std::filesystem::path& file) {
    if (std::filesystem::exists(file)) beside[file.filename().string()] = fileDigest(file);
  };
  if (results.draws) {
    for (const std::size_t number : results.draws->numbers) {
      if (number > 1) add(drawPath(results.file, number));
    }
  }
  if (results.ties && results.ties->any()) {
    add(tiesPath(results.file, TieBreak::low));
    add(tiesPath(results.file, TieBreak::high));
  }
  return beside;
}

}  // namespace

std::string fileDigest(const std::filesystem::path& path) {
  std::vector<std::filesystem::path> files;
  if (!std::filesystem::exists(path)) files = shardsOf(path);
  if (files.empty()) files = {path};
  QCryptographicHash hash(QCryptographicHash::Sha256);
  for (const auto& name : files) {
    QFile file(QString::fromStdString(name.string()));
    if (!file.open(QIODevice::ReadOnly) || !hash.addData(&file))
      throw UserError("Cannot read " + name.string() + "; check its permissions.");
  }
  return hash.result().toHex().toStdString();
}

std::string recipeOf(const FigureOrder& order, std::span<const AnalyzedPtr> files, const AnalysisList& list) {
  Json json{{"spindle", programVersion}};
  std::vector<std::string> names;
  Json results = Json::array();
  for (const std::filesystem::path& path : filesOf(order, files)) {
    names.push_back(path.filename().string());
    Json source{{"name", names.back()}, {"sha256", fileDigest(path)}};
    const auto own =
        std::find_if(files.begin(), files.end(), [&](const AnalyzedPtr& file) { return file->file == path; });
    if (const Json beside = own == files.end() ? Json::object() : besideOf(**own); !beside.empty())
      source["beside"] = beside;
    results.push_back(std::move(source));
  }
  FigureOrder told = order;
  told.pageFile = std::filesystem::path(order.pageFile).filename().string();
  json["command"] = commandOf(told, names, order.film ? "film.mp4" : "figure.pdf", list);
  json["results"] = results;
  json["figure"] = asJson(order, list);
  return json.dump(-1, ' ', true, Json::error_handler_t::replace);
}

std::vector<std::string> sourceFiles(const FigureRecipe& recipe, const std::string& again,
                                     const std::vector<std::string>& given, const std::string& command) {
  const std::vector<FigureSource>& sources = recipe.sources;
  if (!given.empty() && given.size() != sources.size())
    throw UserError(again + " was made from " + std::to_string(sources.size()) + " results files; give " +
                    (sources.size() == 1 ? "that one." : "them in order."));
  std::vector<std::string> files = given;
  for (std::size_t i = files.size(); i < sources.size(); ++i) {
    const auto beside = std::filesystem::path(again).parent_path() / sources[i].name;
    files.push_back(std::filesystem::exists(beside) ? beside.string() : sources[i].name);
    if (!std::filesystem::exists(files.back()))
      throw UserError(sources[i].name + ", from which " + again +
                      " was made, is neither beside it nor here; give it: " + command + " RESULTS.h5 --again " + again +
                      " -o NEW");
  }
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (fileDigest(files[i]) != sources[i].digest)
      throw UserError(files[i] + " is not the file from which " + again +
                      " was made (its SHA-256 differs); give that one, or make a new one without --again.");
  }
  return files;
}

std::string recipeAgain(const FigureRecipe& recipe, const std::string& again, std::span<const AnalyzedPtr> files,
                        const AnalysisList& list) {
  std::string now = recipeOf(recipe.order, files, list);
  const FigureRecipe made = readRecipe(now, again, list);
  const std::vector<std::filesystem::path> paths = filesOf(recipe.order, files);
  for (std::size_t i = 0; i < paths.size(); ++i) {
    if (made.sources[i].beside != recipe.sources[i].beside)
      throw UserError("Other selections of the variables or ends of the tie-break lie beside " + paths[i].string() +
                      " than when " + again + " was made; put back those, or make a new one without --again.");
  }
  return now;
}

FigureRecipe readRecipe(const std::string& text, const std::string& where, const AnalysisList& list) {
  const Json json = jsonObject(text, where + ": what it says of how it was made");
  try {
    FigureRecipe recipe{json.at("spindle").get<std::string>(), {}, orderFrom(json.at("figure"), where, list)};
    for (const Json& source : json.at("results")) {
      FigureSource one{source.at("name").get<std::string>(), source.at("sha256").get<std::string>(), {}};
      // A name, and nothing that leads elsewhere.
      if (one.name.find('/') != std::string::npos || one.name.empty() || one.name == "..") throwDamaged(where);
      if (source.contains("beside")) {
        for (const auto& [name, digest] : source["beside"].items()) one.beside.emplace_back(name, digest);
      }
      recipe.sources.push_back(std::move(one));
    }
    if (recipe.sources.empty()) throwDamaged(where);
    return recipe;
  } catch (const nlohmann::json::exception&) {
    throwDamaged(where);
  } catch (const std::invalid_argument&) {
    throwDamaged(where);
  }
}

}  // namespace spindle::app

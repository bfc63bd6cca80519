// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/drawing.h"

#include "app/figure_options.h"
#include "app/figure_recipe.h"
#include "app/gui_application.h"
#include "core/analysis/figure_charts.h"
#include "ui/figure/figure_file.h"

#include <vector>

namespace spindle::app {
namespace {

std::string recipe(const AnalysisPicture& picture, const FigureStyle& style) {
  FigureOrder order;
  order.kind = picture.analysis->info().name;
  const auto& figures = picture.analysis->info().figures;
  order.chart = picture.chart.empty() && !figures.empty() ? figures.front().name : picture.chart;
  if (picture.at) order.steps = {picture.analyzed->results->header().step[*picture.at]};
  order.beside = !picture.analyzed->otherFiles.empty();
  order.live = picture.place.live;
  order.choices = picture.analyzed->choices;
  order.style = style;
  return recipeOf(order, std::vector{picture.analyzed}, picture.analyses);
}

class DrawnFigure : public AnalysisFigure {
 public:
  void addTo(CLI::App& command) override { look_.addTo(command); }
  [[nodiscard]] bool given() const override { return look_.given(); }

  void draw(const AnalysisPicture& picture, const std::string& file) const override {
    const auto application = displaylessApplication();
    const AnalyzedResults& results = *picture.analyzed;
    FigurePage page =
        figurePage(chartNamed(results, picture.analysis, picture.chart, picture.at, picture.place.live), results);
    if (picture.again) page.recipe = recipe(picture, look_.style());
    writeFigure(page, look_.style(), file);
  }

 private:
  FigureOptions look_;
};

}  // namespace

void addDrawingCommands(CLI::App& app, Action& action, const AnalysisList& analyses) {
  addFigureCommand(app, action, analyses);
  addAnimateCommand(app, action);
  addReportCommand(app, action, analyses);
}

std::unique_ptr<AnalysisFigure> analysisFigure() {
  return std::make_unique<DrawnFigure>();
}

}  // namespace spindle::app

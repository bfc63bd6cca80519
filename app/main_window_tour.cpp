// SPDX-License-Identifier: GPL-3.0-or-later
// Help, Tour: the story of the two phases on a bundled run, in the window itself.
#include "app/main_window.h"
#include "app/window_actions.h"
#include "ui/panels/analysis_tabs.h"
#include "ui/panels/dynamics_view.h"
#include "ui/panels/tour_card.h"

#include <QAction>
#include <QDockWidget>

namespace spindle::app {

void MainWindow::showTour() {
  if (tour_) tour_->close();
  if (!tourRun_.empty() && (session_.facts() == nullptr || session_.facts()->place != tourRun_)) open(tourRun_);
  const auto raised = [this](const char* name) -> QWidget* {
    QDockWidget* shown = dock(name);
    shown->show();
    shown->raise();
    return shown;
  };
  const auto part = [this](const char* name) { return view_->findChild<QWidget*>(QString::fromLatin1(name)); };
  const auto at = [this](std::optional<std::size_t> checkpoint) {
    view_->tabs()->setOpen(false);
    playhead_.pause();
    if (checkpoint) playhead_.moveTo(*checkpoint);
  };
  std::vector<TourStep> steps{
      {tr("What a coalition is"),
       tr("The input is divided into variables: here ten patches of the image, outlined in the picture. A coalition is "
          "a set of "
          "variables that are present; the others are masked. The network is evaluated on all 1,024 coalitions of each "
          "sample, at every checkpoint."),
       [raised] { return raised("sampleDock"); }},
      {tr("What AND and OR mean"),
       tr("Interactions explain all these scores. An AND interaction takes effect when all of its variables are "
          "present, an OR "
          "interaction as soon as one of them is. Its order is the number of its variables. Click a row: its variables "
          "light up in the picture."),
       [raised] { return raised("interactionsDock"); }},
      {tr("The spindle at the start"),
       tr("Strength by order, of effects for the class upward and against it downward. A network that has learned "
          "nothing has "
          "most of it at the middle orders, which cancel each other: the bars have the shape of a spindle."),
       [at, part] {
         at(0);
         return part("orderBars");
       }},
      {tr("Phase one"),
       tr("Up to the marker the network removes these effects and learns those of few variables: the mean order falls, "
          "and so "
          "do the losses on training and test samples. The map shows it over all checkpoints. Space plays."),
       [this, at, part] {
         at(session_.phaseTwo().checkpoint);
         return part("orderMap");
       }},
      {tr("Phase two"),
       tr("From the marker on the order rises again: the network learns effects of many variables, which rarely occur "
          "in other "
          "samples, and the gap between test and training loss opens. It begins to over-fit. The band is the 90 % "
          "interval of the marker over samples. P goes there from anywhere."),
       [this, at, part] {
         at(std::nullopt);
         playhead_.toEnd();
         return part("timeline");
       }},
      {tr("What to distrust"),
       tr("Other equally sparse decompositions exist (page Ties), other variables give another start (Compute, Repeat "
          "with "
          "other variables), and few samples give wide intervals. The page Trust says how well interactions explain "
          "the "
          "scores. Where a rule finds no phase two, the timeline says why."),
       [this] {
         view_->tabs()->openPage(std::string("trust"));
         return view_->tabs();
       }}};
  tour_ = new TourCard(std::move(steps), this);
}

}  // namespace spindle::app

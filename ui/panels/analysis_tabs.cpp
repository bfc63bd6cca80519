// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/analysis_tabs.h"

#include "ui/panels/generalization_page.h"
#include "ui/panels/phases_page.h"
#include "ui/panels/salience_page.h"
#include "ui/panels/theory_page.h"
#include "ui/panels/trust_page.h"
#include "ui/plots/timeline_plot.h"

namespace spindle {

AnalysisTabs::AnalysisTabs(const DynamicsSession& session, TimelinePlot* timeline, QAction* draws, QWidget* parent)
    : QTabWidget(parent), session_(session) {
  setObjectName("analysisTabs");
  setAccessibleName(tr("Views over training"));
  setDocumentMode(true);
  addTab(timeline, tr("&Losses and gap"));
  auto* phases = new PhasesPage(this);
  auto* theory = new TheoryPage(this);
  auto* generalization = new GeneralizationPage(this);
  auto* salience = new SaliencePage(this);
  auto* trust = new TrustPage(draws, this);
  const auto add = [this](AnalysisPage* page, const QString& title, const QString& tip) {
    setTabToolTip(addTab(page, title), tip);
    pages_.push_back(page);
  };
  add(phases, tr("Phase two"), tr("When phase two starts, by every rule, with intervals"));
  add(theory, tr("Theory"), tr("Measured and predicted distribution by order"));
  add(generalization, tr("Generalization"), tr("Training against test samples, clean against mislabeled ones"));
  add(salience, tr("Salience"), tr("What counts as salient, and how many interactions do"));
  add(trust, tr("Trust"), tr("How far to trust this"));
  connect(this, &QTabWidget::currentChanged, this, &AnalysisTabs::refresh);
  connect(phases, &PhasesPage::checkpointChosen, this, &AnalysisTabs::checkpointChosen);
  connect(phases, &PhasesPage::optionsChosen, this, &AnalysisTabs::phaseOptionsChosen);
  connect(phases, &PhasesPage::ruleChosen, this, &AnalysisTabs::phaseRuleChosen);
  connect(theory, &TheoryPage::checkpointChosen, this, &AnalysisTabs::checkpointChosen);
  connect(generalization, &GeneralizationPage::sampleChosen, this, &AnalysisTabs::sampleChosen);
  connect(salience, &SaliencePage::salienceChosen, this, &AnalysisTabs::salienceChosen);
}

void AnalysisTabs::setCheckpoint(std::size_t checkpoint) {
  if (checkpoint == checkpoint_) return;
  checkpoint_ = checkpoint;
  refresh();
}

void AnalysisTabs::refresh() {
  for (AnalysisPage* page : pages_) {
    if (page == currentWidget()) page->show(session_, session_.analysis(), checkpoint_);
  }
}

}  // namespace spindle

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/analysis_tabs.h"

#include "ui/panels/analysis_page.h"

#include <QAction>
#include <QHBoxLayout>
#include <QMenu>
#include <QTabBar>
#include <QToolButton>

namespace spindle {
namespace {

constexpr int minimumOpen = 200;  // pixels

QString waitingText(const DynamicsSession& session) {
  return session.busy()                    ? AnalysisTabs::tr("Shown when the computation has ended.")
         : session.track().doneCount() > 0 ? AnalysisTabs::tr("Analyzing\u2026")
                                           : QString();
}

}  // namespace

AnalysisTabs::AnalysisTabs(const DynamicsSession& session, const PageActions& actions, QWidget* parent)
    : QTabWidget(parent), session_(session), actions_(actions), toggle_(new QToolButton(this)) {
  setObjectName("analysisTabs");
  setAccessibleName(tr("Analyses"));
  setDocumentMode(true);
  for (const auto& analysis : session.analyses()) {
    const AnalysisInfo& info = analysis->info();
    if (info.page.empty()) continue;
    AnalysisPage* page = made(analysis, this);
    page->offerDock();
    setTabToolTip(addTab(page, QString::fromStdString(info.title)), QString::fromStdString(info.sentence));
    pages_.push_back(page);
    connect(page, &AnalysisPage::dockWanted, this, [this, name = info.name] { emit dockWanted(name); });
  }
  connect(this, &QTabWidget::currentChanged, this, &AnalysisTabs::refresh);
  // More pages than fit: a list of all, beside the tabs.
  auto* all = new QToolButton(this);
  all->setObjectName("allPages");
  all->setText(tr("All"));
  all->setToolTip(tr("Every page, with what it answers"));
  all->setAutoRaise(true);
  all->setPopupMode(QToolButton::InstantPopup);
  auto* menu = new QMenu(all);
  menu->setToolTipsVisible(true);
  for (int i = 0; i < count(); ++i) {
    QAction* action = menu->addAction(tabText(i));
    action->setToolTip(tabToolTip(i));
    connect(action, &QAction::triggered, this, [this, i] { openPage(i); });
  }
  all->setMenu(menu);
  toggle_->setObjectName("drawer");
  toggle_->setAutoRaise(true);
  connect(toggle_, &QToolButton::clicked, this, [this] { setOpen(!open_); });
  auto* corner = new QWidget(this);
  auto* row = new QHBoxLayout(corner);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  row->addWidget(all);
  row->addWidget(toggle_);
  setCornerWidget(corner);
  setUsesScrollButtons(true);
  connect(this, &QTabWidget::tabBarClicked, this, [this](int index) {
    if (index < 0) return;
    setOpen(!open_ || index != currentIndex());
  });
  setOpen(false);
}

AnalysisPage* AnalysisTabs::made(const std::shared_ptr<const Analysis>& analysis, QWidget* parent) {
  auto* page = new AnalysisPage(analysis, actions_, parent);
  connect(page, &AnalysisPage::chosen, this, &AnalysisTabs::chosen);
  connect(page, &AnalysisPage::optionChanged, this,
          [this, name = page->info().name](const OptionInfo& option, bool shared, double value) {
            if (shared) return takeShared(option.name, value);
            emit analysisOptionChosen(name, option.name, value);
          });
  return page;
}

AnalysisPage* AnalysisTabs::newPage(const std::string& analysis, QWidget* parent) {
  for (const auto& one : session_.analyses()) {
    if (one->info().name != analysis || one->info().page.empty()) continue;
    std::erase_if(docked_, [](const QPointer<AnalysisPage>& page) { return page.isNull(); });
    return docked_.emplace_back(made(one, parent));
  }
  return nullptr;
}

void AnalysisTabs::openPage(int index) {
  setCurrentIndex(index);
  setOpen(true);
}

void AnalysisTabs::openPage(const std::string& analysis) {
  if (AnalysisPage* wanted = page(analysis)) openPage(indexOf(wanted));
}

std::string AnalysisTabs::openPageName() const {
  const auto* shown = open_ ? qobject_cast<const AnalysisPage*>(currentWidget()) : nullptr;
  return shown == nullptr ? std::string() : shown->info().name;
}

void AnalysisTabs::setOpen(bool open) {
  toggle_->setArrowType(open ? Qt::DownArrow : Qt::UpArrow);
  toggle_->setToolTip(open ? tr("Close the analyses") : tr("Open the analyses"));
  if (open == open_) return;
  open_ = open;
  const int titles = tabBar()->sizeHint().height();
  setMinimumHeight(open ? minimumOpen : titles);
  setMaximumHeight(open ? QWIDGETSIZE_MAX : titles);
  if (open) refresh();
  emit opened(open);
}

AnalysisPage* AnalysisTabs::page(const std::string& analysis) const {
  for (AnalysisPage* one : pages_) {
    if (one->info().name == analysis) return one;
  }
  return nullptr;
}

void AnalysisTabs::takeShared(const std::string& option, double value) {
  Salience salience = session_.salience();
  PhaseOptions phases = session_.phaseOptions();
  if (option == "threshold") {
    const auto rule = static_cast<ThresholdRule>(static_cast<int>(value));
    emit salienceChosen({rule, usualFactor(rule), salience.orderOne});
  } else if (option == "factor") {
    salience.factor = value;
    emit salienceChosen(salience);
  } else if (option == "order-one") {
    salience.orderOne = static_cast<OrderOne>(static_cast<int>(value));
    emit salienceChosen(salience);
  } else if (option == "marker") {
    emit phaseRuleChosen(static_cast<PhaseRule>(static_cast<int>(value)));
  } else {
    (option == "tie" ? phases.tie : option == "rise" ? phases.rise : phases.gapShare) = value;
    emit phaseOptionsChosen(phases);
  }
}

OptionValues AnalysisTabs::sharedValues() const {
  OptionValues values;
  values.set("threshold", static_cast<double>(session_.salience().rule));
  values.set("factor", session_.salience().factor);
  values.set("order-one", static_cast<double>(session_.salience().orderOne));
  values.set("marker", static_cast<double>(session_.phaseRule()));
  values.set("tie", session_.phaseOptions().tie);
  values.set("rise", session_.phaseOptions().rise);
  values.set("gap-share", session_.phaseOptions().gapShare);
  return values;
}

void AnalysisTabs::setCheckpoint(std::size_t checkpoint) {
  if (checkpoint == checkpoint_) return;
  checkpoint_ = checkpoint;
  refresh();
}

void AnalysisTabs::refresh() {
  for (AnalysisPage* page : pages_) {
    if (open_ && page == currentWidget()) update(*page);
  }
  for (const QPointer<AnalysisPage>& page : docked_) {
    if (page && page->isVisible()) update(*page);
  }
}

void AnalysisTabs::update(AnalysisPage& page) {
  page.setShared(sharedValues());
  if (session_.analysis())
    page.show(session_.analysis(), checkpoint_);
  else
    page.clear(waitingText(session_));
}

}  // namespace spindle

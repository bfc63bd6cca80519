// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/analysis_page.h"

#include "core/analysis/series_axis.h"
#include "ui/chart/chart_view.h"
#include "ui/chart/screen_words.h"
#include "ui/panels/analysis_table.h"
#include "ui/panels/option_controls.h"
#include "ui/panels/plot_menu.h"
#include "ui/panels/table_dialog.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QScrollArea>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <set>

namespace spindle {
namespace {

constexpr int panelStretch = 4, panelWidthEms = 12, panelHeightEms = 11;
constexpr double sideEms = 17.0;

QString findingHtml(const AnalysisFinding& finding) {
  const QString mark = finding.kind == FindingKind::caution ? QStringLiteral("\u26a0 ") : QString();
  return QStringLiteral("<p style=\"margin:0 0 4px 0\">%1<b>%2.</b> %3</p>")
      .arg(mark, QString::fromStdString(finding.topic).toHtmlEscaped(),
           QString::fromStdString(finding.text).toHtmlEscaped());
}

/// The declared options of an analysis: those it shares first.
std::vector<OptionInfo> optionsOf(const AnalysisInfo& info) {
  std::vector<OptionInfo> options;
  for (const std::string& name : info.shared) {
    for (const OptionInfo& option : sharedOptions()) {
      if (option.name == name) options.push_back(option);
    }
  }
  options.insert(options.end(), info.options.begin(), info.options.end());
  return options;
}

bool isShared(const AnalysisInfo& info, const std::string& option) {
  return std::find(info.shared.begin(), info.shared.end(), option) != info.shared.end();
}

}  // namespace

AnalysisPage::AnalysisPage(std::shared_ptr<const Analysis> analysis, const PageActions& actions, QWidget* parent)
    : QWidget(parent),
      analysis_(std::move(analysis)),
      panels_(new QScrollArea(this)),
      findings_(new QLabel(this)),
      buttons_(new QHBoxLayout),
      tableButton_(new QToolButton(this)) {
  setObjectName(QString::fromStdString(info().name) + QStringLiteral("Page"));
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(4, 2, 8, 4);
  row->setSpacing(8);
  // Charts keep a readable size: where there is no room for all, they scroll.
  auto* panels = new QWidget(this);
  auto* panelRow = new QHBoxLayout(panels);
  panelRow->setContentsMargins(0, 0, 0, 0);
  panelRow->setSpacing(8);
  // Which of the names are charts is known once something was found; both kinds get a place, one of them is seen.
  for (const std::string& name : info().page) {
    auto* chart = charts_[name] = new ChartView(this);
    auto* table = tables_[name] = new AnalysisTable(this);
    chart->setObjectName(QString::fromStdString(info().name + "." + name));
    table->setObjectName(QString::fromStdString(info().name + "." + name + ".table"));
    table->hide();
    chart->setMinimumSize(panelWidthEms * fontMetrics().height(), panelHeightEms * fontMetrics().height());
    panelRow->addWidget(chart, 1);
    panelRow->addWidget(table, 1);
    connect(chart, &ChartView::clicked, this, &AnalysisPage::chosen);
    new PlotMenu(
        chart, QString::fromStdString(info().title), [chart] { return tabSeparated(chart->chart()); }, true);
    connect(table, &AnalysisTable::chosen, this, &AnalysisPage::chosen);
  }
  panels_->setObjectName(QString::fromStdString(info().name) + QStringLiteral("Panels"));
  panels_->setWidget(panels);
  panels_->setWidgetResizable(true);
  panels_->setFrameShape(QFrame::NoFrame);
  row->addWidget(panels_, panelStretch * static_cast<int>(info().page.size()));
  findings_->setObjectName(QString::fromStdString(info().name) + QStringLiteral("Findings"));
  findings_->setTextFormat(Qt::RichText);
  findings_->setWordWrap(true);
  findings_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  findings_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  // Findings and controls scroll together: some analyses have many of both.
  auto* content = new QWidget(this);
  auto* inner = new QVBoxLayout(content);
  inner->setContentsMargins(0, 0, 4, 0);
  inner->addWidget(findings_, 1);
  auto* scroll = new QScrollArea(this);
  scroll->setWidget(content);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  auto* side = new QVBoxLayout;
  side->addWidget(scroll, 1);
  if (const auto options = optionsOf(info()); !options.empty()) {
    controls_ = new OptionControls(info().name, options, this);
    inner->addWidget(controls_);
    connect(controls_, &OptionControls::changed, this, &AnalysisPage::takeOption);
    connect(controls_, &OptionControls::unset, this, [this](const std::string& option) {
      live_.unset(option);
      showPlace();
    });
  }
  for (const std::string& name : info().actions) {
    const auto found = actions.find(name);
    if (found == actions.end()) continue;
    auto* button = new QToolButton(this);
    button->setDefaultAction(found->second);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    side->addWidget(button, 0, Qt::AlignLeft);
  }
  buttons_->addStretch(1);
  tableButton_->setText(tr("Numbers"));
  tableButton_->setToolTip(tr("Show the tables of this page"));
  tableButton_->setPopupMode(QToolButton::InstantPopup);
  tableButton_->setMenu(new QMenu(tableButton_));
  buttons_->addWidget(tableButton_);
  side->addLayout(buttons_);
  auto* right = new QWidget(this);
  side->setContentsMargins(0, 0, 0, 0);
  right->setLayout(side);
  const int bar = style()->pixelMetric(QStyle::PM_ScrollBarExtent);
  right->setMinimumWidth(std::max({static_cast<int>(sideEms * fontMetrics().averageCharWidth() * 1.4),
                                   side->minimumSize().width(), content->minimumSizeHint().width() + bar}));
  row->addWidget(right, 3);
}

void AnalysisPage::offerDock() {
  auto* dock = new QToolButton(this);
  dock->setObjectName(QString::fromStdString(info().name) + QStringLiteral("Dock"));
  dock->setText(tr("Open as dock"));
  dock->setToolTip(tr("A dock of its own for this page; several can be open at once"));
  buttons_->addWidget(dock);
  QWidget* side = buttons_->parentWidget();
  side->layout()->invalidate();
  side->setMinimumWidth(std::max(side->minimumWidth(), side->layout()->minimumSize().width()));
  connect(dock, &QToolButton::clicked, this, &AnalysisPage::dockWanted);
}

ChartView* AnalysisPage::chart(const std::string& name) const {
  const auto found = charts_.find(name);
  return found == charts_.end() ? nullptr : found->second;
}

AnalysisTable* AnalysisPage::table(const std::string& name) const {
  const auto found = tables_.find(name);
  return found == tables_.end() ? nullptr : found->second;
}

void AnalysisPage::setShared(const OptionValues& values) {
  if (controls_ == nullptr) return;
  for (const std::string& name : info().shared) {
    if (values.has(name)) controls_->setValue(name, values.value(name, 0.0));
  }
}

void AnalysisPage::clear(const QString& why) {
  found_.reset();
  for (const auto& [name, chart] : charts_) chart->clear(QString());
  for (const auto& [name, table] : tables_) table->clearTable();
  panels_->show();
  findings_->setText(why.toHtmlEscaped());
  tableButton_->menu()->clear();
  tableButton_->setEnabled(false);
}

void AnalysisPage::show(const AnalyzedPtr& found, std::size_t checkpoint) {
  const auto result = found->found.find(info().name);
  if (result == found->found.end() || checkpoint >= found->strengths->size()) return clear(QString());
  const bool same = found_ && found_->found.at(info().name) == result->second;
  const bool sameStart = found_ && found_->phases == found->phases;
  if (same && sameStart && checkpoint == checkpoint_) return;
  found_ = found;
  checkpoint_ = checkpoint;
  if (!same)
    showWhole();
  else if (!sameStart)
    showCharts(wholeCharts(*found_, info().name));
  showPlace();
}

/// What belongs to no place: tables, and charts over training.
void AnalysisPage::showWhole() {
  const AnalysisResult& result = *found_->found.at(info().name);
  const bool epochs = stepsAreEpochs(found_->results->header());
  const std::vector<Chart> charts = wholeCharts(*found_, info().name);
  RunControl control;
  QMenu* menu = tableButton_->menu();
  menu->clear();
  std::set<std::string> drawn;
  for (const Chart& chart : charts) drawn.insert(chart.name);
  for (const Chart& chart : result.chartsAt({checkpoint_, live_})) drawn.insert(chart.name);
  for (const TableMaker& maker : result.tables()) {
    if (const auto here = tables_.find(maker.name); here != tables_.end() && !drawn.contains(maker.name)) {
      here->second->show(maker.make(control), epochs);
      here->second->show();
      charts_.at(maker.name)->hide();
    }
    if (!maker.large)
      connect(menu->addAction(QString::fromStdString(maker.title)), &QAction::triggered, this,
              [this, maker] { openTable(maker); });
  }
  // A chart of a measurement that these results do not hold.
  for (const auto& [name, chart] : charts_) chart->setVisible(drawn.contains(name));
  tableButton_->setEnabled(!menu->isEmpty());
  showCharts(charts);
}

void AnalysisPage::showCharts(const std::vector<Chart>& charts) {
  for (const Chart& chart : charts) {
    if (const auto here = charts_.find(chart.name); here != charts_.end()) here->second->show(chart);
  }
}

void AnalysisPage::openTable(const TableMaker& maker) {
  if (!found_) return;
  auto* dialog = new TableDialog(found_, analysis_, maker, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &TableDialog::chosen, this, &AnalysisPage::chosen);
  dialog->open();
}

void AnalysisPage::takeOption(const std::string& name, double value) {
  for (const OptionInfo& option : optionsOf(info())) {
    if (option.name != name) continue;
    const bool shared = isShared(info(), name);
    if (shared || option.invalidates != Level::live) {
      emit optionChanged(option, shared, value);
    } else {
      live_.set(name, value);
      showPlace();
    }
  }
}

void AnalysisPage::showPlace() {
  if (!found_) return;
  const AnalysisResult& result = *found_->found.at(info().name);
  showCharts(result.chartsAt({checkpoint_, live_}));
  const double step = found_->results->header().step[checkpoint_];
  for (const auto& [name, chart] : charts_) {
    if (chart->chart().x.series) chart->setMark(step);
  }
  showPanels();
  showFindings();
}

/// Where nothing can be drawn, what to do about it is said once, beside no empty axes.
void AnalysisPage::showPanels() {
  const auto drawn = [](const auto& chart) { return !chart.second->isHidden() && hasContent(chart.second->chart()); };
  const auto listed = [](const auto& table) { return !table.second->isHidden(); };
  panels_->setVisible(std::any_of(charts_.begin(), charts_.end(), drawn) ||
                      std::any_of(tables_.begin(), tables_.end(), listed));
}

void AnalysisPage::showFindings() {
  const AnalysisResult& result = *found_->found.at(info().name);
  QString text;
  for (AnalysisFinding finding : result.findingsAt({checkpoint_, live_})) {
    if (finding.topic == "Here") finding.topic = placeName(found_->results->header(), checkpoint_);
    text += findingHtml(finding);
    for (const auto& [name, value] : finding.numbers) {
      if (controls_ != nullptr) controls_->setAutomatic(name, value);
    }
  }
  for (const AnalysisFinding& finding : result.findings()) text += findingHtml(finding);
  if (text != findings_->text()) findings_->setText(text);
}

}  // namespace spindle

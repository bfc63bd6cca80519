// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/variable_tools.h"

#include "core/run/samples/default_variables.h"

#include <QAction>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWidgetAction>

#include <algorithm>

namespace spindle {
namespace {

constexpr int mostCells = 32, usualCount = 10, mostCount = 16, mostRadius = 64, mostClusters = 200, mostSeed = 999999;
constexpr int settleTime = 350;  // ms: a number that is being changed is not yet meant
constexpr int brushShare = 14;   // of the shorter side: a grid of 7 has cells of twice that radius

QSpinBox* spinBox(int low, int high, int value, const QString& name, const QString& tip, QWidget* parent) {
  auto* box = new QSpinBox(parent);
  box->setRange(low, high);
  box->setValue(value);
  box->setAccessibleName(name);
  box->setToolTip(tip);
  return box;
}

QHBoxLayout* line(QWidget* parent) {
  auto* row = new QHBoxLayout(parent);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(4);
  return row;
}

}  // namespace

VariableTools::VariableTools(VariablePicker& picker, QWidget* parent)
    : QWidget(parent),
      picker_(picker),
      rows_(spinBox(1, mostCells, 7, tr("Rows of the grid"), tr("Rows of the grid that cells are picked from"), this)),
      columns_(spinBox(1, mostCells, 7, tr("Columns of the grid"), tr("Columns of the grid that cells are picked from"),
                       this)),
      radius_(spinBox(1, mostRadius, 2, tr("Radius of the brush"),
                      tr("Radius of the brush in pixels; the wheel over the picture changes it"), this)),
      count_(
          spinBox(1, mostCount, usualCount, tr("Number of cells"), tr("Number of cells that become variables"), this)),
      seed_(spinBox(0, mostSeed, 1, tr("Seed"), tr("The same seed selects the same cells again"), this)),
      margin_(spinBox(0, mostCells / 2, 1, tr("Cells left free at each edge"),
                      tr("No cell nearer to an edge than this is selected"), this)),
      regions_(spinBox(1, mostCount, usualCount, tr("Number of superpixels"),
                       tr("Each of so many superpixels becomes a variable"), this)),
      clusters_(spinBox(1, mostClusters, 30, tr("Number of clusters"),
                        tr("The points of each sample are split into so many clusters (k-means)"), this)),
      drawn_(spinBox(1, mostCount, usualCount, tr("Number of clusters that become variables"),
                     tr("So many of the clusters, drawn at random, become variables"), this)),
      clusterSeed_(spinBox(0, mostSeed, 0, tr("Seed"), tr("The same seed draws the same clusters again"), this)),
      compactness_(new QDoubleSpinBox(this)),
      brush_(new QToolButton(this)),
      superpixels_(new QToolButton(this)),
      random_(new QToolButton(this)),
      group_(new QToolButton(this)),
      one_(new QToolButton(this)),
      image_(imageTools()),
      points_(pointTools()),
      settled_(new QTimer(this)) {
  rows_->setObjectName("gridRows");
  columns_->setObjectName("gridColumns");
  radius_->setObjectName("brushRadius");
  radius_->setSuffix(tr(" px"));
  regions_->setObjectName("superpixelCount");
  clusters_->setObjectName("clusterCount");
  drawn_->setObjectName("drawnClusters");
  one_->setObjectName("onlyThisSample");
  settled_->setSingleShot(true);
  settled_->setInterval(settleTime);
  auto* ways = new QHBoxLayout;
  ways->setSpacing(4);
  ways->addWidget(group_);
  ways->addWidget(one_);
  ways->addStretch(1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(2);
  column->addWidget(image_);
  column->addWidget(points_);
  column->addLayout(ways);
  for (QSpinBox* box : {rows_, columns_}) {
    connect(box, &QSpinBox::valueChanged, this, [this](int) {
      picker_.setGrid({rows_->value(), columns_->value()});
      emit gridChanged();
    });
  }
  connect(radius_, &QSpinBox::valueChanged, this, &VariableTools::brushChanged);
  connect(clusters_, &QSpinBox::valueChanged, this, [this](int k) { drawn_->setMaximum(std::min(mostCount, k)); });
  for (QSpinBox* box : {clusters_, drawn_, clusterSeed_})
    connect(box, &QSpinBox::valueChanged, settled_, qOverload<>(&QTimer::start));
  connect(settled_, &QTimer::timeout, this, &VariableTools::propose);
}

void VariableTools::menuOf(QToolButton* button, QWidget* form) {
  auto* menu = new QMenu(button);
  auto* held = new QWidgetAction(menu);
  held->setDefaultWidget(form);
  menu->addAction(held);
  button->setPopupMode(QToolButton::MenuButtonPopup);
  button->setMenu(menu);
}

QWidget* VariableTools::imageTools() {
  compactness_->setRange(0.1, 1000.0);
  compactness_->setValue(SuperpixelOptions().compactness);
  compactness_->setDecimals(1);
  compactness_->setAccessibleName(tr("Compactness"));
  compactness_->setToolTip(tr("1: along the edges of the picture; 100: nearly square"));
  auto* tools = new QWidget(this);
  auto* lines = new QVBoxLayout(tools);
  lines->setContentsMargins(0, 0, 0, 0);
  lines->setSpacing(2);
  auto* grid = line(nullptr);
  grid->addWidget(new QLabel(tr("Grid"), tools));
  grid->addWidget(rows_);
  grid->addWidget(new QLabel(QStringLiteral("\u00d7"), tools));
  grid->addWidget(columns_);
  grid->addWidget(random_);
  grid->addStretch(1);
  auto* regions = line(nullptr);
  regions->addWidget(brush_);
  regions->addWidget(radius_);
  regions->addWidget(superpixels_);
  regions->addStretch(1);
  lines->addLayout(grid);
  lines->addLayout(regions);
  auto* cells = new QWidget(tools);
  auto* rows = new QFormLayout(cells);
  rows->addRow(tr("Cells:"), count_);
  rows->addRow(tr("Cells left free at each edge:"), margin_);
  rows->addRow(tr("Seed:"), seed_);
  menuOf(random_, cells);
  auto* parts = new QWidget(tools);
  auto* sizes = new QFormLayout(parts);
  sizes->addRow(tr("Superpixels:"), regions_);
  sizes->addRow(tr("Compactness:"), compactness_);
  menuOf(superpixels_, parts);
  return tools;
}

QWidget* VariableTools::pointTools() {
  auto* tools = new QWidget(this);
  auto* lines = new QVBoxLayout(tools);
  lines->setContentsMargins(0, 0, 0, 0);
  lines->setSpacing(2);
  auto* counts = line(nullptr);
  counts->addWidget(drawn_);
  counts->addWidget(new QLabel(tr("of"), tools));
  counts->addWidget(clusters_);
  counts->addWidget(new QLabel(tr("clusters"), tools));
  counts->addStretch(1);
  auto* seed = line(nullptr);
  seed->addWidget(new QLabel(tr("Seed"), tools));
  seed->addWidget(clusterSeed_);
  seed->addStretch(1);
  lines->addLayout(counts);
  lines->addLayout(seed);
  return tools;
}

void VariableTools::setActions(const EditActions& actions) {
  brushing_ = actions.brush;
  for (const auto& [button, action] :
       {std::pair(brush_, actions.brush), std::pair(superpixels_, actions.superpixels),
        std::pair(random_, actions.random), std::pair(group_, actions.group), std::pair(one_, actions.oneSample)}) {
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
  }
  superpixels_->menu()->addAction(actions.labelMap);
  connect(actions.brush, &QAction::toggled, this, &VariableTools::brushChanged);
  connect(actions.superpixels, &QAction::triggered, this, [this] {
    picker_.divide({regions_->value(), compactness_->value()});
  });
  connect(actions.random, &QAction::triggered, this, [this] {
    picker_.selectRandom({count_->value(), margin_->value(), static_cast<std::uint64_t>(seed_->value())});
    seed_->setValue(seed_->value() == mostSeed ? 0 : seed_->value() + 1);
  });
  connect(actions.group, &QAction::triggered, this, &VariableTools::groupWanted);
  connect(actions.oneSample, &QAction::toggled, this,
          [this](bool one) { picker_.setScope(one ? EditScope::one : EditScope::alike); });
}

void VariableTools::setKind(InputKind kind, const InputFormat& format) {
  const bool image = kind == InputKind::image, points = kind == InputKind::points;
  const QSignalBlocker noRows(rows_), noColumns(columns_), noClusters(clusters_), noDrawn(drawn_), noRadius(radius_);
  rows_->setValue(picker_.grid().rows);
  columns_->setValue(picker_.grid().columns);
  if (image && format.shape.size() == 3)
    radius_->setValue(static_cast<int>(std::min(format.shape[1], format.shape[2])) / brushShare);
  if (points && !format.shape.empty()) {
    const int most = static_cast<int>(std::min<std::int64_t>(mostClusters, format.shape[0]));
    clusters_->setMaximum(most);
    clusters_->setValue(picker_.proposal().clusters);
    drawn_->setMaximum(std::min(mostCount, clusters_->value()));
    drawn_->setValue(picker_.proposal().count);
  }
  image_->setVisible(image);
  points_->setVisible(points);
  group_->setVisible(kind == InputKind::text || kind == InputKind::tabular);
}

bool VariableTools::brushing() const {
  return brushing_ != nullptr && brushing_->isChecked() && image_->isVisibleTo(this);
}

int VariableTools::radius() const {
  return radius_->value();
}

void VariableTools::changeRadius(int by) {
  radius_->setValue(radius_->value() + by);
}

void VariableTools::propose() {
  const ClusterProposal wanted{clusters_->value(), drawn_->value(), static_cast<std::uint64_t>(clusterSeed_->value())};
  if (wanted != picker_.proposal()) picker_.propose(wanted);
}

}  // namespace spindle

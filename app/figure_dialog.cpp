// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/figure_dialog.h"

#include "app/number_list.h"
#include "core/base/user_error.h"
#include "ui/figure/figure_warnings.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace spindle::app {
namespace {

constexpr double pointsPerInch = 72.0;

/// A figure as an image of its true size on this screen.
QPixmap preview(const FigurePage& page, const FigureStyle& style, const QWidget& on) {
  constexpr double leastDpi = 60.0, mostDpi = 300.0;
  const double dpi = std::clamp(on.screen()->physicalDotsPerInch(), leastDpi, mostDpi);
  const double ratio = on.devicePixelRatioF();
  const QSizeF size = pageSize(page, style) * (dpi / pointsPerInch * ratio);
  QPixmap pixmap(size.toSize());
  pixmap.fill(Qt::white);
  QPainter painter(&pixmap);
  painter.scale(dpi / pointsPerInch * ratio, dpi / pointsPerInch * ratio);
  paintPage(painter, page, style);
  painter.end();
  pixmap.setDevicePixelRatio(ratio);
  return pixmap;
}

/// Those of the user are offered where their file can be read; the command line tells what is wrong with it.
std::vector<Venue> offeredVenues() {
  try {
    return allVenues();
  } catch (const UserError&) {
    return knownVenues();
  }
}

QString text(const std::string& plain) {
  return QString::fromStdString(plain);
}

}  // namespace

FigureDialog::FigureDialog(AnalyzedPtr found, AnalysisList analyses, QWidget* parent, OfferedSample sample)
    : QDialog(parent),
      found_(std::move(found)),
      analyses_(std::move(analyses)),
      sample_(std::move(sample)),
      venues_(offeredVenues()),
      kind_(new QComboBox(this)),
      chart_(new QComboBox(this)),
      venue_(new QComboBox(this)),
      column_(new QComboBox(this)),
      font_(new QComboBox(this)),
      palette_(new QComboBox(this)),
      width_(new QDoubleSpinBox(this)),
      dpi_(new QDoubleSpinBox(this)),
      steps_(new QLineEdit(this)),
      raw_(new QCheckBox(tr("Strength in place of shares"), this)),
      hatch_(new QCheckBox(tr("Hatch negative bars, for grayscale printing"), this)),
      note_(new QCheckBox(tr("Small print with the choices behind it"), this)),
      outlines_(new QCheckBox(tr("SVG: letters as shapes"), this)),
      transparent_(new QCheckBox(tr("PNG: transparent"), this)),
      composed_(new QCheckBox(tr("Compose a page of several"), this)),
      page_(new QPlainTextEdit(this)),
      caption_(new QLabel(this)),
      preview_(new QLabel(this)),
      warnings_(new QLabel(this)) {
  setObjectName("figureDialog");
  setWindowTitle(tr("Export figure"));
  later_.setSingleShot(true);
  later_.setInterval(60);
  connect(&later_, &QTimer::timeout, this, &FigureDialog::refresh);
  auto* layout = new QHBoxLayout(this);
  layout->addWidget(makeChoices());
  layout->addWidget(makePreview(), 1);
  fillCharts();
  takeVenue();
  refresh();
}

QWidget* FigureDialog::makeChoices() {
  auto* widget = new QWidget(this);
  auto* form = new QFormLayout(widget);
  kind_->setObjectName("figureKind");
  width_->setObjectName("figureWidth");
  palette_->setObjectName("figurePalette");
  composed_->setObjectName("figureComposed");
  venue_->setObjectName("figureVenue");
  kind_->addItem(tr("Dynamics: bars at chosen steps and the gap of the losses"), QStringLiteral("dynamics"));
  kind_->addItem(tr("Sample: the input with its variables and strongest interactions"), QStringLiteral("sample"));
  for (const NamedFigure& one : allFigures(analyses_))
    kind_->addItem(tr("%1: %2").arg(text(one.analysis->info().title), text(one.figure.title)), text(one.figure.name));
  for (const Venue& venue : venues_) venue_->addItem(text(venue.title), text(venue.name));
  venue_->addItem(tr("Other width"), QString());
  column_->addItem(tr("One column"), false);
  column_->addItem(tr("Full width"), true);
  font_->addItem(tr("Sans serif"), static_cast<int>(FigureFont::sans));
  font_->addItem(tr("Serif, as Times"), static_cast<int>(FigureFont::serif));
  palette_->addItem(tr("Safe for color-blind readers"), static_cast<int>(Palette::safe));
  palette_->addItem(tr("Red and blue"), static_cast<int>(Palette::redBlue));
  palette_->addItem(tr("Gray"), static_cast<int>(Palette::gray));
  width_->setRange(1.0, 60.0);
  width_->setSuffix(tr(" in"));
  width_->setSingleStep(0.1);
  width_->setDecimals(3);
  dpi_->setRange(30.0, 2400.0);
  dpi_->setValue(FigureStyle().pngDpi);
  dpi_->setDecimals(0);
  dpi_->setSuffix(tr(" dpi"));
  steps_->setPlaceholderText(tr("chosen automatically, or 0, 37, 6000"));
  for (QComboBox* box : {kind_, chart_}) {
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(44);
  }
  caption_->setWordWrap(true);
  caption_->setMinimumHeight(5 * caption_->fontMetrics().lineSpacing());
  caption_->setAlignment(Qt::AlignTop);
  caption_->setTextFormat(Qt::PlainText);
  note_->setChecked(true);
  page_->setObjectName("figurePage");
  page_->setPlaceholderText(tr("Add figures to the page, or write it: {\"rows\": [[{\"chart\": \"losses\"}]]}"));
  page_->setMinimumHeight(8 * page_->fontMetrics().lineSpacing());
  form->addRow(tr("Figure"), kind_);
  form->addRow(tr("Chart"), chart_);
  form->addRow(QString(), caption_);
  form->addRow(tr("Steps"), steps_);
  form->addRow(QString(), raw_);
  form->addRow(tr("Venue"), venue_);
  form->addRow(tr("Column"), column_);
  form->addRow(tr("Width"), width_);
  form->addRow(tr("Font"), font_);
  form->addRow(tr("Colors"), palette_);
  form->addRow(QString(), hatch_);
  form->addRow(QString(), note_);
  form->addRow(QString(), outlines_);
  form->addRow(tr("PNG"), dpi_);
  form->addRow(QString(), transparent_);
  form->addRow(tr("Page"), composed_);
  form->addRow(page_);
  pageButtons_ = new QWidget(widget);
  auto* row = new QHBoxLayout(pageButtons_);
  row->setContentsMargins(0, 0, 0, 0);
  const auto button = [&](const QString& title, void (FigureDialog::*act)()) {
    auto* made = new QPushButton(title, pageButtons_);
    row->addWidget(made);
    connect(made, &QPushButton::clicked, this, act);
  };
  button(tr("Add this figure"), &FigureDialog::addPanel);
  button(tr("Open\u2026"), &FigureDialog::openPage);
  button(tr("Save\u2026"), &FigureDialog::savePage);
  form->addRow(pageButtons_);
  const auto again = [this] { later_.start(); };
  connect(kind_, &QComboBox::currentIndexChanged, this, &FigureDialog::fillCharts);
  for (QComboBox* box : {venue_, column_})
    connect(box, &QComboBox::currentIndexChanged, this, &FigureDialog::takeVenue);
  for (QComboBox* box : {kind_, chart_, font_, palette_}) connect(box, &QComboBox::currentIndexChanged, this, again);
  for (QCheckBox* box : {raw_, hatch_, note_, outlines_, transparent_, composed_})
    connect(box, &QCheckBox::toggled, this, again);
  connect(width_, &QDoubleSpinBox::valueChanged, this, again);
  connect(steps_, &QLineEdit::textChanged, this, again);
  connect(page_, &QPlainTextEdit::textChanged, this, again);
  return widget;
}

QWidget* FigureDialog::makePreview() {
  auto* widget = new QWidget(this);
  auto* column = new QVBoxLayout(widget);
  auto* area = new QScrollArea(widget);
  preview_->setObjectName("figurePreview");
  preview_->setAlignment(Qt::AlignCenter);
  area->setWidget(preview_);
  area->setWidgetResizable(true);
  area->setMinimumSize(560, 380);
  area->setAccessibleName(tr("The figure at its true size"));
  warnings_->setObjectName("figureWarnings");
  warnings_->setWordWrap(true);
  warnings_->setTextFormat(Qt::PlainText);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, widget);
  save_ = buttons->button(QDialogButtonBox::Save);
  save_->setText(tr("Choose file\u2026"));
  copy_ = buttons->addButton(tr("Copy as command"), QDialogButtonBox::ActionRole);
  copy_->setObjectName("figureCommand");
  connect(copy_, &QPushButton::clicked, this, &FigureDialog::copyCommand);
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  column->addWidget(area, 1);
  column->addWidget(warnings_);
  column->addWidget(buttons);
  return widget;
}

void FigureDialog::fillCharts() {
  const QSignalBlocker quiet(chart_);
  chart_->clear();
  chart_->addItem(tr("All"), QString());
  const std::string kind = kind_->currentData().toString().toStdString();
  if (kind == "dynamics" || kind == "sample") return;
  for (const auto& row : figureNamed(analyses_, kind).figure.rows) {
    for (const std::string& chart : row) chart_->addItem(text(chart), text(chart));
  }
}

void FigureDialog::takeVenue() {
  const auto row = static_cast<std::size_t>(venue_->currentIndex());
  const bool known = row < venues_.size();
  column_->setEnabled(known && venues_[row].twoColumns());
  if (known) {
    const FigureStyle style = styled({}, venues_[row], column_->isEnabled() && column_->currentData().toBool());
    width_->setValue(style.widthInches);
    font_->setCurrentIndex(font_->findData(static_cast<int>(style.font)));
  }
  later_.start();
}

std::optional<double> FigureDialog::columnInches() const {
  const auto row = static_cast<std::size_t>(venue_->currentIndex());
  if (row >= venues_.size()) return std::nullopt;
  return column_->isEnabled() && !column_->currentData().toBool() ? venues_[row].columnInches : venues_[row].fullInches;
}

FigureOrder FigureDialog::order() const {
  FigureOrder order;
  order.choices = found_->choices;
  const auto row = static_cast<std::size_t>(venue_->currentIndex());
  if (row < venues_.size())
    order.style = styled({}, venues_[row], column_->isEnabled() && column_->currentData().toBool());
  // The box rounds: only a width that somebody typed replaces that of the venue.
  if (std::abs(width_->value() - order.style.widthInches) > 0.5 * std::pow(10.0, -width_->decimals()))
    order.style.widthInches = width_->value();
  order.style.font = static_cast<FigureFont>(font_->currentData().toInt());
  order.style.palette = static_cast<Palette>(palette_->currentData().toInt());
  order.style.hatchNegative = hatch_->isChecked();
  order.style.note = note_->isChecked();
  order.style.outlines = outlines_->isChecked();
  order.style.transparent = transparent_->isChecked();
  order.style.pngDpi = dpi_->value();
  if (composed_->isChecked()) {
    order.page = plan();
    if (!pageFile_.isEmpty()) order.pageFile = pageFile_.toStdString();
    order.inputs = [sample = sample_](const AnalyzedResults&, std::size_t number) {
      if (sample.input && sample.row == number) return sample.input;
      throw UserError("The page shows sample " + std::to_string(number) +
                      "; look at that one in the window, with its run open, and export again.");
    };
  } else {
    order.kind = kind_->currentData().toString().toStdString();
    order.chart = chart_->currentData().toString().toStdString();
    order.raw = order.kind == "dynamics" && raw_->isChecked();
    if (order.kind == "sample") {
      order.sample = sample_.row;
      order.input = sample_.input;
    }
    if (const std::string steps = steps_->text().remove(' ').toStdString(); !steps.empty())
      order.steps = parseNumbers(steps, "Steps");
  }
  order.beside = !found_->otherFiles.empty() && takesOthers(order, analyses_);
  return order;
}

void FigureDialog::refresh() {
  page_->setVisible(composed_->isChecked());
  pageButtons_->setVisible(composed_->isChecked());
  raw_->setEnabled(kind_->currentData().toString() == "dynamics");
  bool good = false;
  try {
    const FigureOrder now = order();
    requireFont(now.style.font);
    const FigurePage page = pageOf(now, std::vector{found_}, analyses_);
    caption_->setText(text(page.figure.sentence));
    if (const auto missing = page.figure.missing()) throw UserError("There is nothing to draw: " + *missing + ".");
    preview_->setPixmap(preview(page, now.style, *this));
    QStringList all;
    for (const std::string& warning : figureWarnings(page, now.style, columnInches())) all << text(warning);
    warnings_->setText(all.join('\n'));
    good = true;
  } catch (const UserError& error) {
    preview_->setPixmap({});
    warnings_->setText(QString::fromUtf8(error.what()));
  }
  save_->setEnabled(good);
  copy_->setEnabled(good);
}

}  // namespace spindle::app

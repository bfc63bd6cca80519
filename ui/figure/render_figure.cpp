// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/render_figure.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/store/output_file.h"
#include "ui/figure/figure_kinds.h"
#include "ui/figure/figure_note.h"

#include <QBuffer>
#include <QImage>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

constexpr double pointsPerInch = 72.0;
constexpr double golden = 0.618;

/// Draws onto a device of `dpi` dots an inch.
void paint(const FigureData& data, const FigureSpec& spec, QPaintDevice& device, double dpi,
           const std::filesystem::path& file) {
  QPainter painter;
  if (!painter.begin(&device))
    throw UserError("Cannot draw " + file.string() + "; check the folder and the free space.");
  painter.scale(dpi / pointsPerInch, dpi / pointsPerInch);
  renderFigure(data, spec, painter);
}

void drawPdf(const FigureData& data, const FigureSpec& spec, QBuffer& out, const std::filesystem::path& file) {
  QPdfWriter writer(&out);
  constexpr int resolution = 1200;
  writer.setResolution(resolution);
  writer.setPageSize(QPageSize(figureSize(data, spec), QPageSize::Point, {}, QPageSize::ExactMatch));
  writer.setPageMargins({});
  writer.setTitle(QString::fromStdString(printable(data.run)));
  writer.setCreator(QStringLiteral("Spindle"));
  paint(data, spec, writer, resolution, file);
}

void drawPng(const FigureData& data, const FigureSpec& spec, QBuffer& out, const std::filesystem::path& file) {
  const QSizeF size = figureSize(data, spec) * (spec.pngDpi / pointsPerInch);
  QImage image(size.toSize(), QImage::Format_RGB32);
  if (image.isNull()) throw UserError("There is not enough memory to draw " + file.string() + "; make it smaller.");
  image.fill(Qt::white);
  image.setDotsPerMeterX(static_cast<int>(std::lround(spec.pngDpi / 0.0254)));
  image.setDotsPerMeterY(static_cast<int>(std::lround(spec.pngDpi / 0.0254)));
  image.setText(QStringLiteral("Software"), QStringLiteral("Spindle"));  // what tells it from a picture of a run
  // A point is scaled by the dpi, not by the image's own metrics.
  paint(data, spec, image, spec.pngDpi, file);
  if (!image.save(&out, "PNG")) throw UserError("Cannot draw " + file.string() + "; there is not enough memory.");
}

/// XML knows no such characters, escaped or not; names out of files may have them.
QByteArray withoutControls(const QByteArray& xml) {
  QByteArray result;
  result.reserve(xml.size());
  for (const char c : xml) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 || c == '\n' || c == '\r' || c == '\t') result += c;
  }
  return result;
}

void drawSvg(const FigureData& data, const FigureSpec& spec, QBuffer& out, const std::filesystem::path& file) {
  // Qt 6.4 writes a title as it stands; later ones escape it. This one is plain for both.
  const QByteArray stand("SpindleFigureTitle");
  QSvgGenerator svg;
  svg.setOutputDevice(&out);
  const QSizeF size = figureSize(data, spec);
  svg.setResolution(static_cast<int>(pointsPerInch));
  svg.setSize(size.toSize());
  svg.setViewBox(QRectF(QPointF(0, 0), size));
  svg.setTitle(QString::fromLatin1(stand));
  paint(data, spec, svg, pointsPerInch, file);
  const QString title = QString::fromStdString(printable(data.run)).toHtmlEscaped();
  QByteArray& bytes = out.buffer();
  if (const auto at = bytes.indexOf(stand); at >= 0) bytes.replace(at, stand.size(), title.toUtf8());
  bytes = withoutControls(bytes);
}

OutputFormat formatOf(const std::string& ending) {
  return ending == ".pdf" ? OutputFormat::pdf : ending == ".png" ? OutputFormat::png : OutputFormat::svg;
}

}  // namespace

std::string toText(FigureKind kind) {
  switch (kind) {
    case FigureKind::orders:
      return "orders";
    case FigureKind::dynamics:
      return "dynamics";
    case FigureKind::heatmap:
      return "heatmap";
    case FigureKind::theory:
      return "theory";
    case FigureKind::generalization:
      return "generalization";
    case FigureKind::groups:
      return "groups";
    case FigureKind::untrained:
      return "untrained";
    case FigureKind::sparsity:
      return "sparsity";
  }
  return {};
}

FigureKind figureKindFrom(const std::string& text) {
  for (const FigureKind kind :
       {FigureKind::orders, FigureKind::dynamics, FigureKind::heatmap, FigureKind::theory, FigureKind::generalization,
        FigureKind::groups, FigureKind::untrained, FigureKind::sparsity}) {
    if (toText(kind) == text) return kind;
  }
  throw UserError("\"" + text +
                  "\" is not a kind of figure; choose orders, dynamics, heatmap, theory, generalization, groups, "
                  "untrained or sparsity.");
}

QSizeF figureSize(const FigureData& data, const FigureSpec& spec) {
  const double width = spec.widthInches * pointsPerInch;
  double height = width * golden;
  if (spec.kind == FigureKind::orders) {
    const int rows = orderFigureRows(spec.points.size(), width);
    const int columns = (static_cast<int>(spec.points.size()) + rows - 1) / rows;
    const double panel = std::clamp(width / columns * 0.95, 75.0, width * golden);
    height = rows * panel + 3 * spec.labelPoints;
  } else if (width > 4 * pointsPerInch) {
    height = width * 0.5;
  }
  return {width, std::round(height) + std::ceil(noteHeight(data, spec))};
}

void renderFigure(const FigureData& data, const FigureSpec& spec, QPainter& painter) {
  FigureCanvas canvas(painter, spec.labelPoints, spec.tickPoints);
  const QSizeF whole = figureSize(data, spec);
  const QSizeF page(whole.width(), whole.height() - std::ceil(noteHeight(data, spec)));
  drawNote(canvas, whole, data, spec);
  switch (spec.kind) {
    case FigureKind::orders:
      drawOrdersFigure(canvas, page, data, spec);
      break;
    case FigureKind::dynamics:
      drawDynamicsFigure(canvas, page, data);
      break;
    case FigureKind::heatmap:
      drawHeatmapFigure(canvas, page, data);
      break;
    case FigureKind::theory:
      drawTheoryFigure(canvas, page, data);
      break;
    case FigureKind::generalization:
      drawGeneralizationFigure(canvas, page, data);
      break;
    case FigureKind::groups:
      drawGroupsFigure(canvas, page, data, spec);
      break;
    case FigureKind::untrained:
      drawUntrainedFigure(canvas, page, data);
      break;
    case FigureKind::sparsity:
      drawSparsityFigure(canvas, page, data);
      break;
  }
}

QByteArray figureBytes(const FigureData& data, const FigureSpec& spec, const std::filesystem::path& file) {
  if (spec.kind == FigureKind::orders && spec.points.empty())
    throw UserError(file.string() + ": no checkpoint is chosen for the figure; choose at least one step.");
  if (spec.kind == FigureKind::theory && data.theory.empty())
    throw UserError(file.string() + ": no phase two was found, and theory is compared with phase two only.");
  if (spec.kind == FigureKind::groups && !data.groups)
    throw UserError(file.string() +
                    ": the results do not say which samples are mislabeled; give the samples an array or column "
                    "\"mislabeled\".");
  const auto empty = [](const std::vector<double>& similarity) { return similarity.empty(); };
  if (spec.kind == FigureKind::generalization && std::all_of(data.similarity.begin(), data.similarity.end(), empty))
    throw UserError(file.string() +
                    ": the results do not say which samples are of the training and which of the test "
                    "set, or no class has both; compute a run whose samples have a split.");
  const std::string ending = lowerCase(file.extension().string());
  if (ending != ".pdf" && ending != ".png" && ending != ".svg")
    throw UserError(file.string() + ": a figure's name must end in .pdf, .png or .svg.");
  QBuffer out;
  out.open(QIODevice::WriteOnly);
  if (ending == ".pdf") drawPdf(data, spec, out, file);
  if (ending == ".png") drawPng(data, spec, out, file);
  if (ending == ".svg") drawSvg(data, spec, out, file);
  return out.buffer();
}

void writeFigure(const FigureData& data, const FigureSpec& spec, const std::filesystem::path& file) {
  const std::string ending = lowerCase(file.extension().string());
  const QByteArray bytes = figureBytes(data, spec, file);
  // Qt's own writers to files keep silent about a full disk: only bytes that were counted are a figure.
  writeOutput(file, formatOf(ending), {bytes.constData(), static_cast<std::size_t>(bytes.size())});
}

}  // namespace spindle

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/figure_file.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/store/output_file.h"
#include "ui/chart/pgfplots.h"
#include "ui/figure/embedded_recipe.h"
#include "ui/figure/eps_device.h"
#include "ui/figure/pdf_document.h"
#include "ui/figure/venue.h"

#include <QBuffer>
#include <QDateTime>
#include <QHashFunctions>
#include <QImage>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <QTimeZone>

#include <cmath>

namespace spindle {
namespace {

constexpr double pointsPerInch = 72.0;

/// Draws onto a device of `dpi` dots an inch.
void paint(const FigurePage& page, const FigureStyle& style, QPaintDevice& device, double dpi,
           const std::filesystem::path& file) {
  QPainter painter;
  if (!painter.begin(&device))
    throw UserError("Cannot draw " + file.string() + "; check the folder and the free space.");
  painter.scale(dpi / pointsPerInch, dpi / pointsPerInch);
  paintPage(painter, page, style);
}

/// When the document was made: SOURCE_DATE_EPOCH, else the date of its results, so that the same input gives the same
/// bytes.
QByteArray documentDate(const FigurePage& page) {
  bool given = false;
  const qint64 seconds = qEnvironmentVariable("SOURCE_DATE_EPOCH").toLongLong(&given);
  QDateTime date = given ? QDateTime::fromSecsSinceEpoch(seconds, QTimeZone::utc())
                         : QDateTime::fromString(QString::fromStdString(page.created), Qt::ISODate).toUTC();
  if (!date.isValid()) date = QDateTime::fromSecsSinceEpoch(0, QTimeZone::utc());
  return date.toString(QStringLiteral("yyyyMMddHHmmss")).toLatin1() + "Z";
}

/// Qt writes the fonts of a PDF in the order of a hash, whose seed is another one in each process. Hashes keep the seed
/// that they were made with.
struct SameHashes {
  SameHashes() { QHashSeed::setDeterministicGlobalSeed(); }
  ~SameHashes() { QHashSeed::resetRandomGlobalSeed(); }
  SameHashes(const SameHashes&) = delete;
  SameHashes& operator=(const SameHashes&) = delete;
};

void drawPdf(const FigurePage& page, const FigureStyle& style, QBuffer& out, const std::filesystem::path& file) {
  const SameHashes same;
  QPdfWriter writer(&out);
  constexpr int resolution = 1200;
  writer.setResolution(resolution);
  writer.setPageSize(QPageSize(pageSize(page, style), QPageSize::Point, {}, QPageSize::ExactMatch));
  writer.setPageMargins({});
  writer.setTitle(QString::fromStdString(printable(page.run)));
  writer.setCreator(QStringLiteral("Spindle"));
  if (!page.recipe.empty())
    writer.addFileAttachment(QStringLiteral("spindle-figure.json"), QByteArray::fromStdString(page.recipe),
                             QStringLiteral("application/json"));
  paint(page, style, writer, resolution, file);
  out.buffer() = settledPdf(out.buffer(), pageSize(page, style), documentDate(page), recipeKey,
                            QByteArray::fromStdString(page.recipe));
}

void drawEps(const FigurePage& page, FigureStyle style, QBuffer& out, const std::filesystem::path& file) {
  style.outlines = true;
  EpsDevice device(pageSize(page, style));
  paint(page, style, device, pointsPerInch, file);
  out.buffer() = device.document(QByteArray::fromStdString(page.run),
                                 recipeComment(page.recipe, QByteArray("%") + recipeKey + " "));
}

void drawPng(const FigurePage& page, const FigureStyle& style, QBuffer& out, const std::filesystem::path& file) {
  const QSizeF size = pageSize(page, style) * (style.pngDpi / pointsPerInch);
  QImage image(size.toSize(), style.transparent ? QImage::Format_ARGB32 : QImage::Format_RGB32);
  if (image.isNull()) throw UserError("There is not enough memory to draw " + file.string() + "; make it smaller.");
  image.fill(style.transparent ? Qt::transparent : Qt::white);
  image.setDotsPerMeterX(static_cast<int>(std::lround(style.pngDpi / 0.0254)));
  image.setDotsPerMeterY(static_cast<int>(std::lround(style.pngDpi / 0.0254)));
  image.setText(QStringLiteral("Software"), QStringLiteral("Spindle"));  // what tells it from a picture of a run
  if (!page.recipe.empty()) image.setText(QString::fromLatin1(recipeKey), QString::fromStdString(page.recipe));
  // A point is scaled by the dpi, not by the image's own metrics.
  paint(page, style, image, style.pngDpi, file);
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

/// Qt rounds the size to whole points.
void setSvgSize(QByteArray& svg, const QSizeF& size) {
  const qsizetype from = svg.indexOf("<svg width="), to = svg.indexOf("\n xmlns", from);
  if (from < 0 || to < 0) return;
  const auto number = [](double value) { return QByteArray::number(value, 'f', 4); };
  svg.replace(from, to - from,
              "<svg width=\"" + number(size.width() / pointsPerInch * 25.4) + "mm\" height=\"" +
                  number(size.height() / pointsPerInch * 25.4) + "mm\"\n viewBox=\"0 0 " + number(size.width()) + ' ' +
                  number(size.height()) + '"');
}

void drawSvg(const FigurePage& page, const FigureStyle& style, QBuffer& out, const std::filesystem::path& file) {
  // Qt 6.4 writes a title as it stands; later ones escape it. This one is plain for both.
  const QByteArray stand("SpindleFigureTitle");
  QSvgGenerator svg;
  svg.setOutputDevice(&out);
  const QSizeF size = pageSize(page, style);
  svg.setResolution(static_cast<int>(pointsPerInch));
  svg.setSize(size.toSize());
  svg.setViewBox(QRectF(QPointF(0, 0), size));
  svg.setTitle(QString::fromLatin1(stand));
  paint(page, style, svg, pointsPerInch, file);
  const QString title = QString::fromStdString(printable(page.run)).toHtmlEscaped();
  QByteArray& bytes = out.buffer();
  setSvgSize(bytes, size);
  if (const auto at = bytes.indexOf(stand); at >= 0) bytes.replace(at, stand.size(), title.toUtf8());
  if (const auto at = bytes.indexOf("</title>"); at >= 0) bytes.insert(at + 8, '\n' + recipeMetadata(page.recipe));
  bytes = withoutControls(bytes);
}

OutputFormat formatOf(const std::string& ending) {
  return ending == ".pdf"   ? OutputFormat::pdf
         : ending == ".png" ? OutputFormat::png
         : ending == ".tex" ? OutputFormat::tex
         : ending == ".eps" ? OutputFormat::eps
                            : OutputFormat::svg;
}

std::string texOf(const FigurePage& page, const FigureStyle& style) {
  const std::string comment = "Written by Spindle\n" + page.run + ": " + page.figure.title + "\n" + page.note;
  return pgfplotsText(texPage(page, style), comment,
                      recipeComment(page.recipe, QByteArray("%") + recipeKey + " ").toStdString());
}

}  // namespace

QByteArray figureBytes(const FigurePage& page, const FigureStyle& style, const std::filesystem::path& file) {
  const std::string ending = lowerCase(file.extension().string());
  if (ending != ".pdf" && ending != ".png" && ending != ".svg" && ending != ".eps" && ending != ".tex")
    throw UserError(file.string() + ": a figure's name must end in .pdf, .svg, .eps, .png or .tex.");
  if (const auto missing = page.figure.missing())
    throw UserError(file.string() + ": the figure \"" + page.figure.name + "\" has nothing to draw: " + *missing + ".");
  if (ending == ".tex") return QByteArray::fromStdString(texOf(page, style));
  requireFont(style.font);
  QBuffer out;
  out.open(QIODevice::WriteOnly);
  if (ending == ".pdf") drawPdf(page, style, out, file);
  if (ending == ".png") drawPng(page, style, out, file);
  if (ending == ".svg") drawSvg(page, style, out, file);
  if (ending == ".eps") drawEps(page, style, out, file);
  return out.buffer();
}

void writeFigure(const FigurePage& page, const FigureStyle& style, const std::filesystem::path& file) {
  const std::string ending = lowerCase(file.extension().string());
  const QByteArray bytes = figureBytes(page, style, file);
  // Qt's own writers to files keep silent about a full disk: only bytes that were counted are a figure.
  writeOutput(file, formatOf(ending), {bytes.constData(), static_cast<std::size_t>(bytes.size())});
}

}  // namespace spindle

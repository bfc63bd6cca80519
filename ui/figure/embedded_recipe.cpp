// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/embedded_recipe.h"

#include "core/base/regular_file.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "ui/figure/pdf_document.h"

#include <QFile>
#include <QImageReader>
#include <QXmlStreamReader>

namespace spindle {
namespace {

constexpr qsizetype lineLength = 200;

std::string fromComments(const QByteArray& text, const QByteArray& mark) {
  QByteArray recipe;
  for (const QByteArray& line : text.split('\n')) {
    if (line.startsWith(mark)) recipe += line.mid(mark.size());
  }
  return recipe.toStdString();
}

std::string fromSvg(const QByteArray& text) {
  QXmlStreamReader reader(text);
  while (!reader.atEnd()) {
    if (reader.readNext() != QXmlStreamReader::StartElement || reader.name() != QLatin1String("metadata")) continue;
    if (reader.attributes().value(QLatin1String("id")) == QLatin1String(recipeKey))
      return reader.readElementText().toStdString();
  }
  return {};
}

}  // namespace

QByteArray recipeComment(const std::string& recipe, const QByteArray& mark) {
  const QByteArray text = QByteArray::fromStdString(recipe);
  QByteArray lines;
  for (qsizetype at = 0; at < text.size(); at += lineLength) lines += mark + text.mid(at, lineLength) + '\n';
  return lines;
}

QByteArray recipeMetadata(const std::string& recipe) {
  if (recipe.empty()) return {};
  return QByteArray("<metadata id=\"") + recipeKey + "\">" + QString::fromStdString(recipe).toHtmlEscaped().toUtf8() +
         "</metadata>\n";
}

std::string embeddedRecipe(const std::filesystem::path& figure) {
  constexpr qint64 mostBytes = 256 << 20;
  requireRegularFile(figure);
  QFile file(QString::fromStdString(figure.string()));
  if (!file.open(QIODevice::ReadOnly))
    throw UserError("Cannot read " + figure.string() + " (" + file.errorString().toStdString() + "); check the name.");
  const std::string ending = lowerCase(figure.extension().string());
  const QByteArray comment = QByteArray("%") + recipeKey + " ";
  std::string recipe;
  if (file.size() > mostBytes) throw UserError(figure.string() + ": it is too large for a figure by Spindle.");
  if (ending == ".png") {
    recipe = QImageReader(&file).text(QString::fromLatin1(recipeKey)).toStdString();
  } else {
    const QByteArray bytes = file.readAll();
    if (ending == ".svg") recipe = fromSvg(bytes);
    if (ending == ".tex" || ending == ".eps") recipe = fromComments(bytes, comment);
    if (ending == ".pdf") recipe = pdfEntry(bytes, recipeKey).value_or(QByteArray()).toStdString();
  }
  if (recipe.empty())
    throw UserError(figure.string() +
                    ": it does not say how it was made; choose a figure that Spindle 0.1 or later wrote and no other "
                    "program changed.");
  return recipe;
}

}  // namespace spindle

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <filesystem>
#include <string>

namespace spindle {

/// How a figure was made, as one line of ASCII (JSON), inside the figure: in PDF as an entry of the document's
/// information (and as an attachment for readers), in SVG as <metadata>, in PNG as a text, in EPS and TeX as comments;
/// in animations as a comment (MP4, WebM, GIF), in numbered images as a text of the first.

inline constexpr const char* recipeKey = "SpindleFigure";

/// Lines of at most 200 characters, each behind `mark`, for formats with comments.
QByteArray recipeComment(const std::string& recipe, const QByteArray& mark);

/// The <metadata> element.
QByteArray recipeMetadata(const std::string& recipe);

/// What an animation has as its comment.
std::string filmComment(const std::string& recipe);

/// Puts it into a finished GIF, whose writer knows no comments. False where the file cannot be written.
bool addGifComment(const std::filesystem::path& film, const std::string& recipe);

/// The recipe in a figure's file, by its ending, or in a folder of numbered images. Throws UserError where there is
/// none.
std::string embeddedRecipe(const std::filesystem::path& figure);

}  // namespace spindle

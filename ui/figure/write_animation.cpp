// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/write_animation.h"

#include "core/base/atomic_file.h"
#include "core/base/shell_word.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/store/output_file.h"
#include "ui/figure/animation.h"
#include "ui/figure/embedded_recipe.h"
#include "ui/figure/whole_film.h"

#include <QBuffer>
#include <QProcess>
#include <QStandardPaths>

#include <algorithm>
#include <cerrno>

namespace spindle {
namespace {

namespace fs = std::filesystem;

/// A new folder beside the one that it becomes, removed unless it was kept.
class UnfinishedFolder {
 public:
  explicit UnfinishedFolder(fs::path target) : target_(std::move(target)), path_(unfinishedName(target_)) {
    std::error_code error;
    if (target_.has_parent_path()) fs::create_directories(target_.parent_path(), error);
    if (error || !fs::create_directory(path_, error)) {
      const std::string why = error ? error.message() : "its place is taken";
      throw UserError("Cannot make the folder " + target_.string() + " (" + why + "); choose another place.");
    }
  }
  ~UnfinishedFolder() {
    std::error_code error;
    if (!path_.empty()) fs::remove_all(path_, error);
  }
  UnfinishedFolder(const UnfinishedFolder&) = delete;
  UnfinishedFolder& operator=(const UnfinishedFolder&) = delete;

  [[nodiscard]] const fs::path& path() const { return path_; }
  void keep() {
    syncFolder(path_);
    std::error_code error;
    fs::rename(path_, target_, error);  // over an empty folder, too
    if (error) throwWriteError(target_, error.value());
    path_.clear();
  }

 private:
  fs::path target_, path_;
};

QStringList encoder(const std::string& ending) {
  if (ending == ".mp4")
    return {"-c:v",
            "libx264",
            "-preset",
            "medium",
            "-tune",
            "animation",
            "-crf",
            "18",
            "-pix_fmt",
            "yuv420p",
            "-movflags",
            "+faststart",
            "-color_primaries",
            "bt709",
            "-color_trc",
            "bt709",
            "-colorspace",
            "bt709",
            "-f",
            "mp4"};
  if (ending == ".webm")
    return {"-c:v", "libvpx-vp9", "-crf", "30", "-b:v", "0", "-row-mt", "1", "-pix_fmt", "yuv420p", "-f", "webm"};
  return {"-filter_complex",
          "[0:v]fps=15,scale='min(900,iw)':-2:flags=lanczos,split[a][b];[a]palettegen=stats_mode=diff[p];"
          "[b][p]paletteuse=dither=none",
          "-loop",
          "0",
          "-f",
          "gif"};
}

[[noreturn]] void throwFailure(const QByteArray& told, const fs::path& target) {
  // ffmpeg tells the system's error in its words only, and those in English.
  for (const auto& [words, error] : {std::pair{"No space left on device", ENOSPC}, std::pair{"File too large", EFBIG},
                                     std::pair{"Disk quota exceeded", EDQUOT}}) {
    if (told.contains(words)) throwWriteError(target, error);
  }
  const QString first = QString::fromUtf8(told).trimmed().section('\n', 0, 0).trimmed();
  throw UserError("ffmpeg could not write " + target.string() +
                  (first.isEmpty() ? "" : " (" + first.toStdString() + ")") +
                  "; check the free space, or give a folder for numbered images.");
}

[[noreturn]] void throwFailure(QProcess& ffmpeg, const fs::path& target) {
  ffmpeg.closeWriteChannel();
  if (!ffmpeg.waitForFinished(5000)) {
    ffmpeg.kill();
    ffmpeg.waitForFinished();
  }
  throwFailure(ffmpeg.readAllStandardError(), target);
}

OutputFormat formatOf(const std::string& ending) {
  return ending == ".mp4" ? OutputFormat::mp4 : ending == ".webm" ? OutputFormat::webm : OutputFormat::gif;
}

Outcome encodeFilm(const Film& animation, const AnimationSpec& spec, const QString& program, const fs::path& target,
                   RunControl& control, const std::string& recipe) {
  const std::string ending = lowerCase(target.extension().string());
  UnfinishedFile unfinished(outputPlace(target, formatOf(ending)));
  QStringList arguments{"-y",
                        "-loglevel",
                        "error",
                        "-f",
                        "rawvideo",
                        "-pix_fmt",
                        "bgra",
                        "-video_size",
                        QStringLiteral("%1x%2").arg(spec.size.width()).arg(spec.size.height()),
                        "-framerate",
                        QString::number(spec.framesPerSecond),
                        "-i",
                        "-"};
  arguments += encoder(ending);
  if (ending == ".webm")
    arguments << "-fflags"
              << "+bitexact";  // else it has a random name inside
  if (!recipe.empty() && ending != ".gif")
    arguments << "-metadata"
              << "comment=" + QString::fromStdString(filmComment(recipe));
  // Any name is a file to ffmpeg only behind its "file:"; "run: 3.mp4" and "-y.mp4" are a protocol and an option.
  arguments << "file:" + QString::fromStdString(fs::absolute(unfinished.path()).string());
  QProcess ffmpeg;
  ffmpeg.start(program, arguments);
  if (!ffmpeg.waitForStarted()) throwFailure(ffmpeg, target);
  constexpr qint64 mostWaiting = 32 << 20;
  for (int frame = 0; frame < animation.frames(); ++frame) {
    if (control.stopRequested()) {
      ffmpeg.kill();
      ffmpeg.waitForFinished();
      return Outcome::stopped;
    }
    const QImage image = animation.draw(frame);
    ffmpeg.write(reinterpret_cast<const char*>(image.constBits()), image.sizeInBytes());
    while (ffmpeg.bytesToWrite() > mostWaiting && ffmpeg.state() == QProcess::Running) {
      if (!ffmpeg.waitForBytesWritten(200) && control.stopRequested()) break;
    }
    if (ffmpeg.state() != QProcess::Running) throwFailure(ffmpeg, target);
    control.progress(static_cast<std::size_t>(frame) + 1, static_cast<std::size_t>(animation.frames()),
                     target.filename().string());
  }
  ffmpeg.closeWriteChannel();
  while (!ffmpeg.waitForFinished(100) && ffmpeg.state() == QProcess::Running) {
    if (!control.stopRequested()) continue;
    ffmpeg.kill();
    ffmpeg.waitForFinished();
    return Outcome::stopped;
  }
  // ffmpeg ends with 0 also where its file was cut off by a full disk; then it has told an error, and the end is
  // missing.
  const QByteArray told = ffmpeg.readAllStandardError();
  if (ffmpeg.exitStatus() != QProcess::NormalExit || ffmpeg.exitCode() != 0 || !told.trimmed().isEmpty() ||
      !isWholeFilm(unfinished.path(), ending))
    throwFailure(told, target);
  if (ending == ".gif" && !recipe.empty() && !addGifComment(unfinished.path(), recipe)) throwWriteError(target, errno);
  unfinished.publish();
  return Outcome::finished;
}

int frameDigits(const Film& animation) {
  return std::max(4, static_cast<int>(std::to_string(animation.frames()).size()));
}

Outcome writePictures(const Film& animation, const fs::path& folder, RunControl& control, const std::string& recipe) {
  std::error_code error;
  if (fs::exists(folder, error) && (!fs::is_directory(folder, error) || !fs::is_empty(folder, error)))
    throw UserError(folder.string() + " is there already and not an empty folder; give another name for the images.");
  UnfinishedFolder unfinished(folder);
  const int digits = frameDigits(animation);
  for (int frame = 0; frame < animation.frames(); ++frame) {
    if (control.stopRequested()) return Outcome::stopped;
    const QString name = QStringLiteral("frame-%1.png").arg(frame + 1, digits, 10, QLatin1Char('0'));
    QBuffer picture;
    picture.open(QIODevice::WriteOnly);
    QImage image = animation.draw(frame);
    if (frame == 0 && !recipe.empty()) image.setText(recipeKey, QString::fromStdString(recipe));
    if (!image.save(&picture, "PNG"))
      throw UserError("Cannot draw " + (folder / name.toStdString()).string() + "; there is not enough memory.");
    UnfinishedFile file(unfinished.path() / name.toStdString());
    file.write({picture.buffer().constData(), static_cast<std::size_t>(picture.buffer().size())});
    file.sync();
    file.rename();
    control.progress(static_cast<std::size_t>(frame) + 1, static_cast<std::size_t>(animation.frames()),
                     name.toStdString());
  }
  unfinished.keep();
  return Outcome::finished;
}

}  // namespace

AnimationReport writeAnimation(const AnimationData& data, const AnimationSpec& spec, const fs::path& target,
                               RunControl& control, const std::string& recipe) {
  return writeFilm(Animation(data, spec), spec, target, control, recipe);
}

AnimationReport writeFilm(const Film& animation, const AnimationSpec& spec, const fs::path& target, RunControl& control,
                          const std::string& recipe) {
  if (target.empty()) throw UserError("The animation needs a name; an empty one was given.");
  // "name/" means the folder "name".
  const fs::path place = target.has_filename() ? target : target.parent_path();
  const std::string ending = lowerCase(place.extension().string());
  const bool film = ending == ".mp4" || ending == ".webm" || ending == ".gif";
  if (!film && (!ending.empty() && target.has_filename()))
    throw UserError(target.string() +
                    ": the name of an animation must end in .mp4, .webm or .gif; a name without ending is a folder "
                    "for numbered images.");
  AnimationReport report;
  const QString program = QStandardPaths::findExecutable(QStringLiteral("ffmpeg"));
  if (film && !program.isEmpty()) {
    report.written = place;
    report.outcome = encodeFilm(animation, spec, program, place, control, recipe);
    return report;
  }
  report.written = film ? fs::path(place).replace_extension() : place;
  report.outcome = writePictures(animation, report.written, control, recipe);
  if (film && report.outcome == Outcome::finished) {
    report.note = "ffmpeg is not installed, so the animation became numbered images in " + report.written.string() +
                  "; later: ffmpeg -framerate " + std::to_string(spec.framesPerSecond) + " -i " +
                  shellWord(report.written / ("frame-%0" + std::to_string(frameDigits(animation)) + "d.png")) +
                  " -pix_fmt yuv420p " + shellWord("file:" + place.string());
  }
  return report;
}

}  // namespace spindle

#include "ui/figure/write_animation.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "ui/figure/animation.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>

#include <algorithm>

namespace spindle {
namespace {

namespace fs = std::filesystem;

/// Removes what was begun unless it was kept.
class Begun {
 public:
  explicit Begun(fs::path path) : path_(std::move(path)) {}
  ~Begun() {
    std::error_code error;
    if (!path_.empty()) fs::remove_all(path_, error);
  }
  Begun(const Begun&) = delete;
  Begun& operator=(const Begun&) = delete;

  void keepAs(const fs::path& name) {
    std::error_code error;
    fs::rename(path_, name, error);
    if (error) throw UserError("Cannot write " + name.string() + ": " + error.message() + ".");
    path_.clear();
  }

 private:
  fs::path path_;
};

fs::path unfinished(const fs::path& target) {
  fs::path part = target;
  part += ".part";
  return part;
}

QStringList encoder(const std::string& ending) {
  if (ending == ".mp4")
    return {"-c:v",
            "libx264",
            "-preset",
            "slow",
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

[[noreturn]] void throwFailure(QProcess& ffmpeg, const fs::path& target) {
  ffmpeg.closeWriteChannel();
  ffmpeg.waitForFinished(5000);
  const QString told = QString::fromUtf8(ffmpeg.readAllStandardError()).trimmed();
  const QString first = told.section('\n', 0, 0).trimmed();
  throw UserError("ffmpeg could not write " + target.string() +
                  (first.isEmpty() ? "" : " (" + first.toStdString() + ")") +
                  "; check the free space, or give a folder for numbered pictures.");
}

Outcome writeFilm(const Animation& animation, const AnimationSpec& spec, const QString& program, const fs::path& target,
                  RunControl& control) {
  const fs::path part = unfinished(target);
  QFile probe(QString::fromStdString(part.string()));
  if (!probe.open(QIODevice::WriteOnly))
    throw UserError("Cannot write " + target.string() + " (" + probe.errorString().toStdString() +
                    "); choose another folder.");
  probe.close();
  Begun begun(part);
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
  arguments += encoder(lowerCase(target.extension().string()));
  arguments << QString::fromStdString(part.string());
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
  if (ffmpeg.exitStatus() != QProcess::NormalExit || ffmpeg.exitCode() != 0) throwFailure(ffmpeg, target);
  begun.keepAs(target);
  return Outcome::finished;
}

Outcome writePictures(const Animation& animation, const fs::path& folder, RunControl& control) {
  std::error_code error;
  if (fs::exists(folder, error) && (!fs::is_directory(folder, error) || !fs::is_empty(folder, error)))
    throw UserError(folder.string() + " is there already and not an empty folder; give another name for the pictures.");
  const fs::path part = unfinished(folder);
  fs::remove_all(part, error);
  if (!fs::create_directories(part, error) || error)
    throw UserError("Cannot make the folder " + folder.string() + " (" + error.message() + "); choose another place.");
  Begun begun(part);
  const int digits = std::max(4, static_cast<int>(std::to_string(animation.frames()).size()));
  for (int frame = 0; frame < animation.frames(); ++frame) {
    if (control.stopRequested()) return Outcome::stopped;
    const QString name = QStringLiteral("frame-%1.png").arg(frame + 1, digits, 10, QLatin1Char('0'));
    if (!animation.draw(frame).save(QString::fromStdString((part / name.toStdString()).string())))
      throw UserError("Cannot write " + (folder / name.toStdString()).string() + "; check the free space.");
    control.progress(static_cast<std::size_t>(frame) + 1, static_cast<std::size_t>(animation.frames()),
                     name.toStdString());
  }
  fs::remove(folder, error);  // an empty one may stand there
  begun.keepAs(folder);
  return Outcome::finished;
}

}  // namespace

AnimationReport writeAnimation(const FigureData& data, const AnimationSpec& spec, const fs::path& target,
                               RunControl& control) {
  // "name/" means the folder "name".
  const fs::path place = target.has_filename() ? target : target.parent_path();
  const std::string ending = lowerCase(place.extension().string());
  const bool film = ending == ".mp4" || ending == ".webm" || ending == ".gif";
  if (!film && (!ending.empty() && target.has_filename()))
    throw UserError(target.string() +
                    ": a film's name must end in .mp4, .webm or .gif; a name without ending is a folder "
                    "for numbered pictures.");
  const Animation animation(data, spec);
  AnimationReport report;
  const QString program = QStandardPaths::findExecutable(QStringLiteral("ffmpeg"));
  if (film && !program.isEmpty()) {
    report.written = place;
    report.outcome = writeFilm(animation, spec, program, place, control);
    return report;
  }
  report.written = film ? fs::path(place).replace_extension() : place;
  report.outcome = writePictures(animation, report.written, control);
  if (film && report.outcome == Outcome::finished) {
    report.note = "ffmpeg is not installed, so the film became numbered pictures in " + report.written.string() +
                  "; later: ffmpeg -framerate " + std::to_string(spec.framesPerSecond) + " -i " +
                  (report.written / "frame-%04d.png").string() + " -pix_fmt yuv420p " + place.string();
  }
  return report;
}

}  // namespace spindle

// SPDX-License-Identifier: GPL-3.0-or-later
// Every command that the README shows is run here, as it stands there.
#include "tests/app/program.h"

#include <QRegularExpression>
#include <QTest>

using namespace spindle::test;

namespace {

const QString source = QStringLiteral(SPINDLE_SOURCE_DIR);

/// The lines of the README's shell blocks.
QStringList commands() {
  QStringList lines;
  const QString text = QString::fromUtf8(fileBytes(source + "/README.md"));
  static const QRegularExpression block("```sh\n(.*?)```", QRegularExpression::DotMatchesEverythingOption);
  for (auto i = block.globalMatch(text); i.hasNext();) lines += i.next().captured(1).split('\n', Qt::SkipEmptyParts);
  return lines;
}

/// Runs a shell line in `folder`, without a display, with the built program on the path.
Ended shell(const QString& line, const QString& folder) {
  QProcess process;
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) environment.remove(name);
  environment.insert("PATH", QStringLiteral(SPINDLE_BINARY_DIR "/bin:") + environment.value("PATH"));
  environment.insert("SPINDLE_PRESET", QFileInfo(SPINDLE_BINARY_DIR).fileName());
  environment.insert("SPINDLE_OUTPUT", folder + "/output");
  if (line.contains("~")) environment.insert("HOME", folder);
  process.setProcessEnvironment(environment);
  process.setWorkingDirectory(folder);
  process.start("bash", {"-c", line});
  process.waitForFinished(-1);
  return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
          QString::fromUtf8(process.readAllStandardError())};
}

}  // namespace

class ReadmeTest : public QObject {
  Q_OBJECT
 private slots:
  void everyCommandWorks();
  void theTwoScriptsAreTheTwoCommands();
  void theImagesAreThere();
  void theAnalysesAreThoseOfTheProgram();
};

void ReadmeTest::everyCommandWorks() {
  QTemporaryDir folder;
  QFile::link(source + "/sample_models", folder.filePath("sample_models"));
  QFile::link(source + "/app", folder.filePath("app"));
  QDir().mkpath(folder.filePath("build"));
  QFile::link(SPINDLE_BINARY_DIR, folder.filePath("build/release"));
  QDir().mkpath(folder.filePath("path/to"));
  copyFolder(golden("tiny"), folder.filePath("path/to/my-run"));
  const QStringList lines = commands();
  QVERIFY(lines.size() >= 6);
  for (const QString& line : lines) {
    if (line == "tests/run.sh") continue;  // it runs this test; see below
    const Ended ended = shell(line, folder.path());
    QVERIFY2(ended.status == 0, qPrintable(line + "\n" + ended.out + ended.err));
    if (line.startsWith("cmake --install")) QVERIFY(QFileInfo(folder.filePath(".local/bin/spindle")).isExecutable());
    if (line.startsWith("app/run.sh")) {
      QVERIFY2(ended.out.contains("Table, figure and animation are in"), qPrintable(ended.out));
      for (const char* name : {"table.txt", "figure.pdf", "figure.png", "animation.mp4"})
        QVERIFY2(QFileInfo(folder.filePath(QString("output/") + name)).size() > 0, name);
    }
  }
}

void ReadmeTest::theTwoScriptsAreTheTwoCommands() {
  const QStringList lines = commands();
  QVERIFY(lines.contains("app/run.sh"));
  QVERIFY(lines.contains("tests/run.sh"));
  for (const char* script : {"/app/run.sh", "/tests/run.sh", "/.ci/run"}) {
    QVERIFY2(QFileInfo(source + script).isExecutable(), script);
    QCOMPARE(shell("bash -n " + source + script, source).status, 0);
  }
  QVERIFY(fileBytes(source + "/.ci/run").contains("bash tests/run.sh"));
}

void ReadmeTest::theImagesAreThere() {
  static const QRegularExpression image("!\\[[^\\]]+\\]\\(([^)]+)\\)");
  const QString text = QString::fromUtf8(fileBytes(source + "/README.md"));
  QStringList names;
  for (auto i = image.globalMatch(text); i.hasNext();) {
    names << i.next().captured(1);
    const QByteArray bytes = fileBytes(source + '/' + names.back());
    QVERIFY2(bytes.startsWith(names.back().endsWith(".gif") ? "GIF89a" : "\x89PNG"), qPrintable(names.back()));
    QVERIFY2(bytes.size() < 1000000, qPrintable(names.back()));
  }
  QCOMPARE(names.mid(0, 3),
           QStringList({"resources/dynamics.gif", "resources/screenshot.png", "resources/contact-sheet.png"}));
  // Then one of each analysis, all of them small.
  QStringList analyses;
  qint64 size = 0;
  for (const QString& line : spindleProgram({"analyze"}).out.split('\n').mid(1)) {
    if (line.startsWith("all ")) break;
    analyses << "resources/analyses/" + line.section(' ', 0, 0, QString::SectionSkipEmpty) + ".png";
    size += QFileInfo(source + '/' + analyses.back()).size();
  }
  QCOMPARE(names.mid(3), analyses);
  QVERIFY2(size < 600000, qPrintable(QString::number(size)));
}

/// The table of the section "Analyses", line by line in the order of `spindle analyze`.
void ReadmeTest::theAnalysesAreThoseOfTheProgram() {
  static const QRegularExpression columns("^(\\S+)\\s{2,}(.+?)\\s{2,}(.+)$");
  QStringList expected, found;
  const QStringList lines = spindleProgram({"analyze"}).out.split('\n');
  for (const QString& line : lines.mid(1)) {
    if (line.startsWith("all ")) break;
    const auto match = columns.match(line.trimmed());
    QVERIFY2(match.hasMatch(), qPrintable(line));
    expected += QStringLiteral("| `%1` | %2 | %3 | `spindle analyze %1 results.h5` |")
                    .arg(match.captured(1), match.captured(2), match.captured(3));
  }
  QVERIFY(expected.size() > 6);
  const QString text = QString::fromUtf8(fileBytes(source + "/README.md"));
  for (const QString& line : text.section("## Analyses\n", 1, 1).section("\n## ", 0, 0).split('\n')) {
    if (line.startsWith("| `")) found += line;
  }
  QCOMPARE(found, expected);
}

QTEST_GUILESS_MAIN(ReadmeTest)
#include "tst_readme.moc"

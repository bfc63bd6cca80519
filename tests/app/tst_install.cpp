// SPDX-License-Identifier: GPL-3.0-or-later
// `cmake --install` into a folder; the program there runs with the source and the build tree out of sight.
#include "tests/app/installed_tree.h"

#include <QRegularExpression>
#include <QStandardPaths>
#include <QTest>

using namespace spindle::test;

class InstallTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();
  void everyPartIsThere();
  void noFileNamesTheTrees();
  void versionAndHelp();
  void bundledRunIsExtractedAndShown();
  void samplesOutOfHdf5();
  void trainerIsFound();
  void windowOpensTheBundledRun();
  void manPageHasEveryCommandAndOption();
  void shellsCompleteEveryCommandAndOption();
  void desktopFileAndMetainfoAreValid();
  void runsFromAnotherFolderAndThroughALink();
  void nothingInstalledHasChanged();

 private:
  [[nodiscard]] Ended spindle(const QStringList& arguments) const {
    return InstalledTree::run(QStringList{tree_.program()} + arguments, work_.path());
  }
  [[nodiscard]] QStringList commands() const;
  [[nodiscard]] QStringList options(const QString& command) const;

  QTemporaryDir top_;
  QTemporaryDir work_;
  InstalledTree tree_{top_.filePath("a place/Sp\u00edndle")};
  QMap<QString, QPair<qint64, QDateTime>> before_;
};

void InstallTest::initTestCase() {
  const Ended ended = tree_.install();
  QVERIFY2(ended.status == 0, qPrintable(ended.err));
  before_ = tree_.files();
}

void InstallTest::everyPartIsThere() {
  for (const char* name :
       {SPINDLE_BIN_FOLDER "/spindle", SPINDLE_LIBRARY_FOLDER "/spindle_torch.so",
        SPINDLE_LIBRARY_FOLDER "/spindle_trainer.so", SPINDLE_LIBRARY_FOLDER "/spindle_hdf5_reader",
        SPINDLE_DATA_FOLDER "/runs/fashion-lenet/run.json", SPINDLE_DATA_FOLDER "/results/fashion-lenet.h5",
        SPINDLE_DATA_FOLDER "/python/pyproject.toml", SPINDLE_DATA_FOLDER "/python/spindle_recorder.py",
        SPINDLE_DATA_FOLDER "/python/spindle_results.py",
        SPINDLE_SHARE_FOLDER "/applications/org.spindle.Spindle.desktop",
        SPINDLE_SHARE_FOLDER "/metainfo/org.spindle.Spindle.metainfo.xml",
        SPINDLE_SHARE_FOLDER "/icons/hicolor/scalable/apps/org.spindle.Spindle.svg",
        SPINDLE_SHARE_FOLDER "/bash-completion/completions/spindle",
        SPINDLE_SHARE_FOLDER "/zsh/site-functions/_spindle", SPINDLE_MAN_FOLDER "/man1/spindle.1"})
    QVERIFY2(QFileInfo(tree_.path(name)).size() > 0, name);
  QVERIFY(QFileInfo(tree_.program()).isExecutable());
  // Whole bundled runs: as many files as in the source tree.
  QDirIterator entries(SPINDLE_SOURCE_DIR "/sample_models/fashion-lenet", QDir::Files, QDirIterator::Subdirectories);
  while (entries.hasNext()) {
    const QString name = entries.next().mid(qstrlen(SPINDLE_SOURCE_DIR "/sample_models/fashion-lenet/"));
    QCOMPARE(fileBytes(tree_.bundledRun() + '/' + name), fileBytes(entries.filePath()));
  }
}

void InstallTest::noFileNamesTheTrees() {
  QVERIFY(namesFolder("-I=/src/a.cpp", "/src") && namesFolder("/src", "/src"));
  QVERIFY(!namesFolder("/usr/src/a.cpp ../src /srcs", "/src"));
  // What the check must find: this test has both paths in it, in plain and in wide characters.
  const QByteArray test = fileBytes("/proc/self/exe");
  const QString wide = QStringLiteral(SPINDLE_SOURCE_DIR);
  for (const QByteArray& folder : {QByteArray(SPINDLE_SOURCE_DIR), QByteArray(SPINDLE_BINARY_DIR)}) {
    QVERIFY(namesFolder(test, folder));
    for (auto file = before_.keyBegin(); file != before_.keyEnd(); ++file) {
      const QByteArray bytes = fileBytes(*file);
      QVERIFY2(!namesFolder(bytes, folder), qPrintable(*file + " names " + folder));
      QVERIFY2(!namesFolderWide(bytes, folder), qPrintable(*file + " names " + folder + " in wide characters"));
      QVERIFY2(!QFileInfo(*file).isSymLink(), qPrintable(*file));
    }
  }
  QVERIFY(namesFolderWide(test, wide.toUtf8()));
}

void InstallTest::versionAndHelp() {
  QCOMPARE(spindle({"--version"}).out, "spindle " SPINDLE_VERSION "\n");
  const Ended help = spindle({"--help"});
  QCOMPARE(help.status, 0);
  QVERIFY(help.out.contains("Usage: spindle"));
  QVERIFY(commands().size() >= 9 && commands().contains("extract"));
}

void InstallTest::bundledRunIsExtractedAndShown() {
  const Ended info = spindle({"info", tree_.bundledRun()});
  QVERIFY2(info.status == 0 && info.out.contains("LeNet on Fashion-MNIST"), qPrintable(info.out + info.err));
  const Ended extract =
      spindle({"extract", tree_.bundledRun(), "-o", "results.h5", "--samples", "0-1", "--checkpoints", "0,10,31"});
  QVERIFY2(extract.status == 0, qPrintable(extract.err));
  const Ended show = spindle({"show", "results.h5"});
  QVERIFY2(show.status == 0 && show.out.contains("6000"), qPrintable(show.out + show.err));
  const Ended analyze = spindle({"analyze", "phases", "results.h5"});
  QVERIFY2(analyze.status == 0, qPrintable(analyze.err));
  const Ended figure = spindle({"figure", "results.h5", "-o", "figure.pdf"});
  QVERIFY2(figure.status == 0, qPrintable(figure.err));
  QVERIFY(fileBytes(work_.filePath("figure.pdf")).startsWith("%PDF"));
}

void InstallTest::samplesOutOfHdf5() {
  const QString run = work_.filePath("hdf5");
  copyFolder(golden("tiny"), run);
  QVERIFY(QFile::remove(run + "/samples.csv"));
  QVERIFY(QFile::copy(QStringLiteral(SPINDLE_GOLDEN_DIR "/input/arrays/grouped.h5"), run + "/samples.h5"));
  const Ended info = spindle({"info", run});
  QVERIFY2(info.status == 0 && info.out.contains("3 of tabular input [6] from samples.h5"),
           qPrintable(info.out + info.err));
}

void InstallTest::trainerIsFound() {
  if (!QFileInfo::exists("/usr/share/datasets/fashion-mnist")) QSKIP("no Fashion-MNIST on this machine");
  const Ended train = spindle(
      {"train", "fashion-mlp", "--steps", "2", "--training-samples", "100", "--checkpoints", "2", "-o", "trained"});
  QVERIFY2(train.status == 0, qPrintable(train.err));
  QVERIFY(QFileInfo::exists(work_.filePath("trained/run.json")));
}

// The window computes the bundled run at once and keeps what it computed.
void InstallTest::windowOpensTheBundledRun() {
  QProcess window;
  InstalledTree::prepare(window, {tree_.program()}, work_.path());
  auto environment = window.processEnvironment();
  environment.insert("QT_QPA_PLATFORM", "offscreen");
  window.setProcessEnvironment(environment);
  window.start();
  QVERIFY(window.waitForStarted(-1));
  const QDir kept(work_.filePath(".cache/spindle/results"));
  const bool computed = QTest::qWaitFor(
      [&] { return window.state() != QProcess::Running || !kept.entryList(QDir::Files).isEmpty(); }, 60000);
  const bool ran = window.state() == QProcess::Running;
  window.terminate();
  window.waitForFinished(-1);
  QVERIFY2(computed && ran, qPrintable(window.readAllStandardError()));
  QVERIFY2(!kept.entryList(QDir::Files).isEmpty(), "the window kept no results of the bundled run");
}

void InstallTest::manPageHasEveryCommandAndOption() {
  if (QStandardPaths::findExecutable("man").isEmpty()) QSKIP("no man on this machine");
  const Ended man = InstalledTree::run(
      {"sh", "-c", "MANWIDTH=200 man --warnings -l \"$0\" | col -bx", tree_.path(SPINDLE_MAN_FOLDER "/man1/spindle.1")},
      work_.path());
  QVERIFY2(man.status == 0, qPrintable(man.err));
  QCOMPARE(man.err, "");
  for (const char* heading : {"NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "COMMANDS", "ANALYSES", "EXIT STATUS"})
    QVERIFY2(man.out.contains(QString("\n%1\n").arg(heading)), heading);
  QVERIFY(man.out.contains("Spindle " SPINDLE_VERSION));
  for (const QString& command : commands()) {
    const qsizetype start = man.out.indexOf("\n   " + command + "\n");
    QVERIFY2(start > 0, qPrintable(command));
    const qsizetype end = man.out.indexOf(QRegularExpression("\n {0,3}[A-Za-z]"), start + 4);
    const QString section = man.out.mid(start, end - start);
    for (const QString& option : options(command))
      QVERIFY2(option == "-h" || option == "--help" || section.contains(option), qPrintable(command + ' ' + option));
  }
}

void InstallTest::shellsCompleteEveryCommandAndOption() {
  const auto completed = [this](const QStringList& words) {
    const Ended ended = InstalledTree::run(
        QStringList{"bash", "-c",
                    "set -eu; source \"$1\"; shift; complete -p spindle > /dev/null; COMP_WORDS=(\"$@\"); "
                    "COMP_CWORD=$(($# - 1)); _spindle; ((${#COMPREPLY[@]} == 0)) || printf '%s\\n' \"${COMPREPLY[@]}\"",
                    "bash", tree_.path(SPINDLE_SHARE_FOLDER "/bash-completion/completions/spindle"), "spindle"} +
            words,
        work_.path());
    if (ended.status != 0 || !ended.err.isEmpty()) qWarning("%s", qPrintable(ended.err));
    return ended.out.split('\n', Qt::SkipEmptyParts);
  };
  QCOMPARE(completed({""}), commands());
  QCOMPARE(completed({"extr"}), QStringList{"extract"});
  for (const QString& command : commands()) QCOMPARE(completed({command, "-"}), options(command));
  QCOMPARE(completed({"animate", "a.h5", "--scale", ""}), (QStringList{"log", "linear"}));
  QCOMPARE(completed({"animate", "a.h5", "--scale", "=", "li"}), QStringList{"linear"});
  QCOMPARE(completed({"analyze", "theo"}), QStringList{"theory"});
  QCOMPARE(completed({"train", "fashion-v"}), QStringList{"fashion-vgg"});
  QCOMPARE(completed({"extract", "-o", ""}), QStringList());  // names of files: the shell's own

  const QString zsh = tree_.path(SPINDLE_SHARE_FOLDER "/zsh/site-functions/_spindle");
  const QString text = QString::fromUtf8(fileBytes(zsh));
  QVERIFY(text.startsWith("#compdef spindle\n"));
  for (const QString& command : commands()) {
    const qsizetype start = text.indexOf("\n      " + command + ")\n");
    QVERIFY2(start > 0, qPrintable(command));
    const QString part = text.mid(start, text.indexOf(";;", start) - start);
    for (const QString& option : options(command))
      QVERIFY2(part.contains(QRegularExpression("\\)" + option + "=?\\[")), qPrintable(command + ' ' + option));
  }
  if (QStandardPaths::findExecutable("zsh").isEmpty()) QSKIP("no zsh on this machine to read its completion");
  const Ended read = InstalledTree::run({"zsh", "-n", zsh}, work_.path());
  QVERIFY2(read.status == 0 && read.err.isEmpty(), qPrintable(read.err));
}

void InstallTest::desktopFileAndMetainfoAreValid() {
  const QString desktop = tree_.path(SPINDLE_SHARE_FOLDER "/applications/org.spindle.Spindle.desktop");
  const QString metainfo = tree_.path(SPINDLE_SHARE_FOLDER "/metainfo/org.spindle.Spindle.metainfo.xml");
  const QByteArray entry = fileBytes(desktop);
  QVERIFY(entry.contains("\nExec=spindle %f\n") && entry.contains("\nIcon=org.spindle.Spindle\n"));
  QVERIFY2(!entry.contains("inode/directory"), "file managers would offer Spindle for every folder");
  QVERIFY(fileBytes(metainfo).contains("<launchable type=\"desktop-id\">org.spindle.Spindle.desktop</launchable>"));
  int validated = 0;
  for (const QStringList& validator :
       {QStringList{"desktop-file-validate", desktop}, {"appstreamcli", "validate", "--no-net", metainfo}}) {
    if (QStandardPaths::findExecutable(validator.first()).isEmpty()) continue;
    const Ended ended = InstalledTree::run(validator, work_.path());
    QVERIFY2(ended.status == 0, qPrintable(ended.out + ended.err));
    ++validated;
  }
  if (validated < 2) QSKIP("desktop-file-validate or appstreamcli is not on this machine");
}

void InstallTest::runsFromAnotherFolderAndThroughALink() {
  QVERIFY(QDir(top_.path()).rename("a place", "elsewhere"));
  const InstalledTree moved(top_.filePath("elsewhere/Sp\u00edndle"));
  QVERIFY(QFile::link(moved.program(), work_.filePath("linked")));
  const Ended info = InstalledTree::run({work_.filePath("linked"), "info", moved.bundledRun()}, work_.path());
  QVERIFY(QDir(top_.path()).rename("elsewhere", "a place"));
  QVERIFY2(info.status == 0 && info.out.contains("accuracy"), qPrintable(info.out + info.err));
}

void InstallTest::nothingInstalledHasChanged() {
  QCOMPARE(tree_.files(), before_);
}

QStringList InstallTest::commands() const {
  const QString help = spindle({"--help"}).out;
  QStringList names;
  static const QRegularExpression line("\n  ([a-z]+) +");
  for (auto i = line.globalMatch(help, help.indexOf("\nSubcommands:")); i.hasNext();) names += i.next().captured(1);
  return names;
}

QStringList InstallTest::options(const QString& command) const {
  const QString help = spindle({command, "--help"}).out;
  QStringList names;
  static const QRegularExpression line("\n  (-[^ ]+)");
  for (auto i = line.globalMatch(help); i.hasNext();) names += i.next().captured(1).split(',');
  return names;
}

QTEST_GUILESS_MAIN(InstallTest)
#include "tst_install.moc"

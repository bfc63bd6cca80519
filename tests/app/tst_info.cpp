// SPDX-License-Identifier: GPL-3.0-or-later
// What `info` tells of a run beyond its files: the samples, whether the network is right on them, and what was not run.
#include "tests/app/program.h"

#include <QRegularExpression>
#include <QTest>

using namespace spindle::test;

namespace {

const QString bundled = QStringLiteral(SPINDLE_SOURCE_DIR "/sample_models/fashion-lenet");

/// The bundled run with another description.
void linkedRun(const QString& folder, const QByteArray& description) {
  QDir().mkpath(folder);
  for (const QString& name : QDir(bundled).entryList(QDir::AllEntries | QDir::NoDotAndDotDot)) {
    if (name != "run.json") QFile::link(bundled + '/' + name, folder + '/' + name);
  }
  writeFile(folder + "/run.json", description);
}

QString lineOf(const QString& text, const QString& start) {
  for (const QString& line : text.split('\n')) {
    if (line.startsWith(start)) return line.simplified();
  }
  return {};
}

}  // namespace

class InfoTest : public QObject {
  Q_OBJECT

 private slots:
  void accuracyOfTheLastCheckpoint() {
    const Ended ended = spindleProgram({"info", bundled});
    QCOMPARE(ended.status, 0);
    const QString line = lineOf(ended.out, "accuracy");
    static const QRegularExpression numbers("found (\\d+) of 32 samples right .* at checkpoints/step=006000.pt$");
    const auto match = numbers.match(line);
    QVERIFY2(match.hasMatch(), qPrintable(line));
    QVERIFY(match.captured(1).toInt() >= 20);
    QVERIFY2(ended.out.contains("of image input [1, 28, 28]") && ended.out.contains("stored as uint8"),
             qPrintable(ended.out));
    QVERIFY(ended.out.contains("first sample: \"test 0019 T-shirt\", label 0 (T-shirt)"));
  }

  void wrongNormalizationIsDoubted() {
    const QTemporaryDir folder;
    linkedRun(folder.filePath("run"), R"({"samples": "samples.npz",
      "input": {"kind": "image", "shape": [1, 28, 28], "mean": [-900.0], "std": [0.01]}})");
    const Ended ended = spindleProgram({"info", folder.filePath("run")});
    QCOMPARE(ended.status, 0);
    const QString line = lineOf(ended.out, "accuracy");
    QVERIFY2(line.contains("DOUBT") && line.contains("normalization"), qPrintable(ended.out));
  }

  void maskingAndProtocolAreNamed() {
    QVERIFY(lineOf(spindleProgram({"info", bundled}).out, "masking").contains("at the input, custom protocol"));
    const QTemporaryDir folder;
    linkedRun(folder.filePath("run"), R"({"samples": "samples.npz", "protocol": "two-phase",
      "input": {"kind": "image", "shape": [1, 28, 28]}})");
    const Ended published = spindleProgram({"info", folder.filePath("run")});
    QVERIFY2(lineOf(published.out, "masking").contains("protocol two-phase"), qPrintable(published.out));
    // Variables that do not fit are told in their line; the rest is listed all the same.
    linkedRun(folder.filePath("wrong"), R"({"samples": "samples.npz", "variables": [{"columns": ["age"]}],
      "input": {"kind": "image", "shape": [1, 28, 28]}})");
    const Ended wrong = spindleProgram({"info", folder.filePath("wrong")});
    QCOMPARE(wrong.status, 0);
    QVERIFY2(lineOf(wrong.out, "masking").contains("MISSING"), qPrintable(wrong.out));
    QVERIFY(wrong.out.contains("step=006000.pt"));
  }

  void networkThatDoesNotFitIsToldAtOnce() {
    const QTemporaryDir folder;
    copyFolder(golden("tiny"), folder.filePath("run"));
    writeFile(folder.filePath("run/epoch10.pt"), fileBytes(golden("parts/other_network.pt")));
    const Ended ended = spindleProgram({"info", folder.filePath("run")});
    QCOMPARE(ended.status, 0);
    QVERIFY2(lineOf(ended.out, "network").contains("MISSING"), qPrintable(ended.out));
    QVERIFY(lineOf(ended.out, "network").contains("epoch10.pt"));
  }

  void whatOnlyTheResearcherKnowsIsAsked() {
    const QTemporaryDir folder;
    QFile::copy(QStringLiteral(SPINDLE_GOLDEN_DIR "/model/chain_mlp.pth"), folder.filePath("epoch1.pth"));
    const Ended ended = spindleProgram({"info", folder.path()});
    QVERIFY2(ended.out.contains("ASK      network: the checkpoints hold weights only  [run.json: architecture]"),
             qPrintable(ended.out));
    QVERIFY(ended.out.contains("[run.json: samples]"));
    QVERIFY(!lineOf(spindleProgram({"info", bundled}).out, "question").contains("ASK"));
  }

  void missingLossesAreOfferedAndComputed() {
    const QTemporaryDir folder;
    const QString run = folder.filePath("run");
    copyFolder(golden("tiny"), run);
    QFile::remove(run + "/metrics.csv");
    QFile::remove(run + "/samples.csv");
    QFile::copy(golden("losses/samples.csv"), run + "/samples.csv");
    QVERIFY(spindleProgram({"info", run}).out.contains("spindle losses " + run));
    const Ended computed = spindleProgram({"losses", run});
    QCOMPARE(computed.status, 0);
    QVERIFY2(lineOf(computed.out, "epoch10.pt") == "epoch10.pt 10 1.252 2.338 0.375", qPrintable(computed.out));
    const Ended after = spindleProgram({"info", run});
    QVERIFY(after.out.contains("sample_losses.csv: train = train_loss, test = test_loss"));
    QVERIFY(!after.out.contains("spindle losses"));
    const Ended few = spindleProgram({"losses", golden("tiny")});
    QCOMPARE(few.status, 2);
    QVERIFY2(few.err.contains("at least 10"), qPrintable(few.err));
  }

  /// --torch-module, before the command and after it.
  void thePyTorchIsNamedAndChosen() {
    const Ended usual = spindleProgram({"info", golden("tiny")});
    QVERIFY2(lineOf(usual.out, "PyTorch").contains(" built "), qPrintable(usual.out));
    const QString file = QStringLiteral(SPINDLE_BINARY_DIR "/bin/spindle_torch.so");
    QVERIFY2(usual.out.contains("module " + QFileInfo(file).canonicalFilePath()), qPrintable(usual.out));
    const QTemporaryDir folder;
    const QString other = folder.filePath("other.so");
    QVERIFY(QFile::link(file, other));
    for (const QStringList& arguments : {QStringList{"--torch-module", other, "info", golden("tiny")},
                                         QStringList{"info", golden("tiny"), "--torch-module", other}}) {
      const Ended chosen = spindleProgram(arguments);
      QCOMPARE(chosen.status, 0);
      QVERIFY2(chosen.out.contains("module " + other) && chosen.out.contains("beside it: spindle_torch.so"),
               qPrintable(chosen.out));
    }
    const Ended none = spindleProgram(
        {"--torch-module", "9.9", "extract", golden("tiny"), "-o", folder.filePath("r.h5"), "--batch", "16"});
    QCOMPARE(none.status, 2);
    QVERIFY2(none.err.startsWith("spindle: There is no module 9.9 with PyTorch") && none.err.count('\n') == 1,
             qPrintable(none.err));
    QVERIFY(!QFile::exists(folder.filePath("r.h5")));
  }

  void classesThatWereNotRunAreNamed() {
    const QTemporaryDir folder;
    QFile::copy(QStringLiteral(SPINDLE_GOLDEN_DIR "/weights/timm.pth.tar"), folder.filePath("checkpoint-3.pth.tar"));
    const Ended ended = spindleProgram({"info", folder.path()});
    QCOMPARE(ended.status, 0);
    QVERIFY2(lineOf(ended.out, "not run").contains("argparse.Namespace"), qPrintable(ended.out));
  }
};

QTEST_GUILESS_MAIN(InfoTest)
#include "tst_info.moc"

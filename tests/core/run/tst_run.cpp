// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/run/opened_run.h"

#include <QTest>

using namespace spindle;
using namespace spindle::test;

namespace {

constexpr const char* tableSamples = "age,height,target\n1,2,0\n3,4,1\n5,6,0\n";

}  // namespace

class RunTest : public QObject {
  Q_OBJECT

 private slots:
  void otherWeightsInACheckpointAreTold() {
    RunFolder folder;
    std::filesystem::copy_file(std::filesystem::path(SPINDLE_GOLDEN_DIR) / "weights" / "timm.pth.tar",
                               folder.path() / "checkpoint-3.pth.tar");
    QCOMPARE(told(Run::open(folder.path()), Finding::Kind::guessed, "weights"),
             QString("state_dict, not state_dict_ema"));
    folder.write("run.json", quoted("{'weights': 'state_dict_ema'}"));
    QVERIFY(told(Run::open(folder.path()), Finding::Kind::found, "weights").startsWith("state_dict_ema, not "));
  }

  void refusesWithWhatToDo_data() {
    QTest::addColumn<QStringList>("files");
    QTest::addColumn<QString>("said");
    QTest::newRow("an adapter") << QStringList{"adapter_config.json", "adapter_model.safetensors"}
                                << "merge_and_unload()";
    QTest::newRow("adapters of many steps")
        << QStringList{"checkpoint-1/adapter_model.bin", "checkpoint-1/optimizer.pt",
                       "checkpoint-2/adapter_model.bin", "checkpoint-2/optimizer.pt",
                       "checkpoint-3/adapter_model.bin", "checkpoint-3/optimizer.pt",
                       "checkpoint-4/adapter_model.bin", "checkpoint-4/optimizer.pt"}
        << "merge_and_unload()";
    QTest::newRow("adapters beside the network they change")
        << QStringList{"model.pt", "checkpoint-100/adapter_config.json", "checkpoint-100/adapter_model.bin",
                       "checkpoint-200/adapter_config.json", "checkpoint-200/adapter_model.bin"}
        << "has no checkpoint beside model.pt (checkpoint-100/adapter_config.json: an adapter (LoRA or another of "
           "PEFT)";
    QTest::newRow("adapter of diffusion")
        << QStringList{"pytorch_lora_weights.safetensors"} << "an adapter (LoRA or another of PEFT)";
    QTest::newRow("DeepSpeed") << QStringList{"global_step5/zero_pp_rank_0_mp_rank_00_model_states.pt"}
                               << "zero_to_fp32.py";
    QTest::newRow("a distributed checkpoint")
        << QStringList{"step_5/__0_0.distcp", "step_5/__1_0.distcp"} << "dcp_to_torch_save";
  }

  void refusesWithWhatToDo() {
    QFETCH(QStringList, files);
    QFETCH(QString, said);
    const RunFolder folder;
    for (const auto& file : files) folder.touch({file.toStdString().c_str()});
    const auto sentence =
        QString::fromStdString(spindle::test::sentence<UserError>([&] { (void)Run::open(folder.path()); }));
    QVERIFY2(sentence.contains(said), qPrintable(sentence));
  }

  void namesDoNotSteerTheTerminal() {
    const RunFolder folder;
    folder.touch({"a\x1b[2J_1.pt", "a\x1b[2J_2.pt"});
    folder.write("run.json",
                 "{\"name\": \"x\\u001b]0;y\\u0007\\u202e\", \"classes\": [\"c\\u001b\"], \"samples\": "
                 "\"s\\u001b[2J.npz\"}");
    const auto run = Run::open(folder.path());
    QCOMPARE(run.name(), std::string("x?]0;y??"));
    QCOMPARE(run.description().classes, std::vector<std::string>{"c?"});
    for (const auto& finding : run.findings()) QVERIFY(finding.text.find('\x1b') == std::string::npos);
  }

  void stepsPatternFromRunJson() {
    const RunFolder folder;
    folder.touch({"w256_1_x9.pt", "w256_2_x8.pt"});
    folder.write("run.json", quoted("{'steps': {'pattern': '_x([0-9]+)', 'unit': 'step'}}"));
    QCOMPARE(checkpoints(Run::open(folder.path())), QString("w256_2_x8.pt:8 w256_1_x9.pt:9"));
  }

  void aPatternThatFitsNothingIsTold() {
    const RunFolder folder;
    folder.touch({"epoch_1.pt", "model.pt"});
    folder.write("run.json", quoted("{'steps': {'pattern': '_x([0-9]+)', 'unit': 'step'}}"));
    const auto refused = spindle::test::sentence<UserError>([&] { Run::open(folder.path()); });
    for (const char* part : {"\"steps\"", "epoch_1.pt", "correct it"})
      QVERIFY2(refused.find(part) != std::string::npos, refused.c_str());
  }

  void saysWhatIsMissing() {
    const RunFolder folder;
    folder.touch({"epoch_1.pt"});
    const auto run = Run::open(folder.path());
    QVERIFY(told(run, Finding::Kind::missing, "architecture").contains("torch.jit.trace"));
    QVERIFY(told(run, Finding::Kind::missing, "samples").contains("samples.npz"));
    QVERIFY(!told(run, Finding::Kind::missing, "losses").isEmpty());
    QVERIFY(run.architecture().empty());
    QVERIFY(run.variables().empty());
  }

  void namesThatDoNotExistAreMissing() {
    const RunFolder folder;
    folder.touch({"epoch_1.pt"});
    folder.write("run.json", quoted("{'model': 'net.pt', 'samples': 'x.npz', 'metrics': 'm.csv', 'name': 'A run'}"));
    const auto run = Run::open(folder.path());
    QCOMPARE(run.name(), std::string("A run"));
    QVERIFY(told(run, Finding::Kind::missing, "architecture").contains("net.pt"));
    QVERIFY(told(run, Finding::Kind::missing, "samples").contains("x.npz"));
    QVERIFY(told(run, Finding::Kind::missing, "losses").contains("m.csv"));
  }

  void joinsLosses() {
    const RunFolder folder;
    folder.touch({"step_0.pt", "step_10.pt", "step_20.pt"});
    folder.write("metrics.csv", "step,train_loss,test_loss\n0,2.5,2.6\n10,1.5,\n10,,1.75\n20,0.5,1\n");
    const auto run = Run::open(folder.path());
    const auto& list = run.series().checkpoints;
    QCOMPARE(list[0].trainLoss, 2.5);
    QCOMPARE(list[1].trainLoss, 1.5);
    QCOMPARE(list[1].testLoss, 1.75);
    QCOMPARE(list[2].testLoss, 1.0);
    QCOMPARE(told(run, Finding::Kind::guessed, "losses"), QString("metrics.csv: train = train_loss, test = test_loss"));
    QCOMPARE(told(run, Finding::Kind::found, "losses"), QString("checkpoints: 3 at their step"));
  }

  void readsTableSamples() {
    const RunFolder folder;
    folder.touch({"epoch_1.pt"});
    folder.write("samples.csv", tableSamples);
    folder.write("run.json", quoted("{'classes': ['no', 'yes'], 'baseline': [1, 2], "
                                    "'variables': [{'columns': ['height']}, {'columns': ['age'], 'name': 'years'}]}"));
    const auto run = Run::open(folder.path());
    QCOMPARE(run.samples().samples.size(), std::size_t{3});
    QCOMPARE(run.samples().classes, (std::vector<std::string>{"no", "yes"}));
    const auto variables = run.variables();
    QCOMPARE(variables.size(), std::size_t{3});
    QCOMPARE(variables[0][0].name, std::string("height"));
    QCOMPARE(variables[0][0].elements, (std::vector<std::uint32_t>{1}));
    QCOMPARE(variables[2][1].name, std::string("years"));
    QCOMPARE(run.baseline().values, (std::vector<double>{1, 2}));
    QCOMPARE(run.variables(VariablesDescription{}, {0}).front().count(), 2);
    const auto refused = spindle::test::sentence<UserError>([&] {
      (void)run.variables(VariableList{VariableDescription{{}, {}, {"hight"}, {}, {}}}, {0});
    });
    QVERIFY2(refused.find("did you mean \"height\"") != std::string::npos, refused.c_str());
    QVERIFY(!spindle::test::sentence<UserError>([&] { (void)run.variables(GridDescription{}, {0}); }).empty());
    QVERIFY(!spindle::test::sentence<UserError>([&] { (void)run.variables(EachDescription{{{}}}, {0}); }).empty());
  }

  void refuses_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("content");
    QTest::addColumn<QString>("part");
    QTest::newRow("unknown key") << "run.json"
                                 << "{'sampels': 'a'}"
                                 << "did you mean \"samples\"?";
    QTest::newRow("wrong type") << "run.json"
                                << "{'name': 3}"
                                << "\"name\" should be a string, but is 3.";
    QTest::newRow("no JSON") << "run.json"
                             << "{\n \"name\": }"
                             << "line 2, column 10";
    QTest::newRow("empty run.json") << "run.json"
                                    << ""
                                    << "is not valid JSON";
    QTest::newRow("pattern without match") << "run.json"
                                           << "{\"checkpoints\": \"none/*.pt\"}"
                                           << "matches no checkpoint";
    QTest::newRow("file that is not there") << "run.json"
                                            << "{'checkpoints': ['a.pt']}"
                                            << "does not exist";
    QTest::newRow("steps that match nothing") << "run.json"
                                              << "{'steps': {'pattern': 'x([0-9]+)'}}"
                                              << "no number in the name of any checkpoint";
    QTest::newRow("unreadable samples") << "samples.csv"
                                        << "a,target\n\"1,0\n"
                                        << "samples.csv";
    QTest::newRow("loss column that is not there") << "run.json"
                                                   << "{'loss_columns': {'train': 'los'}}"
                                                   << "did you mean \"loss\"?";
  }

  void refuses() {
    QFETCH(QString, file);
    QFETCH(QString, content);
    QFETCH(QString, part);
    const RunFolder folder;
    folder.touch({"epoch_1.pt"});
    folder.write("metrics.csv", "epoch,loss\n1,2\n");
    folder.write(file.toStdString(), quoted(content.toStdString()));
    const auto text = QString::fromStdString(openSentence(folder.path()));
    QVERIFY2(text.contains(part), qPrintable(text));
    QVERIFY2(text.contains(file) || text.contains("checkpoint"), qPrintable(text));
  }

  void refusesFoldersThatAreNoRuns() {
    const RunFolder folder;
    const auto missing = openSentence(folder.path() / "nowhere");
    QCOMPARE(missing, (folder.path() / "nowhere").string() + ": no such folder.");
    QVERIFY(openSentence(folder.path()).find("has no checkpoint;") != std::string::npos);
    folder.write("notes.txt", "x");
    QVERIFY(openSentence(folder.path() / "notes.txt").find("is not a run folder") != std::string::npos);
  }

  void wrongShape() {
    const RunFolder folder;
    folder.touch({"epoch_1.pt"});
    folder.write("samples.csv", tableSamples);
    folder.write("run.json", quoted("{'input': {'kind': 'tabular', 'shape': [3]}}"));
    const auto text = openSentence(folder.path());
    QVERIFY2(!text.empty() && text.find("samples.csv") != std::string::npos, text.c_str());
  }
};

QTEST_APPLESS_MAIN(RunTest)
#include "tst_run.moc"

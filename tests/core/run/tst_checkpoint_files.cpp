// SPDX-License-Identifier: GPL-3.0-or-later
// Which files of a run folder are its checkpoints, and why others are none.
#include "core/run/checkpoints/file_name.h"
#include "tests/core/run/opened_run.h"

#include <QTest>

#include <sys/stat.h>

using namespace spindle;
using namespace spindle::test;

class CheckpointFilesTest : public QObject {
  Q_OBJECT

 private slots:
  /// One TorchScript checkpoint among plain weights is enough; where all are TorchScript each has its own.
  void anyTorchScriptCheckpointGivesTheArchitecture() {
    const auto golden = std::filesystem::path(SPINDLE_GOLDEN_DIR) / "model";
    RunFolder folder;
    std::filesystem::copy_file(golden / "cnn.pth", folder.path() / "epoch1.pt");
    std::filesystem::copy_file(golden / "cnn.pt", folder.path() / "epoch2.pt");
    QCOMPARE(Run::open(folder.path()).architecture(), folder.path() / "epoch2.pt");
    std::filesystem::copy_file(golden / "cnn.pt", folder.path() / "epoch0.pt");
    QCOMPARE(Run::open(folder.path()).architecture(), folder.path() / "epoch0.pt");
    std::filesystem::remove(folder.path() / "epoch1.pt");
    QVERIFY(Run::open(folder.path()).architecture().empty());
  }

  void exportedNetworksGiveTheArchitecture() {
    const auto golden = std::filesystem::path(SPINDLE_GOLDEN_DIR) / "model" / "exported";
    RunFolder folder;
    std::filesystem::copy_file(golden / "mlp.pth", folder.path() / "epoch1.pt");
    std::filesystem::copy_file(golden / "mlp.pt2", folder.path() / "model.pt2");
    QCOMPARE(Run::open(folder.path()).architecture(), folder.path() / "model.pt2");
    QCOMPARE(checkpoints(Run::open(folder.path())), QString("epoch1.pt:1"));
    RunDescription named;
    named.model = "model.pt2";
    named.checkpoints = "epoch*.pt";
    QCOMPARE(Run::open(folder.path(), named).architecture(), folder.path() / "model.pt2");
    std::filesystem::rename(folder.path() / "model.pt2", folder.path() / "epoch2.pt2");
    QCOMPARE(Run::open(folder.path()).architecture(), folder.path() / "epoch2.pt2");
    std::filesystem::remove(folder.path() / "epoch1.pt");
    QVERIFY(Run::open(folder.path()).architecture().empty());
  }

  /// None of several networks is set aside for the others where names tell neither a position nor a role.
  void networksWithoutNumbersAreASeries() {
    const auto golden = std::filesystem::path(SPINDLE_GOLDEN_DIR) / "model";
    RunFolder folder;
    for (const char* name : {"first.pt", "second.pt", "third.pt"})
      std::filesystem::copy_file(golden / "cnn.pt", folder.path() / name);
    const Run run = Run::open(folder.path());
    QCOMPARE(checkpoints(run), QString("first.pt:0 second.pt:1 third.pt:2"));
    QVERIFY(run.architecture().empty());
    std::filesystem::rename(folder.path() / "first.pt", folder.path() / "model.pt");
    QCOMPARE(checkpoints(Run::open(folder.path())), QString("second.pt:0 third.pt:1"));
  }

  void opensLayouts_data() {
    QTest::addColumn<QStringList>("files");
    QTest::addColumn<QString>("expected");
    QTest::newRow("in the folder") << QStringList{"epoch_2.pt", "epoch_10.pt"} << "epoch_2.pt:2 epoch_10.pt:10";
    QTest::newRow("below folders of another name")
        << QStringList{"output/train/20240131-net-14/checkpoint-0.pth.tar",
                       "output/train/20240131-net-14/checkpoint-1.pth.tar",
                       "output/train/20240131-net-14/last.pth.tar",
                       "output/train/20240130-net-14/checkpoint-0.pth.tar",
                       "data/train/checkpoint-7.pth",
                       "__pycache__/epoch_9.pt"}
        << "output/train/20240131-net-14/checkpoint-0.pth.tar:0 output/train/20240131-net-14/checkpoint-1.pth.tar:1";
    QTest::newRow("in checkpoints/ of a dated folder")
        << QStringList{"outputs/2024-01-31/12-00-00/checkpoints/epoch=0-step=2.ckpt",
                       "outputs/2024-01-31/12-00-00/checkpoints/epoch=1-step=4.ckpt",
                       "outputs/2024-01-31/13-00-00/checkpoints/epoch=0-step=2.ckpt"}
        << "outputs/2024-01-31/12-00-00/checkpoints/epoch=0-step=2.ckpt:2 "
           "outputs/2024-01-31/12-00-00/checkpoints/epoch=1-step=4.ckpt:4";
    QTest::newRow("in checkpoints/") << QStringList{"checkpoints/epoch=1-step=5.ckpt",
                                                    "checkpoints/epoch=0-step=2.ckpt"}
                                     << "checkpoints/epoch=0-step=2.ckpt:2 checkpoints/epoch=1-step=5.ckpt:5";
    QTest::newRow("newest Lightning version")
        << QStringList{"lightning_logs/version_2/checkpoints/epoch=0-step=9.ckpt",
                       "lightning_logs/version_10/checkpoints/epoch=0-step=7.ckpt",
                       "lightning_logs/version_11/hparams.yaml"}
        << "lightning_logs/version_10/checkpoints/epoch=0-step=7.ckpt:7";
    QTest::newRow("Hugging Face") << QStringList{"checkpoint-500/model.safetensors",
                                                 "checkpoint-500/trainer_state.json", "checkpoint-500/optimizer.pt",
                                                 "checkpoint-1000/model.safetensors"}
                                  << "checkpoint-500/model.safetensors:500 checkpoint-1000/model.safetensors:1000";
    QTest::newRow("folders named by step")
        << QStringList{"step_10/model.pt", "step_2/model.pt"} << "step_2/model.pt:2 step_10/model.pt:10";
    QTest::newRow("slash in a metric's name")
        << QStringList{"checkpoints/epoch=3-val/loss=0.3.ckpt"} << "checkpoints/epoch=3-val/loss=0.3.ckpt:3";
    QTest::newRow("other folders are not searched")
        << QStringList{"a_1.pt", "a_2.pt", "backup/b_3.pt", ".hidden/c_4.pt"} << "a_1.pt:1 a_2.pt:2";
  }

  void opensLayouts() {
    QFETCH(QStringList, files);
    QFETCH(QString, expected);
    const RunFolder folder;
    for (const auto& file : files) folder.touch({file.toStdString().c_str()});
    const auto run = Run::open(folder.path());
    QCOMPARE(checkpoints(run), expected);
  }

  void setsAside_data() {
    QTest::addColumn<QString>("reason");
    QTest::newRow("optimizer.pt") << "optimizer state";
    for (const char* name :
         {"epoch_1.opt.pt", "epoch_1.optim.pth", "epoch_1_optim.pt", "epoch-1-opt.pt", "opt_epoch-1.pt",
          "opt.epoch_1.pt", "optim-1.pt", "epoch_1.optimizer.pt", "opt.pt", "epoch_1_opt.safetensors"}) {
      QTest::newRow(name) << "optimizer state";
    }
    QTest::newRow("scheduler.pt") << "scheduler state";
    QTest::newRow("rng_state_0.pth") << "state of the random number generators";
    QTest::newRow("training_args.bin") << "training arguments";
    QTest::newRow("scaler.pt") << "gradient scaler state";
    QTest::newRow("sampler.bin") << "state of the data loader";
    QTest::newRow("custom_checkpoint_0.pkl") << "other state that Accelerate saved";
    QTest::newRow("net.onnx") << "ONNX model; Spindle reads PyTorch weights";
    QTest::newRow("events.out.tfevents.1.host.2.0") << "training log (TensorBoard)";
    QTest::newRow("README.md") << "text";
    QTest::newRow("config.json") << "configuration";
    QTest::newRow("tmp.pth.tar") << "temporary file of an unfinished save";
    QTest::newRow("recovery-3-200.pth.tar") << "timm recovery file, saved within an epoch";
    QTest::newRow("model-00001-of-00002.safetensors") << "shard of a split checkpoint; its index file is used";
    QTest::newRow("zero_pp_rank_0_mp_rank_00_optim_states.pt")
        << "part of a network or an optimizer that DeepSpeed split: run zero_to_fp32.py, which DeepSpeed saved beside "
           "it: "
           "python zero_to_fp32.py . model.bin";
    QTest::newRow("optimizer_0.bin") << "optimizer state";
    QTest::newRow("__0_0.distcp") << "part of a distributed checkpoint: make one file of its folder, in Python: "
                                     "torch.distributed.checkpoint.format_utils.dcp_to_torch_save(folder, \"step.pt\")";
    QTest::newRow("data.bin") << "no weights inside";
    QTest::newRow("notes.xyz") << "not a checkpoint (by name)";
  }

  void setsAside() {
    QFETCH(QString, reason);
    const RunFolder folder;
    const auto name = std::string("checkpoints/") + QTest::currentDataTag();
    folder.touch({"checkpoints/epoch_1.pt", name.c_str()});
    const auto run = Run::open(folder.path());
    QCOMPARE(checkpoints(run), QString("checkpoints/epoch_1.pt:1"));
    QCOMPARE(reasonFor(run, name), reason);
  }

  /// Its network alone is refused beside adapters, unless it is chosen or nothing else is there.
  void networkAloneOpens() {
    const RunFolder folder;
    folder.touch({"model.pt", "optimizer.pt"});
    QCOMPARE(checkpoints(Run::open(folder.path())), QString("model.pt:0"));
    folder.touch({"checkpoint-100/adapter_model.bin"});
    RunDescription chosen;
    chosen.checkpoints = "model.pt";
    QCOMPARE(checkpoints(Run::open(folder.path(), chosen)), QString("model.pt:0"));
  }

  /// A language model of this name beside the shorthand for optimizers.
  void optIsAModelToo() {
    QCOMPARE(notACheckpoint("opt-125m.pt"), std::string());
    QCOMPARE(notACheckpoint("facebook-opt.bin"), std::string());
  }

  /// 12 folders with 12 links to the folder above are 12^5 ways without end, and one folder each.
  void linksToFoldersAboveAreNotFollowed() {
    const RunFolder folder;
    for (int step = 1; step <= 12; ++step) {
      const auto place = "checkpoint-" + std::to_string(step);
      folder.touch({(place + "/model.pt").c_str()});
      for (int link = 1; link <= 12; ++link) {
        std::filesystem::create_directory_symlink("..", folder.path() / place / ("step_" + std::to_string(link)));
      }
    }
    const auto run = Run::open(folder.path());
    QCOMPARE(run.candidates().size(), std::size_t{12});
    QCOMPARE(run.series().checkpoints.size(), std::size_t{12});
    RunDescription everywhere;
    everywhere.checkpoints = "**/model.pt";
    QCOMPARE(Run::open(folder.path(), everywhere).candidates().size(), std::size_t{12});
  }

  void pipesAreNotOpened() {
    const RunFolder folder;
    folder.touch({"epoch_1.pt"});
    for (const char* name : {"metrics.csv", "metrics.jsonl", "epoch_2.pt", "events.out.tfevents.1", "log.txt"}) {
      QCOMPARE(mkfifo((folder.path() / name).c_str(), 0600), 0);
    }
    QCOMPARE(checkpoints(Run::open(folder.path())), QString("epoch_1.pt:1"));
    RunDescription named;
    const auto losses = [&](const char* name) {
      named.metrics = name;
      return told(Run::open(folder.path(), named), Finding::Kind::missing, "losses");
    };
    QVERIFY(losses("metrics.jsonl").contains("not a file"));
    QVERIFY(losses("events.out.tfevents.1").contains("is a pipe, not a regular file"));
    QCOMPARE(mkfifo((folder.path() / "run.json").c_str(), 0600), 0);
    const auto said = spindle::test::sentence<UserError>([&] { (void)Run::open(folder.path()); });
    QVERIFY2(said.find("not a file") != std::string::npos, said.c_str());
  }

  void hardLinksAreAliases() {
    const RunFolder folder;
    folder.touch({"epoch_1.pt", "epoch_2.pt"});
    std::filesystem::create_hard_link(folder.path() / "epoch_2.pt", folder.path() / "last.pt");
    std::filesystem::create_symlink("epoch_1.pt", folder.path() / "best.pt");
    const auto run = Run::open(folder.path());
    QCOMPARE(checkpoints(run), QString("epoch_1.pt:1 epoch_2.pt:2"));
    QCOMPARE(reasonFor(run, "last.pt"), QString("alias of epoch_2.pt (the same weights)"));
    QCOMPARE(reasonFor(run, "best.pt"), QString("alias of epoch_1.pt (the same weights)"));
  }

  void manyFilesOfOneNameAreOneLine() {
    const RunFolder folder;
    for (int step = 1; step <= 5; ++step) {
      const auto place = "checkpoint-" + std::to_string(step * 100) + "/";
      folder.touch({(place + "model.safetensors").c_str(), (place + "optimizer.pt").c_str()});
    }
    const auto run = Run::open(folder.path());
    QCOMPARE(run.series().checkpoints.size(), std::size_t{5});
    QCOMPARE(reasonFor(run, "*/optimizer.pt (5 files)"), QString("optimizer state"));
  }

  void opensFromAFileInside() {
    const RunFolder folder;
    folder.touch({"checkpoints/epoch_1.pt"});
    folder.write("run.json", "{}");
    QCOMPARE(Run::open(folder.path() / "run.json").folder(), folder.path());
    const auto run = Run::open(folder.path() / "checkpoints" / "epoch_1.pt");
    QCOMPARE(checkpoints(run), QString("checkpoints/epoch_1.pt:1"));
  }

  void patternsFromRunJson_data() {
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("expected");
    QTest::newRow("pattern") << "\"saved/*.pt\""
                             << "saved/a_1.pt:1 saved/a_2.pt:2";
    QTest::newRow("list") << "[\"saved/a_2.pt\", \"other/b_5.pt\"]"
                          << "saved/a_2.pt:2 other/b_5.pt:5";
    QTest::newRow("folder pattern") << "\"*/b_*.pt\""
                                    << "other/b_5.pt:5";
    QTest::newRow("any depth") << "\"**/?_[0-9].pt\""
                               << "saved/a_1.pt:1 saved/a_2.pt:2 other/b_5.pt:5";
    QTest::newRow("a folder") << "\"other\""
                              << "other/b_5.pt:0";
  }

  void patternsFromRunJson() {
    QFETCH(QString, value);
    QFETCH(QString, expected);
    const RunFolder folder;
    folder.touch({"saved/a_1.pt", "saved/a_2.pt", "other/b_5.pt"});
    folder.write("run.json", "{\"checkpoints\": " + value.toStdString() + "}");
    if (std::string(QTest::currentDataTag()) == "a folder") expected = "other/b_5.pt:5";
    QCOMPARE(checkpoints(Run::open(folder.path())), expected);
  }

  /// It fails alone, with its name, when it is computed; the others go on.
  void keepsEmptyCheckpointsInTheSeries() {
    const RunFolder folder;
    folder.write("epoch_1.pt", "");
    QCOMPARE(checkpoints(Run::open(folder.path())), QStringLiteral("epoch_1.pt:1"));
    folder.touch({"epoch_2.pt"});
    QCOMPARE(checkpoints(Run::open(folder.path())), QStringLiteral("epoch_1.pt:1 epoch_2.pt:2"));
  }
};

QTEST_APPLESS_MAIN(CheckpointFilesTest)
#include "tst_checkpoint_files.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_error.h"
#include "core/run/run.h"
#include "core/run/samples/sample_files.h"
#include "tests/core/run/run_folder.h"

#include <QTest>

using namespace spindle;
using spindle::test::quoted;
using spindle::test::RunFolder;

namespace {

QString likely(const QStringList& files) {
  RunFolder folder;
  for (const QString& file : files) folder.write(file.toStdString(), "x");
  QStringList names;
  for (const auto& name : likelySampleFiles(folder.path())) names << QString::fromStdString(name);
  return names.join(' ');
}

QString texts(const Run& run, const std::string& what) {
  QStringList list;
  for (const auto& finding : run.findings()) {
    if (finding.what == what) list << QString::fromStdString(finding.text);
  }
  return list.join(" / ");
}

std::string rows(int count, int classes) {
  std::string text = "a,b,target\n";
  for (int i = 0; i < count; ++i)
    text += std::to_string(i) + ",1," + std::to_string(i % 100 == 0 ? classes - 1 : i % (classes - 1)) + "\n";
  return text;
}

}  // namespace

class SampleFilesTest : public QObject {
  Q_OBJECT

 private slots:
  void namesAndPlaces_data() {
    QTest::addColumn<QStringList>("files");
    QTest::addColumn<QString>("expected");
    QTest::newRow("test before validation before training")
        << QStringList{"train.csv", "val.csv", "data.csv", "test.csv"} << "test.csv val.csv data.csv train.csv";
    QTest::newRow("arrays before tables") << QStringList{"test.csv", "test.npz"} << "test.npz test.csv";
    QTest::newRow("no labels alone") << QStringList{"x_test.npy", "y_test.npy", "test_labels.npy", "X_train.npy"}
                                     << "x_test.npy X_train.npy";
    QTest::newRow("no logs, results or networks")
        << QStringList{"test_log.csv", "val_loss.csv",  "test_metrics.csv", "test_predictions.npz", "data_mean.npy",
                       "best_val.pt",  "test_model.pt", "epoch_3_data.pt",  "history_train.csv",    "optimizer_x.pt"}
        << "";
    QTest::newRow("tensors") << QStringList{"test_set.pt", "model_epoch_1.pt", "testset.pt"}
                             << "test_set.pt testset.pt";
    QTest::newRow("as torchvision leaves them")
        << QStringList{"data/FashionMNIST/raw/t10k-images-idx3-ubyte.gz",
                       "data/FashionMNIST/raw/train-images-idx3-ubyte",
                       "data/FashionMNIST/raw/t10k-labels-idx1-ubyte.gz",
                       "data/cifar-10-batches-py/test_batch",
                       "data/cifar-10-batches-py/data_batch_1",
                       "data/cifar-10-batches-py/batches.meta"}
        << "data/cifar-10-batches-py/test_batch data/FashionMNIST/raw/t10k-images-idx3-ubyte.gz "
           "data/FashionMNIST/raw/train-images-idx3-ubyte";
    QTest::newRow("folders of classes") << QStringList{"val/cat/1.png", "train/cat/2.PNG", "test/notes/a.md"}
                                        << "val train";
    QTest::newRow("no folders of pictures for people")
        << QStringList{"images/figures/1.png", "tests/fixtures/2.png", "examples/cat/3.jpg"} << "";
    QTest::newRow("two folders down") << QStringList{"data/imagenette/a.txt", "data/val/cat/1.jpeg"} << "data/val";
    QTest::newRow("not below other folders") << QStringList{"src/test/x_test.npy", ".hidden/test.npz", "test"} << "";
  }
  void namesAndPlaces() {
    QFETCH(QStringList, files);
    QFETCH(QString, expected);
    QCOMPARE(likely(files), expected);
  }

  void theFirstThatCanBeReadIsTaken() {
    RunFolder folder;
    folder.touch({"epoch_1.pt", "epoch_2.pt", "test.npz", "val_set.pt"});
    folder.write("val.csv", rows(4, 2));
    const auto run = Run::open(folder.path());
    QCOMPARE(QString::fromStdString(run.samples().source), QString("val.csv"));
    QVERIFY2(texts(run, "samples").startsWith("val.csv (by name)"), qPrintable(texts(run, "samples")));
    QCOMPARE(run.candidates().size(), std::size_t{2});
    // A name in run.json is meant: what is wrong with it is an error.
    folder.write("run.json", quoted("{'samples': 'test.npz'}"));
    QVERIFY(spindle::test::sentence<UserError>([&] { (void)Run::open(folder.path()); }).find("test.npz") !=
            std::string::npos);
  }

  void partsByName_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("part");
    QTest::newRow("train") << "x_train.npy" << static_cast<int>(Split::train);
    QTest::newRow("test") << "data/t10k-images-idx3-ubyte" << static_cast<int>(Split::test);
    QTest::newRow("folder") << "val/" << static_cast<int>(Split::test);
    QTest::newRow("neither") << "data/train/samples.npz" << static_cast<int>(Split::unknown);
    QTest::newRow("both") << "train_test.npz" << static_cast<int>(Split::unknown);
  }
  void partsByName() {
    QFETCH(QString, name);
    QFETCH(int, part);
    QCOMPARE(static_cast<int>(splitByName(name.toStdString())), part);
  }

  void samplesAreOfThePartOfTheirFile() {
    RunFolder folder;
    folder.touch({"epoch_1.pt"});
    folder.write("train.csv", rows(4, 2));
    QCOMPARE(Run::open(folder.path()).samples().samples.front().split, Split::train);
    folder.write("test.csv", "a,b,split,target\n1,2,train,0\n3,4,test,1\n");
    const auto run = Run::open(folder.path());
    QCOMPARE(run.samples().samples.front().split, Split::train);
    QCOMPARE(run.samples().samples.back().split, Split::test);
  }

  /// Checkpoints further down: their folder may have samples, or be a run with a description of its own.
  void samplesBesideCheckpointsFurtherDown() {
    RunFolder folder;
    folder.touch({"exps/a/epoch_1.pt", "exps/a/epoch_2.pt", "exps/b/epoch_1.pt"});
    folder.write("test.csv", rows(6, 2));
    QCOMPARE(Run::open(folder.path()).samples().source, std::string("test.csv"));
    folder.write("exps/test.csv", rows(6, 2));
    QCOMPARE(Run::open(folder.path()).samples().source, std::string("exps/test.csv"));
    folder.write("exps/a/samples.csv", rows(6, 2));
    QCOMPARE(Run::open(folder.path()).samples().source, std::string("exps/a/samples.csv"));
    folder.write("exps/a/run.json", quoted("{'name': 'described', 'input': {'mean': 2}}"));
    const auto run = Run::open(folder.path());
    QCOMPARE(run.folder(), folder.path() / "exps/a");
    QCOMPARE(run.name(), std::string("described"));
    QCOMPARE(run.samples().source, std::string("samples.csv"));
    QVERIFY2(texts(run, "description").startsWith("opened exps/a, which has a run.json"),
             qPrintable(texts(run, "description")));
    QVERIFY(texts(run, "checkpoints").contains("exps/a, of 2 folders with checkpoints"));
  }

  void hugeOnesAreNotReadUnasked() {
    RunFolder folder;
    folder.touch({"epoch_1.pt", "test.npz"});
    std::filesystem::resize_file(folder.path() / "test.npz", std::uintmax_t{600} << 20);  // sparse
    const auto run = Run::open(folder.path());
    QVERIFY2(texts(run, "samples").contains("test.npz is larger than 512 MB"), qPrintable(texts(run, "samples")));
  }

  void theOnlyFileOfAKind() {
    RunFolder folder;
    folder.touch({"epoch_1.pt"});
    folder.write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\nfilm\n");
    folder.write("sms_spam.jsonl", quoted("{'text': 'film', 'label': 'ham'}\n"));
    QVERIFY2(
        texts(Run::open(folder.path()), "samples").startsWith("sms_spam.jsonl, the only .jsonl file of the folder"),
        qPrintable(texts(Run::open(folder.path()), "samples")));
    folder.write("other.jsonl", "");
    QVERIFY(Run::open(folder.path()).samples().samples.empty());
  }

  void resultsAreNoSamples() {
    RunFolder folder;
    folder.touch({"epoch_1.pt", "out.h5"});
    QVERIFY2(!texts(Run::open(folder.path()), "samples").contains("out.h5"),
             qPrintable(texts(Run::open(folder.path()), "samples")));
  }

  void unreadableOnesAreTold() {
    RunFolder folder;
    folder.touch({"epoch_1.pt", "test.npz"});
    const auto run = Run::open(folder.path());
    QVERIFY(run.samples().samples.empty());
    QVERIFY2(
        texts(run, "samples").contains("One file looked like samples: ") && texts(run, "samples").contains("test.npz"),
        qPrintable(texts(run, "samples")));
  }

  /// A log of losses is no table of inputs, whatever its name.
  void theLogIsNoSample() {
    RunFolder folder;
    folder.touch({"epoch_1.pt", "epoch_2.pt"});
    folder.write("test.csv", "epoch,train_loss,test_loss\n1,2,3\n2,1,2\n");
    const auto run = Run::open(folder.path());
    QVERIFY(run.samples().samples.empty());
    QCOMPARE(run.series().checkpoints[1].trainLoss, 1.0);
  }

  void tensorsAmongCheckpointsAreSetAside() {
    RunFolder folder;
    folder.touch({"a.pt", "b.pt", "test_set.pt"});
    const auto run = Run::open(folder.path());
    QCOMPARE(run.series().checkpoints.size(), std::size_t{2});
    QCOMPARE(run.series().setAside.front().reason, std::string("samples (by name)"));
    RunFolder only;
    only.touch({"test.pt", "train.pt"});
    QCOMPARE(Run::open(only.path()).series().checkpoints.size(), std::size_t{2});
  }

  /// Of a whole test set 50 samples are computed, evenly over the classes, or as many as run.json says.
  void fiftyOfAWholeTestSet() {
    RunFolder folder;
    folder.touch({"epoch_1.pt"});
    folder.write("samples.csv", rows(1000, 5));
    auto run = Run::open(folder.path());
    auto chosen = run.chosenSamples();
    QCOMPARE(chosen.size(), std::size_t{50});
    QVERIFY(std::is_sorted(chosen.begin(), chosen.end()));
    std::vector<int> counts(5);
    for (const auto s : chosen) ++counts[static_cast<std::size_t>(run.samples().samples[s].target)];
    QCOMPARE(counts, (std::vector<int>{10, 10, 10, 10, 10}));
    QCOMPARE(chosen.front(), std::size_t{0});  // the first of the rare class
    QVERIFY(texts(run, "samples").contains("50 of them are used"));
    folder.write("run.json", quoted("{'sample_count': 7}"));
    chosen = Run::open(folder.path()).chosenSamples();
    QCOMPARE(chosen.size(), std::size_t{7});
    folder.write("run.json", quoted("{'sample_count': 2000}"));
    run = Run::open(folder.path());
    QCOMPARE(run.chosenSamples().size(), std::size_t{1000});
    QVERIFY(!texts(run, "samples").contains("are computed"));
    // A selection is computed as it is.
    std::filesystem::remove(folder.path() / "run.json");
    folder.write("samples.csv", rows(200, 5));
    QCOMPARE(Run::open(folder.path()).chosenSamples().size(), std::size_t{200});
  }

  void eachPartHasItsOwn() {
    RunFolder folder;
    folder.touch({"epoch_1.pt"});
    std::string table = "a,split,target\n";
    for (int i = 0; i < 300; ++i)
      table += std::to_string(i) + (i < 280 ? ",train," : ",test,") + std::to_string(i % 2) + "\n";
    folder.write("samples.csv", table);
    const auto run = Run::open(folder.path());
    const auto chosen = run.chosenSamples();
    QCOMPARE(chosen.size(), std::size_t{70});
    QCOMPARE(chosen[50], std::size_t{280});
  }

  /// Texts of one word do not make the others be computed with one variable.
  void shortTextsAreLeftOut() {
    RunFolder folder;
    folder.touch({"epoch_1.pt"});
    folder.write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\ngood\nfilm\n");
    std::string lines;
    // A text of blanks has no words at all, and keeps nothing from being drawn.
    lines += quoted("{'text': ' ', 'label': 0}\n");
    for (int i = 0; i < 8; ++i)
      lines += quoted("{'text': '") + (i == 2 ? "film" : "good film good film good film") + quoted("', 'label': 1}\n");
    folder.write("samples.jsonl", lines);
    const auto run = Run::open(folder.path());
    QCOMPARE(run.chosenSamples(), (std::vector<std::size_t>{1, 2, 4, 5, 6, 7, 8}));
    QVERIFY2(texts(run, "samples").contains("7 of them, with 6 words or more, are used"),
             qPrintable(texts(run, "samples")));
  }

  /// A recorded run of texts: token ids, and a vocabulary that is none of BERT's. Special tokens are no variables, the
  /// words are spread over the whole text, and a masked word becomes what the vocabulary has for it.
  void tokenIdsBesideTheirVocabulary() {
    RunFolder folder;
    folder.touch({"epoch_1.pt"});
    std::string vocabulary = "<pad>\n<s>\n</s>\n<unk>\n";
    std::string ids = "[1";
    for (int i = 0; i < 24; ++i) {
      vocabulary += std::string("word") + static_cast<char>('a' + i) + "\n";
      ids += ", " + std::to_string(4 + i);
    }
    folder.write("words.txt", vocabulary);
    folder.write("run.json", quoted("{'vocab': 'words.txt', 'input': {'kind': 'text'}}"));
    folder.write("samples.jsonl", quoted("{'ids': " + ids + ", 2, 0, 0], 'label': 0}\n"));
    const auto run = Run::open(folder.path());
    const auto variables = run.variables().at(0);
    QCOMPARE(variables.all().size(), std::size_t{10});
    QCOMPARE(variables.all().front().name, std::string("worda"));
    QVERIFY2(variables.all().back().name > "wordt", variables.all().back().name.c_str());
    QCOMPARE(run.baseline().values, std::vector<double>{3.0});
    QVERIFY2(texts(run, "baseline").contains("<unk>, token 3"), qPrintable(texts(run, "baseline")));
  }

  /// The Hugging Face Trainer saves the vocabulary with each checkpoint; the baseline [MASK] comes from it.
  void vocabularyOfTheCheckpoints() {
    RunFolder folder;
    folder.write("checkpoint-5/pytorch_model.bin", "x");
    folder.write("checkpoint-5/model.safetensors", "x");
    folder.write(
        "checkpoint-5/tokenizer.json",
        quoted("{'normalizer': {'type': 'BertNormalizer', 'lowercase': false}, 'model': {'type': 'WordPiece', "
               "'vocab': {'[PAD]': 0, '[UNK]': 1, '[CLS]': 2, '[SEP]': 3, 'good': 6, 'film': 5, '[MASK]': 4}}}"));
    folder.write("dev.tsv", "sentence\tlabel\ngood film\t1\nGood film\t0\n");
    const auto run = Run::open(folder.path());
    QCOMPARE(run.samples().samples.size(), std::size_t{2});
    QCOMPARE(run.samples().samples[0].values, (std::vector<float>{2, 6, 5, 3}));
    QCOMPARE(run.samples().samples[1].values, (std::vector<float>{2, 1, 5, 3}));
    QCOMPARE(run.baseline().values, std::vector<double>{4.0});
    folder.write("checkpoint-5/tokenizer.json", quoted("{'model': {'type': 'BPE', 'vocab': {}}}"));
    QVERIFY2(texts(Run::open(folder.path()), "samples").contains("only WordPiece is known"),
             qPrintable(texts(Run::open(folder.path()), "samples")));
  }
};

QTEST_APPLESS_MAIN(SampleFilesTest)
#include "tst_sample_files.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/damage.h"
#include "tests/fuzz/entry.h"
#include "tests/fuzz/fuzz_samples.h"
#include "tests/fuzz/live_memory.h"

#include <QTest>

using namespace spindle::fuzz;

Q_DECLARE_METATYPE(spindle::fuzz::Case)

namespace {

const char* const ply =
    "ply\nformat ascii 1.0\nelement edge 1\nproperty list uchar int e\nelement vertex 2\nproperty float x\n"
    "property float y\nproperty double z\nend_header\n2 1 1\n1 2 3\n4 5 6\n";
const char* const binaryPly =
    "ply\nformat binary_little_endian 1.0\nelement vertex 1\nproperty float x\nproperty float y\nproperty float z\n"
    "end_header\nabcdefghijkl";

std::vector<Case> texts() {
  return {
      {"csv", bytesFrom("name,a,\"b\"\"c\",split,y\nx,1,2.5,train,no\n\"y,z\",-3e2,4,test,yes\n"), fuzzTable},
      {"csv, semicolons", bytesFrom("a;b;c\n1,5;x;0\n2,5;y;1\n"), fuzzTable},
      {"tsv", bytesFrom("sentence\tlabel\tsplit\na fine \"film\t1\ttrain\nfilms\t0\tdev\n"), fuzzTextTable},
      {"tsv without a header", bytesFrom("a fine film\t1\nno film\t0\n"), fuzzTextTable},
      {"jsonl", bytesFrom("{\"text\": \"A fine\\u00e9 films\", \"label\": 1}\n{\"words\": [\"a\"], \"label\": 0}\n"),
       fuzzJsonLines},
      {"jsonl with ids", bytesFrom("{\"ids\": [1, 20, 3], \"words\": [\"x\"], \"label\": \"b\"}\n"), fuzzJsonLines},
      {"vocabulary", goldenBytes("input/wordpiece_uncased.txt"), fuzzVocabulary},
      {"vocabulary with case", goldenBytes("input/wordpiece_cased.txt"), fuzzVocabulary},
      {"tokenizer_config.json", bytesFrom("{\"do_lower_case\": false, \"mask_token\": \"[MASK]\"}"),
       fuzzTokenizerConfig},
      {"tokenizer.json",
       bytesFrom("{\"normalizer\": {\"lowercase\": true}, \"model\": {\"type\": \"WordPiece\", \"vocab\": "
                 "{\"[UNK]\": 0, \"[CLS]\": 1, \"[SEP]\": 2, \"film\": 3}}}"),
       fuzzTokenizer},
      {"CIFAR's names", bytesFrom("airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n"),
       fuzzCifarClasses},
      {"PLY", bytesFrom(ply), fuzzPly},
      {"PLY, binary", bytesFrom(binaryPly), fuzzPly},
      {"OFF", bytesFrom("OFF\n2 1 0\n1 2 3\n4 5 6\n3 0 1 0\n"), fuzzOff},
      {"rows of points", bytesFrom("# x y z\n1 2 3\n4, 5e-1, -6\n"), fuzzPointRows},
      {"any, text", bytesFrom("text,label\na fine film,1\n"), fuzzAnySamples},
      {"any, npz", goldenBytes("input/arrays/tokens.npz"), fuzzAnySamples},
  };
}

std::vector<Case> arrays() {
  const auto file = [](const char* name) { return goldenBytes(std::string("input/arrays/") + name); };
  return {
      {"npz", file("stored.npz"), fuzzNpzSamples},
      {"npz, deflated", file("clouds.npz"), fuzzNpzSamples},
      {"a pair of tensors", file("pair.pt"), fuzzTorchSamples},
      {"a dictionary of tensors", file("dict.pt"), fuzzTorchSamples},
      {"HDF5", file("samples.h5"), fuzzHdf5Samples, 80},
      {"HDF5, grouped", file("grouped.h5"), fuzzHdf5Samples, 80},
      {"answer of the HDF5 reader", answerBytes(), fuzzArrayAnswer, 400},
      {"IDX", file("mnist/t10k-images-idx3-ubyte"), fuzzIdx},
      {"IDX, gzipped", file("mnist/train-images-idx3-ubyte.gz"), fuzzIdx},
      {"CIFAR-10", file("cifar/test_batch.bin"), fuzzCifar, 400},
      {"CIFAR-100", file("cifar100.bin"), fuzzCifar, 400},
      {"CIFAR for Python", file("cifar_py/test_batch"), fuzzPythonCifar, 200},
      {"its names", file("cifar_py/batches.meta"), fuzzPythonCifarNames},
  };
}

}  // namespace

class FuzzSamplesTest : public QObject {
  Q_OBJECT

 private slots:
  void damagedBytesAreReadOrRefused_data() {
    QTest::addColumn<Case>("tried");
    for (const auto& cases : {texts(), arrays()}) {
      for (const auto& one : cases) QTest::newRow(one.name) << one;
    }
    for (const auto* name :
         {"gray1.png", "rgba16.png", "palette8_transparent.png", "rgb8_interlaced.png", "color.jpg"}) {
      QTest::newRow(name) << Case{name, goldenBytes(std::string("input/pictures/") + name), fuzzImage};
    }
  }

  void damagedBytesAreReadOrRefused() {
    QFETCH(Case, tried);
    const auto fault = faultOf(tried);
    QVERIFY2(fault.empty(), fault.c_str());
  }

  /// What decompresses to more than the limit takes no more than the limit, and not twice that for a growing buffer.
  void aBombTakesItsLimitOnce() {
    auto bomb = goldenBytes("input/hostile/head.gz");
    const auto zeros = goldenBytes("input/hostile/zeros.gz");
    for (int i = 0; i < 33; ++i) bomb.insert(bomb.end(), zeros.begin(), zeros.end());
    const auto before = liveBytes();
    resetMostLiveBytes();
    const auto refusedBefore = refusals;
    fuzzIdx(bomb.data(), bomb.size());
    QCOMPARE(refusals, refusedBefore + 1);
    QVERIFY2(mostLiveBytes() - before < (std::size_t{560} << 20), std::to_string(mostLiveBytes() - before).c_str());
  }
};

QTEST_APPLESS_MAIN(FuzzSamplesTest)
#include "tst_samples.moc"

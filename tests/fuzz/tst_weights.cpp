// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_error.h"
#include "core/weights/byte_source.h"
#include "core/weights/weights_file.h"
#include "tests/fuzz/damage.h"
#include "tests/fuzz/fuzz_weights.h"

#include <QTest>

#include <algorithm>
#include <span>
#include <string>
#include <vector>

using namespace spindle;
using fuzz::Bytes, fuzz::Entry, fuzz::faultOf, fuzz::goldenBytes;

namespace {

constexpr std::size_t placesInFile = 400;

Bytes contents(const std::string& name) {
  return goldenBytes("weights/" + name);
}

bool sameWeights(const Weights& a, const Weights& b) {
  return std::ranges::equal(a.tensors, b.tensors, [](const NamedTensor& x, const NamedTensor& y) {
    return x.name == y.name && x.tensor.type == y.tensor.type && x.tensor.shape == y.tensor.shape &&
           x.tensor.bytes == y.tensor.bytes;
  });
}

Weights weightsOf(const Bytes& bytes) {
  return readWeights(ByteSource(std::as_bytes(std::span(bytes)), "input"));
}

}  // namespace

class FuzzWeightsTest : public QObject {
  Q_OBJECT

 private slots:
  void damagedBytesAreReadOrRefused_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<quintptr>("entry");
    const auto add = [](std::initializer_list<const char*> files,
                        std::initializer_list<std::pair<const char*, Entry>> entries) {
      for (const char* file : files) {
        for (const auto& [name, entry] : entries) {
          QTest::newRow(qPrintable(QString("%1 of %2").arg(name, file)))
              << QString(file) << reinterpret_cast<quintptr>(entry);
        }
      }
    };
    const std::pair<const char*, Entry> summary{"summary", fuzz::fuzzWeightsSummary},
        weights{"weights", fuzz::fuzzWeights}, tensors{"tensors", fuzz::fuzzTensors}, npy{"npy", fuzz::fuzzNpy},
        npz{"npz", fuzz::fuzzNpz}, pickle{"pickle", fuzz::fuzzPickle};
    add({"plain.pt", "timm_legacy.pth.tar", "scripted.pt", "flat.safetensors"}, {summary, weights, tensors});
    add({"protocol4.pt", "legacy.pth", "timm.pth.tar", "module.pt", "module_legacy.pt", "strided_legacy.pt",
         "kinds_legacy.pt", "traced.pt", "checkpoint-500/model.safetensors.index.json"},
        {weights});
    add({"cifar_like_0.pkl", "cifar_like_2.pkl", "cifar_like_5.pkl"}, {tensors, pickle});
    add({"fortran.npy", "text.npy"}, {npy});
    add({"stored.npz", "deflated.npz"}, {npz});
    add({"../model/exported/wrapped.pt2", "../model/exported/mlp_old.pt2"}, {{"exported", fuzz::fuzzExported}});
  }

  void damagedBytesAreReadOrRefused() {
    QFETCH(QString, file);
    QFETCH(quintptr, entry);
    const bool alone = !file.endsWith(".index.json");
    const auto run = reinterpret_cast<Entry>(entry);
    const auto fault = faultOf({"", contents(file.toStdString()), run, placesInFile, alone});
    QVERIFY2(fault.empty(), fault.c_str());
  }

  // The law behind the CRCs: whatever byte of a zip changes, the weights are the same or the file is refused.
  void noChangedByteOfAZipPasses_data() {
    QTest::addColumn<QString>("file");
    for (const char* file : {"plain.pt", "tied.pt", "strided.pt", "kinds.pt"}) QTest::newRow(file) << QString(file);
  }

  void noChangedByteOfAZipPasses() {
    QFETCH(QString, file);
    const Bytes whole = contents(file.toStdString());
    const Weights weights = weightsOf(whole);
    std::size_t refused = 0;
    for (std::size_t place = 0; place < whole.size(); ++place) {
      Bytes changed = whole;
      changed[place] = static_cast<std::uint8_t>(changed[place] ^ (1u << place % 8));
      try {
        QVERIFY2(sameWeights(weightsOf(changed), weights), qPrintable(QString::number(place)));
      } catch (const UserError&) {
        ++refused;
      }
    }
    std::size_t data = 0;
    for (const auto& tensor : weights.tensors) data += tensor.tensor.bytes.size();
    QVERIFY(refused > 100);
    if (file == "plain.pt") QVERIFY(refused > data);
  }
};

QTEST_APPLESS_MAIN(FuzzWeightsTest)
#include "tst_weights.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/limits.h"
#include "core/base/user_error.h"
#include "core/weights/byte_source.h"
#include "core/weights/npy_file.h"
#include "core/weights/tensor_tree.h"
#include "core/weights/weights_file.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <functional>
#include <iterator>
#include <string>

using namespace spindle;
using namespace std::string_literals;

namespace {

std::filesystem::path golden(const std::string& name) {
  return std::filesystem::path(SPINDLE_GOLDEN_DIR) / "weights" / name;
}

std::string contents(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

std::string refusal(const std::function<void()>& action) {
  try {
    action();
  } catch (const UserError& error) {
    return error.what();
  }
  return "(was accepted)";
}

/// One sentence on one line that ends with a full stop and holds both words.
bool says(const std::string& sentence, const QString& words) {
  const auto text = QString::fromStdString(sentence);
  for (const auto& word : words.split('|')) {
    if (!text.contains(word)) {
      qWarning("\"%s\" does not say \"%s\"", sentence.c_str(), qPrintable(word));
      return false;
    }
  }
  if (!text.endsWith('.') || text.contains('\n') || text.size() > 400) {
    qWarning("\"%s\" is not one short sentence", sentence.c_str());
    return false;
  }
  return true;
}

std::string safetensors(const std::string& header, std::size_t data, std::uint64_t claimed = ~std::uint64_t{0}) {
  std::string bytes;
  const std::uint64_t size = claimed == ~std::uint64_t{0} ? header.size() : claimed;
  for (int i = 0; i < 8; ++i) bytes.push_back(static_cast<char>(size >> (8 * i) & 0xff));
  return bytes + header + std::string(data, '\1');
}

std::string npy(const std::string& header, std::size_t data) {
  return "\x93NUMPY\x01"s + '\0' + static_cast<char>(header.size()) + '\0' + header + std::string(data, '\0');
}

void addBytes(const char* row, const std::string& bytes, const char* words) {
  QTest::newRow(row) << QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size())) << QString(words);
}

}  // namespace

class WeightsErrorsTest : public QObject {
  Q_OBJECT

 private slots:
  void bytesThatAreNoWeights_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("words");
    addBytes("empty", "", "given.pt: |is empty (0 bytes)|copy it again");
    addBytes("a few bytes", "abc", "only 3 bytes");
    addBytes("text", "step,loss\n0,1.5\n1,1.25\n", "is a text file|step,loss");
    addBytes("web page", "\n<!DOCTYPE html><html><body>Not found", "web page|download it again");
    addBytes("LFS pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 3\n",
             "Git LFS|git lfs pull");
    addBytes("HDF5", "\x89HDF\r\n\x1a\n"s + std::string(100, '\0'), "HDF5");
    addBytes("gzip", "\x1f\x8b\x08"s + std::string(100, '\0'), "gzip|unpack");
    addBytes("ONNX",
             "\x08\x04\x12\x07pytorch\x1a\x03"
             "1.3:\xb0\x92\x0f"s,
             "ONNX|torch.save");
    auto tar = "sys_info"s + std::string(249, '\0') + "ustar" + std::string(250, '\0');
    addBytes("PyTorch 0.1", tar, "PyTorch 0.1|re-save with PyTorch >= 1.6");
    addBytes("tar", "x.pt\0"s + std::string(252, '\0') + "ustar" + std::string(250, '\0'), "tar archive|x.pt|unpack");
    addBytes("zeros", std::string(4096, '\0'), "zeros only|copy it again");
    addBytes("noise", "\xfe\x12\x99\x03\x17\x88\x05\x44\x31\xf0\x0a\x81\x42\x19\x7f\xe2\x55"s, "not a checkpoint");
    addBytes("numpy", contents(golden("fortran.npy")), "numpy array|samples");
    addBytes("npz", contents(golden("stored.npz")), ".npz|samples");
    addBytes("plain pickle", contents(golden("cifar_like_2.pkl")), "plain Python pickle|torch.save");

    const auto zip = contents(golden("plain.pt"));
    addBytes("zip cut off", zip.substr(0, 1200), "ends after 1200 bytes|copy it again");
    addBytes("zip without its last byte", zip.substr(0, zip.size() - 1), "copy it again");
    const auto legacy = contents(golden("legacy.pth"));
    addBytes("legacy cut off in the magic number", legacy.substr(0, 12),
             "ends after 12 bytes|magic number|copy it again");
    addBytes("legacy cut off in the pickle", legacy.substr(0, 400),
             "ends after 400 bytes|the pickled object|copy it again");
    addBytes("legacy cut off in a storage", legacy.substr(0, legacy.size() - 3),
             "ends after|inside storage|copy it again");

    addBytes("safetensors cut off in the header", safetensors("{\"a\": {\"dtype\"", 0, 500),
             "inside the safetensors header of 500 bytes");
    addBytes("safetensors header too large", safetensors("{", 0, 200'000'000), "200000000 bytes|100 MB");
    const std::string deep = std::string(100000, '[') + std::string(100000, ']');
    addBytes("safetensors header nested", safetensors("{\"a\":{\"dtype\":\"F32\",\"shape\":" + deep + "}}", 0),
             "levels");
    std::string wide = "{";
    for (int i = 0; i < 100000; ++i) wide += "\"t" + std::to_string(i) + "\":{},";
    addBytes("safetensors header of 100,000 tensors", safetensors(wide + "\"t\":{}}", 0), "30000 keys");
    addBytes("safetensors header no JSON", safetensors("{\"a\": }", 0), "not valid JSON");
    addBytes("safetensors cut off in the data",
             safetensors(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 7),
             "inside a|ends after|copy it again");
    addBytes("safetensors hole", safetensors(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})", 8),
             "leave a hole");
    addBytes(
        "safetensors overlap",
        safetensors(
            R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}})",
            6),
        "overlap");
    addBytes("safetensors size", safetensors(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}})", 4),
             "do not fit float32[2]");
    addBytes("safetensors negative shape", safetensors(R"({"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}})", 8),
             "not counts");
    addBytes("safetensors overflowing shape",
             safetensors(R"({"a":{"dtype":"F32","shape":[4294967296,4294967296,4],"data_offsets":[0,0]}})", 0),
             "not counts");
    addBytes("safetensors dtype", safetensors(R"({"a":{"dtype":"F4","shape":[1],"data_offsets":[0,1]}})", 1),
             "dtype F4|not known|F32");
    addBytes("safetensors trailing", safetensors(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})", 3),
             "2 bytes follow");
    addBytes("safetensors without tensors", safetensors("{}", 0), "no tensors");

    for (const auto& [row, file, words] :
         {std::tuple{"quantized", "quantized.pt", "weight|quantized|convert it to float32"},
          std::tuple{"sparse", "sparse.pt", "weight|sparse|convert it to float32"},
          std::tuple{"complex", "complex.pt", "weight|complex|convert it to float32"},
          std::tuple{"optimizer", "optimizer.pt", "state of an optimizer"},
          std::tuple{"several", "several.pt", "several groups|generator_a, generator_b"},
          std::tuple{"no tensors", "no_tensors.pt", "no weights|epoch, names|state_dict()"},
          std::tuple{"bare tensor", "bare.pt", "single tensor|state_dict()"}}) {
      addBytes(row, contents(golden(file)), words);
    }
  }

  void bytesThatAreNoWeights() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, words);
    const auto data = std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size())));
    const auto summary = refusal([&] { readWeightsSummary(ByteSource(data, "given.pt")); });
    QVERIFY(says(summary, words));
    QCOMPARE(refusal([&] { readWeights(ByteSource(data, "given.pt")); }), summary);
    QTemporaryDir folder;
    const auto path = std::filesystem::path(folder.path().toStdString()) / "given.pt";
    write(path, bytes.toStdString());
    QVERIFY(says(refusal([&] { readWeightsSummary(path); }), words));
  }

  void wrongContainer() {
    QVERIFY(says(refusal([] { readWeights(golden("timm.pth.tar"), "ema"); }),
                 "no weights under ema|state_dict, state_dict_ema"));
    QVERIFY(says(refusal([] { readWeights(golden("timm.pth.tar"), "epoch"); }), "no weights under epoch"));
    QVERIFY(says(refusal([] { readWeights(golden("plain.pt"), "model"); }), "no weights under model"));
    QVERIFY(says(refusal([] { readWeights(golden("traced.pt"), "model"); }), "TorchScript|model"));
    QVERIFY(says(refusal([] { readWeights(golden("flat.safetensors"), "model"); }), "safetensors|model"));
  }

  void filesAndFolders() {
    QTemporaryDir temporary;
    const auto folder = std::filesystem::path(temporary.path().toStdString());
    QVERIFY(says(refusal([&] { readWeights(folder / "nowhere.pt"); }), "nowhere.pt: no such file"));
    QVERIFY(says(refusal([&] { readWeights(folder); }), "model.safetensors, pytorch_model.bin"));
    QVERIFY(!sniffWeightsFormat(folder));
    QVERIFY(says(refusal([] { readTensors(golden("checkpoint-500")); }), "is a folder"));

    // A pickle is held as a whole, and what it makes beside it.
    write(folder / "data_batch_1", "\x80\x02}q\x01.");
    std::filesystem::resize_file(folder / "data_batch_1", limits::pickleBytes + 1);
    QVERIFY(says(refusal([&] { readTensors(folder / "data_batch_1"); }), "data_batch_1: is a pickle|192 MiB|.npz"));

    const auto index = folder / "model.safetensors.index.json";
    std::filesystem::copy(golden("checkpoint-500/model.safetensors.index.json"), index);
    const auto first = folder / "model-00001-of-00002.safetensors";
    std::filesystem::copy(golden("checkpoint-500/model-00001-of-00002.safetensors"), first);
    QVERIFY(says(refusal([&] { readWeights(folder); }), "model-00002-of-00002.safetensors|copy the missing file"));
    std::filesystem::copy(first, folder / "model-00002-of-00002.safetensors");
    QVERIFY(says(refusal([&] { readWeightsSummary(folder); }), "lacks b.weight|index"));
    write(index, R"({"weight_map": {"a": "../a.safetensors"}})");
    QVERIFY(says(refusal([&] { readWeights(folder); }), "../a.safetensors|does not lie beside"));
    write(index, R"({"weight_map": {"a": ")" + std::string(5000, 'x') + R"("}})");
    QVERIFY(says(refusal([&] { readWeights(folder); }), "does not lie beside"));
    write(index, R"({"weight_map": {"a": "model.safetensors.index.json"}})");
    QVERIFY(says(refusal([&] { readWeights(folder); }), "index"));
    write(index, R"({"weight_map": {}, "x": )");
    QVERIFY(says(refusal([&] { readWeights(folder); }), "not valid JSON"));
  }

  void numpyFiles_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("words");
    addBytes("objects", contents(golden("objects.npy")), "Python objects");
    addBytes("complex", contents(golden("complex.npy")), "c16|float32");
    addBytes("records", contents(golden("records.npy")), "records");
    addBytes("empty", "", "is empty");
    addBytes("other", std::string(200, 'x'), "does not start like a numpy array");
    addBytes("cut off in the header", contents(golden("fortran.npy")).substr(0, 40), "ends after 40 bytes|header");
    addBytes("cut off in the data", contents(golden("fortran.npy")).substr(0, 300),
             "172 bytes of data where 192 are needed");
    addBytes("huge shape", npy("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999,), }", 8), "too large");
    addBytes("overflowing shape",
             npy("{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296, 16), }", 8), "too large");
    addBytes("negative shape", npy("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }", 8), "damaged header");
    addBytes("no shape", npy("{'descr': '<f8', 'fortran_order': False, }", 8), "damaged header");
  }

  void numpyFiles() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, words);
    const auto data = std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size())));
    QVERIFY(says(refusal([&] { readNpyArray(ByteSource(data, "given.npy")); }), "given.npy|" + words));
  }

  void numpyArchives() {
    QVERIFY(says(refusal([] { readNpz(golden("fortran.npy")); }), "not an .npz archive"));
    QVERIFY(says(refusal([] { readNpz(golden("plain.pt")); }), "without numpy arrays"));
    QVERIFY(says(refusal([] { readNpy(golden("text.npy")); }), "holds text"));
  }
};

QTEST_APPLESS_MAIN(WeightsErrorsTest)
#include "tst_weights_errors.moc"

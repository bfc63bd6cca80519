#include "core/base/user_error.h"
#include "core/input/array_samples.h"
#include "core/input/binary_samples.h"
#include "core/input/file_bytes.h"
#include "core/input/image_file.h"
#include "core/input/point_file.h"
#include "core/input/table_samples.h"
#include "core/input/text_samples.h"

#include <QFile>
#include <QTest>

#include <functional>
#include <random>

using namespace spindle;

namespace {

using Bytes = std::vector<std::byte>;
using Read = std::function<void(const Bytes&)>;

std::string golden(const char* name) {
  return std::string(SPINDLE_GOLDEN_DIR) + "/input/" + name;
}

Bytes bytesFrom(const std::string& text) {
  const auto bytes = std::as_bytes(std::span(text.data(), text.size()));
  return {bytes.begin(), bytes.end()};
}

void readTable(const Bytes& bytes) {
  (void)samplesFromTable(asText(bytes), "f", {});
}

void readLines(const Bytes& bytes) {
  static const WordPieceTokenizer tokenizer("[PAD]\n[UNK]\n[CLS]\n[SEP]\na\nfine\nfilm\n##s\n", {}, "v");
  (void)samplesFromJsonLines(asText(bytes), "f", {}, &tokenizer);
}

void readArrays(const Bytes& bytes) {
  (void)samplesFromArrays(readNpzArrays(ByteSource(bytes, "f")), "f", {});
}

void readIdxSamples(const Bytes& bytes) {
  (void)samplesFromArrays({{"x", false, readIdx(bytes, "f"), {}}}, "f", {});
}

/// True when the reader either reads or refuses with UserError; anything else is a defect.
bool survives(const Read& read, const Bytes& bytes) {
  try {
    read(bytes);
  } catch (const UserError& error) {
    const QString sentence = QString::fromUtf8(error.what());
    return sentence.endsWith('.');
  }
  return true;
}

}  // namespace

class ReaderFuzz : public QObject {
  Q_OBJECT
 private slots:
  void damagedFilesAreRefused_data() {
    QTest::addColumn<Bytes>("bytes");
    QTest::addColumn<Read>("read");
    const auto row = [](const char* name, Bytes bytes, Read read) {
      QTest::newRow(name) << std::move(bytes) << std::move(read);
    };
    row("csv", bytesFrom("name,a,\"b\"\"c\",split,y\nx,1,2.5,train,no\n\"y,z\",-3e2,4,test,yes\n"), readTable);
    row("csv, semicolons", bytesFrom("a;b;c\n1,5;x;0\n2,5;y;1\n"), readTable);
    row("jsonl", bytesFrom("{\"text\": \"A fine\\u00e9 films\", \"label\": 1}\n{\"words\": [\"a\"], \"label\": 0}\n"),
        readLines);
    row("jsonl with ids", bytesFrom("{\"ids\": [1, 20, 3], \"words\": [\"x\"], \"label\": \"b\"}\n"), readLines);
    const Read image = [](const Bytes& bytes) { (void)decodeImage(bytes, "f"); };
    for (const auto* name :
         {"grey1.png", "rgba16.png", "palette8_transparent.png", "rgb8_interlaced.png", "colour.jpg"}) {
      row(name, readFileBytes(golden("pictures/") + name), image);
    }
    row("npz", readFileBytes(golden("arrays/stored.npz")), readArrays);
    row("npz, deflated", readFileBytes(golden("arrays/clouds.npz")), readArrays);
    row("IDX", readFileBytes(golden("arrays/mnist/t10k-images-idx3-ubyte")), readIdxSamples);
    row("IDX, gzipped", readFileBytes(golden("arrays/mnist/train-images-idx3-ubyte.gz")), readIdxSamples);
    row("PLY",
        bytesFrom(
            "ply\nformat ascii 1.0\nelement edge 1\nproperty list uchar int e\nelement vertex 2\nproperty float x\n"
            "property float y\nproperty double z\nend_header\n2 1 1\n1 2 3\n4 5 6\n"),
        [](const Bytes& bytes) { (void)readPly(bytes, "f"); });
    row("PLY, binary",
        bytesFrom("ply\nformat binary_little_endian 1.0\nelement vertex 1\nproperty float x\n"
                  "property float y\nproperty float z\nend_header\nabcdefghijkl"),
        [](const Bytes& bytes) { (void)readPly(bytes, "f"); });
    row("OFF", bytesFrom("OFF\n2 1 0\n1 2 3\n4 5 6\n3 0 1 0\n"), [](const Bytes& bytes) { (void)readOff(bytes, "f"); });
  }
  void damagedFilesAreRefused() {
    QFETCH(Bytes, bytes);
    QFETCH(Read, read);
    read(bytes);  // undamaged: must not throw
    for (std::size_t length = 0; length < bytes.size(); ++length) {
      QVERIFY2(survives(read, {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(length)}),
               qPrintable(QString("cut to %1").arg(length)));
    }
    std::mt19937 random(17);
    for (std::size_t at = 0; at < bytes.size(); ++at) {
      for (const auto value : {0x00U, 0xFFU, std::to_integer<unsigned>(bytes[at]) ^ (1U << (random() % 8)),
                               static_cast<unsigned>("\",;\n{[-9"[random() % 8])}) {
        auto changed = bytes;
        changed[at] = static_cast<std::byte>(value);
        QVERIFY2(survives(read, changed), qPrintable(QString("byte %1 = %2").arg(at).arg(value)));
      }
    }
    for (int repeat = 0; repeat < 300; ++repeat) {
      auto changed = bytes;
      for (int i = 0; i < 8; ++i) changed[random() % changed.size()] = static_cast<std::byte>(random());
      QVERIFY2(survives(read, changed), qPrintable(QString("mix %1").arg(repeat)));
    }
  }
};

QTEST_APPLESS_MAIN(ReaderFuzz)
#include "tst_reader_fuzz.moc"

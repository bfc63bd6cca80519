// SPDX-License-Identifier: GPL-3.0-or-later
// The law behind check sums: whatever byte of a file changes whose format has them, the numbers are the same or the
// file is refused. Formats without (CSV, JSON, .npy, safetensors, JPEG, CIFAR, points) cannot tell a changed digit from
// another number. Weights: tst_weights; results: tests/core/store/tst_results_damaged.cpp and fuzz_results --flips.
#include "core/input/arrays/binary_samples.h"
#include "core/input/image/image_file.h"
#include "core/run/log/event_file.h"
#include "core/weights/byte_source.h"
#include "core/weights/npy_file.h"
#include "tests/fuzz/damage.h"
#include "tests/fuzz/entry.h"

#include <QTest>

#include <map>
#include <span>
#include <string>

using namespace spindle;
using namespace spindle::fuzz;

namespace {

/// What a file says, by what it is called there: a name that was hit is another name, and what it named is missing.
using Contents = std::map<std::string, std::string>;
using Read = Contents (*)(std::span<const std::byte>);

std::string textOf(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string textOf(const Tensor& tensor) {
  return std::string(nameOf(tensor.type)) + shapeText(tensor.shape) + textOf(tensor.bytes);
}

Contents npz(std::span<const std::byte> bytes) {
  Contents all;
  for (const auto& array : readNpzArrays(ByteSource(bytes, "input"))) {
    auto& text = all[array.name] = textOf(array.tensor);
    for (const auto& cell : array.texts) text += cell + '\n';
  }
  return all;
}

Contents idx(std::span<const std::byte> bytes) {
  return {{"", textOf(readIdx(bytes, "input"))}};
}

Contents png(std::span<const std::byte> bytes) {
  const auto image = decodeImage(bytes, "input");
  return {{"", std::to_string(image.width) + "x" + std::to_string(image.height) +
                   textOf(std::as_bytes(std::span(image.values)))}};
}

Contents events(std::span<const std::byte> bytes) {
  Contents all;
  const auto read = readEventScalars(textOf(bytes), "input");
  if (read.torn) throw UserError("The last record was cut off, which is told.");
  for (const auto& one : read.scalars)
    all[""] += one.tag + std::to_string(one.step) + textOf(std::as_bytes(std::span(&one.value, 1)));
  return all;
}

}  // namespace

Q_DECLARE_METATYPE(Read)

class FuzzSilentTest : public QObject {
  Q_OBJECT

 private slots:
  void noChangedByteGivesOtherNumbers_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<Read>("read");
    for (const char* file : {"input/arrays/stored.npz", "input/arrays/deflated.npz", "input/arrays/clouds.npz"})
      QTest::newRow(file) << file << &npz;
    QTest::newRow("IDX, gzipped") << "input/arrays/mnist/train-images-idx3-ubyte.gz" << &idx;
    for (const char* file : {"gray8", "gray16", "palette4", "rgb8_interlaced", "rgba16"})
      QTest::newRow(file) << QString("input/pictures/%1.png").arg(file) << &png;
    QTest::newRow("TensorBoard events") << "run/events.tfevents" << &events;
  }

  void noChangedByteGivesOtherNumbers() {
    QFETCH(QString, file);
    QFETCH(Read, read);
    const Bytes whole = goldenBytes(file.toStdString());
    const Contents expected = read(std::as_bytes(std::span(whole)));
    const auto refusedBefore = refusals;
    for (std::size_t place = 0; place < whole.size(); ++place) {
      Bytes changed = whole;
      changed[place] = static_cast<std::uint8_t>(changed[place] ^ (1U << place % 8));
      readOrRefused([&] {
        for (const auto& [name, contents] : read(std::as_bytes(std::span(changed)))) {
          const auto was = expected.find(name);
          const bool same = was == expected.end() || was->second == contents;
          if (!same) throw std::logic_error("byte " + std::to_string(place) + " changed " + name);
        }
      });
    }
    QVERIFY(refusals - refusedBefore > whole.size() / 4);
  }
};

QTEST_APPLESS_MAIN(FuzzSilentTest)
#include "tst_silent.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// The tangent kernel: products of gradients in blocks, spectra, a linear network in closed form, and a measurement that
// is stopped, shared and resumed.
#include "core/base/user_error.h"
#include "core/measure/kernel/gram_matrix.h"
#include "core/measure/kernel/kernel_measurement.h"
#include "core/measure/measurement_list.h"
#include "core/model/score_gradients.h"
#include "core/results/open_results.h"
#include "core/results/stored_kernel.h"
#include "tests/core/measure/tiny_run.h"
#include "tests/core/model/made_weights.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <fstream>
#include <iterator>
#include <random>

using namespace spindle;
using spindle::test::StopAfter;
using spindle::test::tinyOptions;
using spindle::test::tinyRun;

namespace {

std::string bytesOf(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::vector<float>> randomRows(std::size_t count, std::size_t width) {
  std::mt19937 random(3);
  std::normal_distribution<float> normal;
  std::vector<std::vector<float>> rows(count, std::vector<float>(width));
  for (auto& row : rows) std::generate(row.begin(), row.end(), [&] { return normal(random); });
  return rows;
}

std::vector<double> gramOf(const std::vector<std::vector<float>>& rows, std::size_t held,
                           std::size_t* written = nullptr) {
  return gramMatrix(rows.size(), rows.front().size(), held, [&](std::size_t i, std::span<float> row) {
    std::ranges::copy(rows[i], row.begin());
    if (written != nullptr) ++*written;
  });
}

}  // namespace

class KernelTest : public QObject {
  Q_OBJECT

 private:
  QTemporaryDir folder_;
  RunControl control_;
  [[nodiscard]] std::filesystem::path at(const char* name) const { return folder_.filePath(name).toStdString(); }
  void measure(const std::filesystem::path& file, const MeasureHow& how, RunControl& control) {
    (void)measureInto(*kernelMeasurement(), Run::open(tinyRun), file, how, control);
  }

 private slots:
  void initTestCase();
  void productsInBlocks();
  void spectraInClosedForm();
  void linearNetworkInClosedForm();
  void kernelOfARun();
  void stoppedSharedAndResumed();
  void otherOptionsAreNotMixed();
};

void KernelTest::initTestCase() {
  const Run run = Run::open(tinyRun);
  (void)extractToFile(run, tinyOptions(run), at("plain.h5"), false, nullptr, control_);
}

void KernelTest::productsInBlocks() {
  const auto rows = randomRows(7, 9001);
  std::size_t once = 0, often = 0;
  const std::vector<double> whole = gramOf(rows, 1 << 20, &once);
  QCOMPARE(once, std::size_t{7});
  QCOMPARE(gramOf(rows, 3 * 9001, &often), whole);  // bit by bit
  QCOMPARE(often, std::size_t{3 + 4 + 3 + 1 + 1});
  QCOMPARE(gramOf(rows, 1), whole);
  for (std::size_t i = 0; i < 7; ++i) {
    for (std::size_t j = 0; j < 7; ++j) {
      double expected = 0.0;
      for (std::size_t k = 0; k < 9001; ++k)
        expected += static_cast<double>(rows[i][k]) * static_cast<double>(rows[j][k]);
      QVERIFY(std::abs(whole[7 * i + j] - expected) <= 1e-9);
      QCOMPARE(whole[7 * i + j], whole[7 * j + i]);
    }
  }
}

void KernelTest::spectraInClosedForm() {
  const std::vector<double> matrix{2.0, 1.0, 1.0, 2.0};
  const std::vector<double> found = symmetricEigenvalues(matrix, 2);
  QVERIFY(std::abs(found[0] - 1.0) < 1e-14 && std::abs(found[1] - 3.0) < 1e-14);
  QCOMPARE(withUnitDiagonal({4.0, 3.0, 3.0, 9.0}, 2), (std::vector<double>{1.0, 0.5, 0.5, 1.0}));
  QCOMPARE(withUnitDiagonal({0.0, 0.0, 0.0, 9.0}, 2), (std::vector<double>{1.0, 0.0, 0.0, 1.0}));
}

/// v(x) = w x + b has the gradient (x, 1): the kernel is X X^T + 1.
void KernelTest::linearNetworkInClosedForm() {
  const std::filesystem::path file = at("linear.safetensors");
  spindle::test::writeWeights(file, {{"0.weight", {1, 5}, {1.0F, -2.0F, 3.0F, 0.5F, 0.25F}}, {"0.bias", {1}, {0.5F}}});
  NetworkOptions options;
  options.inputShape = {5};
  options.layers = {"linear"};
  const auto gradients = loadScoreGradients(file, {}, options);
  const auto x = randomRows(6, 5);
  const std::vector<double> kernel =
      gramMatrix(6, gradients->elements(), 1000, [&](std::size_t i, std::span<float> row) {
        (void)gradients->gradient(x[i], OutputKind::value, Score::value, 0, row);
      });
  for (std::size_t i = 0; i < 6; ++i) {
    for (std::size_t j = 0; j < 6; ++j) {
      double expected = 1.0;
      for (std::size_t k = 0; k < 5; ++k) expected += static_cast<double>(x[i][k]) * static_cast<double>(x[j][k]);
      QVERIFY(std::abs(kernel[6 * i + j] - expected) <= 1e-12);
    }
  }
}

void KernelTest::kernelOfARun() {
  std::filesystem::copy_file(at("plain.h5"), at("run.h5"));
  measure(at("run.h5"), {.workers = 2}, control_);
  const auto kernel = storedKernel(openResults(at("run.h5"))->header());
  QVERIFY(kernel && kernel->unreached.empty() && kernel->parameters > 0);
  QCOMPARE(kernel->ntk.extent, (std::array<std::size_t, 3>{4, 6, 6}));
  for (std::size_t c = 0; c < 4; ++c) {
    double trace = 0.0, sum = 0.0, cosines = 0.0;
    for (std::size_t i = 0; i < 6; ++i) {
      trace += kernel->ntk.at(c, i, i);
      sum += kernel->eigenvalues.at(c, i, 0);
      cosines += kernel->normalized.at(c, i, 0);
      for (std::size_t j = 0; j < 6; ++j) QCOMPARE(kernel->ntk.at(c, i, j), kernel->ntk.at(c, j, i));
    }
    QVERIFY(trace > 0.0 && std::abs(sum - trace) <= 1e-10 * trace && std::abs(cosines - 6.0) <= 1e-10);
    QVERIFY(kernel->eigenvalues.at(c, 0, 0) >= -1e-12 * trace);
  }
  // The first three samples, and two of the parameters: sub-matrices and parts of the sums.
  std::filesystem::copy_file(at("plain.h5"), at("some.h5"));
  measure(at("some.h5"), {.options = {{"samples", "3"}}}, control_);
  const auto some = storedKernel(openResults(at("some.h5"))->header());
  QCOMPARE(some->samples(), std::size_t{3});
  QCOMPARE(some->ntk.at(2, 1, 2), kernel->ntk.at(2, 1, 2));
  measure(at("some.h5"), {.options = {{"parameters", "*bias"}}}, control_);
  const auto biases = storedKernel(openResults(at("some.h5"))->header());
  measure(at("some.h5"), {.options = {{"parameters", "*weight"}}}, control_);
  const auto weights = storedKernel(openResults(at("some.h5"))->header());
  QCOMPARE(biases->parameters + weights->parameters, kernel->parameters);
  QVERIFY(std::abs(biases->ntk.at(3, 0, 1) + weights->ntk.at(3, 0, 1) - kernel->ntk.at(3, 0, 1)) <=
          1e-9 * std::abs(kernel->ntk.at(3, 0, 0)));
}

void KernelTest::stoppedSharedAndResumed() {
  const std::string whole = bytesOf(at("run.h5")), plain = bytesOf(at("plain.h5"));
  std::filesystem::copy_file(at("plain.h5"), at("stopped.h5"));
  const std::filesystem::path pieces = at("stopped.h5.kernel.pieces");
  StopAfter stop(2);
  QVERIFY_THROWS_EXCEPTION(Stopped, measure(at("stopped.h5"), {}, stop));
  QCOMPARE(bytesOf(at("stopped.h5")), plain);
  QVERIFY(std::filesystem::exists(pieces / "00001.piece") && !std::filesystem::exists(pieces / "00003.piece"));
  // A piece that a disk has lost a bit of is measured again.
  std::string piece = bytesOf(pieces / "00000.piece");
  piece.back() = static_cast<char>(piece.back() ^ 1);
  std::ofstream(pieces / "00000.piece", std::ios::binary) << piece;
  measure(at("stopped.h5"), {.workers = 2}, control_);
  QCOMPARE(bytesOf(at("stopped.h5")), whole);
  QVERIFY(!std::filesystem::exists(pieces));

  std::filesystem::copy_file(at("plain.h5"), at("parts.h5"));
  measure(at("parts.h5"), {.part = Part{2, 3}}, control_);
  measure(at("parts.h5"), {.part = Part{1, 3}}, control_);
  QCOMPARE(bytesOf(at("parts.h5")), plain);
  QVERIFY(std::filesystem::exists(at("parts.h5.kernel.pieces")));
  measure(at("parts.h5"), {}, control_);
  QCOMPARE(bytesOf(at("parts.h5")), whole);
}

void KernelTest::otherOptionsAreNotMixed() {
  std::filesystem::copy_file(at("plain.h5"), at("other.h5"));
  measure(at("other.h5"), {.part = Part{1, 2}}, control_);
  try {
    measure(at("other.h5"), {.options = {{"samples", "4"}}}, control_);
    QFAIL("accepted");
  } catch (const UserError& error) {
    QVERIFY2(
        QString(error.what()).contains("other.h5.kernel.pieces") && QString(error.what()).contains("\"samples\":6"),
        error.what());
  }
  QVERIFY_THROWS_EXCEPTION(UserError, measure(at("plain.h5"), {.options = {{"samples", "7"}}}, control_));
  QVERIFY_THROWS_EXCEPTION(UserError, measure(at("plain.h5"), {.options = {{"parameters", "x*"}}}, control_));
}

QTEST_APPLESS_MAIN(KernelTest)
#include "tst_kernel.moc"

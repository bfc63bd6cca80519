// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/kernel/kernel_measurement.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/measure/by_checkpoint.h"
#include "core/measure/kernel/gram_matrix.h"
#include "core/measure/kernel/sample_gradients.h"
#include "core/measure/network/whole_samples.h"
#include "core/measure/option_number.h"
#include "core/results/stored_kernel.h"

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

constexpr std::size_t numbersHeld = std::size_t{1} << 28;  // of gradients, by all workers together

class KernelMeasurement : public Measurement {
 public:
  [[nodiscard]] const MeasurementInfo& info() const override {
    static const MeasurementInfo info{
        TangentKernel::name,
        "The neural tangent kernel of the score, by the gradient of each sample (analyze kernel shows it)",
        "Jacot et al., NeurIPS 2018 (arXiv 1806.07572); beside the wiring of arXiv 2205.05662",
        {{"samples", "How many of the results' samples, from the first on; at most 200", "all, up to 200"},
         {"parameters", "Which parameters, by name, such as 'fc*' (* and ? as in a shell)", "all"}}};
    return info;
  }

  [[nodiscard]] MeasurementReport measure(const MeasurementRequest& request, RunControl& control) const override {
    const std::size_t all = request.rows.samples.size(), most = std::min(all, TangentKernel::mostSamples);
    const auto samples = static_cast<std::size_t>(optionNumber<std::uint64_t>(request, "samples", most, 1, most));
    const WholeSamples whole(request, samples);
    const ExtractionOptions options = networkAlone(request, control);
    const TangentKernel kernel = described(request, whole, options, control);
    const std::size_t held =
        numbersHeld / std::max<std::size_t>(1, std::min(request.rows.checkpoints.size(),
                                                        static_cast<std::size_t>(std::max(1, request.workers))));
    MeasurementReport report = measureByCheckpoint(
        request, asStored(kernel),
        [&](std::size_t, std::size_t checkpoint, std::vector<MeasuredArray>& rows) {
          SampleGradients gradients(request.run, checkpoint, options, kernel.pattern, control);
          rows[0].values =
              gramMatrix(samples, gradients.network().elements(), held, [&](std::size_t i, std::span<float> row) {
                if (control.stopRequested()) throw Stopped{};
                write(request, checkpoint, gradients, whole, i, row);
              });
          rows[1].values = symmetricEigenvalues(rows[0].values, samples);
          rows[2].values = symmetricEigenvalues(withUnitDiagonal(rows[0].values, samples), samples);
        },
        control);
    if (samples < all)
      report.notes.push_back("The kernel is that of the first " + std::to_string(samples) + " of " +
                             std::to_string(all) + " samples (--samples).");
    if (!kernel.unreached.empty())
      report.notes.push_back("No gradient reaches " + listed(kernel.unreached, 4) +
                             ": the score does not depend on them, or only through a step without a derivative.");
    return report;
  }

 private:
  /// What is said of the kernel, by the first checkpoint that can be used.
  static TangentKernel described(const MeasurementRequest& request, const WholeSamples& whole,
                                 const ExtractionOptions& options, const RunControl& control) {
    TangentKernel kernel;
    const std::size_t count = request.rows.checkpoints.size(), samples = whole.inputs.size();
    kernel.ntk = {"ntk", {count, samples, samples}, {}};
    kernel.eigenvalues = {"eigenvalues", {count, samples, 1}, {}};
    kernel.normalized = {"normalized_eigenvalues", {count, samples, 1}, {}};
    if (const auto given = request.options.find("parameters"); given != request.options.end())
      kernel.pattern = given->second;
    std::string failure;
    for (const std::size_t checkpoint : request.rows.checkpoints) {
      if (control.stopRequested()) throw Stopped{};
      try {
        SampleGradients gradients(request.run, checkpoint, options, kernel.pattern, control);
        std::vector<float> row(gradients.network().elements());
        write(request, checkpoint, gradients, whole, 0, row);
        kernel.parameters = row.size();
        kernel.unreached = gradients.network().unreached();
        return kernel;
      } catch (const UserError& error) {
        if (failure.empty()) failure = error.what();
      }
    }
    throw UserError(failure);
  }

  static void write(const MeasurementRequest& request, std::size_t checkpoint, SampleGradients& gradients,
                    const WholeSamples& whole, std::size_t sample, std::span<float> row) {
    if (std::isfinite(gradients.gradient(whole.inputs[sample], whole.rules[sample], row))) return;
    throw UserError(request.run.series().checkpoints[checkpoint].name +
                    ": the score or its gradient is not finite for sample " +
                    std::to_string(request.rows.samples[sample]) +
                    "; the checkpoint is left out of the kernel (a probability of exactly 0 or 1 has no log-odds: "
                    "export the network without its softmax or sigmoid).");
  }
};

}  // namespace

std::vector<double> symmetricEigenvalues(const std::vector<double>& matrix, std::size_t size) {
  const auto side = static_cast<Eigen::Index>(size);
  const Eigen::Map<const Eigen::MatrixXd> map(matrix.data(), side, side);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(map, Eigen::EigenvaluesOnly);
  return {solver.eigenvalues().data(), solver.eigenvalues().data() + side};
}

std::vector<double> withUnitDiagonal(std::vector<double> matrix, std::size_t size) {
  std::vector<double> length(size);
  for (std::size_t i = 0; i < size; ++i) length[i] = std::sqrt(matrix[i * size + i]);
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = 0; j < size; ++j) {
      double& value = matrix[i * size + j];
      const double scale = length[i] * length[j];
      value = i == j ? 1.0 : scale > 0.0 ? value / scale : 0.0;
    }
  }
  return matrix;
}

std::shared_ptr<const Measurement> kernelMeasurement() {
  return std::make_shared<KernelMeasurement>();
}

}  // namespace spindle

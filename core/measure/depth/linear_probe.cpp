// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/depth/linear_probe.h"

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <deque>
#include <stdexcept>

namespace spindle {
namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using FloatMatrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Rows = Eigen::Map<const FloatMatrix>;
using Vector = Eigen::VectorXd;

constexpr Eigen::Index blockRows = 256;  // are in double at a time
constexpr double rounding = 1e-14;       // of a sum of losses, at which a descent can no longer be told

/// Turns logits into probabilities, row by row; returns the sum of -log p of the labels.
double toProbabilities(Matrix& logits, std::span<const std::size_t> labels) {
  double loss = 0.0;
  for (Eigen::Index r = 0; r < logits.rows(); ++r) {
    auto row = logits.row(r);
    const double most = row.maxCoeff(),
                 own = row[static_cast<Eigen::Index>(labels[static_cast<std::size_t>(r)])] - most;
    row = (row.array() - most).exp();
    const double sum = row.sum();
    loss += std::log(sum) - own;
    row /= sum;
  }
  return loss;
}

/// Mean cross-entropy with the penalty, as a function of weights [feature][class] of centered, scaled features and of
/// the biases behind them.
class ProbeLoss {
 public:
  ProbeLoss(const Rows& rows, std::span<const std::size_t> labels, Eigen::Index classes, double l2)
      : rows_(rows), labels_(labels), classes_(classes), l2_(l2), mean_(Vector::Zero(rows.cols())) {
    double squares = 0.0;
    for (Eigen::Index first = 0; first < rows.rows(); first += blockRows) {
      const Matrix block = this->block(first);
      mean_ += block.colwise().sum().transpose();
      squares += block.squaredNorm();
    }
    mean_ /= static_cast<double>(rows.rows());
    const double spread = squares / static_cast<double>(rows.rows()) - mean_.squaredNorm();
    scale_ = spread > 0.0 ? std::sqrt(spread) : 1.0;
  }

  [[nodiscard]] Eigen::Index size() const { return (rows_.cols() + 1) * classes_; }

  double operator()(const Vector& at, Vector& gradient) const {
    const Eigen::Map<const Matrix> weights(at.data(), rows_.cols(), classes_);
    const Eigen::Map<const Eigen::RowVectorXd> bias(at.data() + rows_.cols() * classes_, classes_);
    const Matrix scaled = weights / scale_;
    const Eigen::RowVectorXd shift = bias - mean_.transpose() * scaled;
    Matrix slope = Matrix::Zero(rows_.cols(), classes_);
    Eigen::RowVectorXd sums = Eigen::RowVectorXd::Zero(classes_);
    double loss = 0.0;
    for (Eigen::Index first = 0; first < rows_.rows(); first += blockRows) {
      const Matrix block = this->block(first);
      Matrix error = (block * scaled).rowwise() + shift;
      const auto labels = labels_.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(block.rows()));
      loss += toProbabilities(error, labels);
      for (Eigen::Index r = 0; r < error.rows(); ++r)
        error(r, static_cast<Eigen::Index>(labels[static_cast<std::size_t>(r)])) -= 1.0;
      slope.noalias() += block.transpose() * error;
      sums += error.colwise().sum();
    }
    const double count = static_cast<double>(rows_.rows());
    slope = (slope - mean_ * sums) / (scale_ * count) + l2_ * weights;
    gradient.resize(size());
    Eigen::Map<Matrix>(gradient.data(), rows_.cols(), classes_) = slope;
    Eigen::Map<Eigen::RowVectorXd>(gradient.data() + rows_.cols() * classes_, classes_) = sums / count;
    return loss / count + 0.5 * l2_ * weights.squaredNorm();
  }

  /// The probe of features as they are.
  [[nodiscard]] LinearProbe probeAt(const Vector& at) const {
    const Eigen::Map<const Matrix> weights(at.data(), rows_.cols(), classes_);
    const Eigen::Map<const Eigen::RowVectorXd> bias(at.data() + rows_.cols() * classes_, classes_);
    const Matrix scaled = (weights / scale_).transpose();
    const Eigen::RowVectorXd shift = bias - (scaled * mean_).transpose();
    return {static_cast<std::size_t>(rows_.cols()),
            {scaled.data(), scaled.data() + scaled.size()},
            {shift.data(), shift.data() + shift.size()}};
  }

 private:
  [[nodiscard]] Matrix block(Eigen::Index first) const {
    return rows_.middleRows(first, std::min(blockRows, rows_.rows() - first)).cast<double>();
  }

  Rows rows_;
  std::span<const std::size_t> labels_;
  Eigen::Index classes_;
  double l2_;
  Vector mean_;
  double scale_ = 1.0;
};

/// The last steps of L-BFGS, which stand for the inverse of the curvature.
class StepHistory {
 public:
  void add(Vector step, Vector change) {
    const double product = step.dot(change);
    if (!(product > 1e-12 * change.squaredNorm())) return;
    pairs_.push_back({std::move(step), std::move(change), 1.0 / product});
    if (pairs_.size() > most) pairs_.pop_front();
  }

  [[nodiscard]] Vector direction(const Vector& gradient) const {
    Vector q = -gradient;
    std::vector<double> shares(pairs_.size());
    for (std::size_t i = pairs_.size(); i-- > 0;) {
      shares[i] = pairs_[i].inverse * pairs_[i].step.dot(q);
      q -= shares[i] * pairs_[i].change;
    }
    if (!pairs_.empty()) q /= pairs_.back().inverse * pairs_.back().change.squaredNorm();
    for (std::size_t i = 0; i < pairs_.size(); ++i)
      q += (shares[i] - pairs_[i].inverse * pairs_[i].change.dot(q)) * pairs_[i].step;
    return q;
  }

  void clear() { pairs_.clear(); }
  [[nodiscard]] bool empty() const { return pairs_.empty(); }

 private:
  static constexpr std::size_t most = 10;
  struct Pair {
    Vector step, change;
    double inverse;
  };
  std::deque<Pair> pairs_;
};

}  // namespace

void LinearProbe::evaluate(std::span<const float> rows, std::span<float> logits) const {
  const auto count = static_cast<Eigen::Index>(logits.size() / classes()), columns = static_cast<Eigen::Index>(width);
  if (rows.size() != static_cast<std::size_t>(count) * width || logits.size() % classes() != 0)
    throw std::invalid_argument("LinearProbe::evaluate: the spans do not fit");
  const auto outputs = static_cast<Eigen::Index>(classes());
  const Eigen::Map<const Matrix> matrix(weights.data(), outputs, columns);
  const Eigen::Map<const Eigen::RowVectorXd> shift(bias.data(), outputs);
  for (Eigen::Index first = 0; first < count; first += blockRows) {
    const Eigen::Index here = std::min(blockRows, count - first);
    const Rows block(rows.data() + first * columns, here, columns);
    const Matrix values = (block.cast<double>() * matrix.transpose()).rowwise() + shift;
    Eigen::Map<FloatMatrix>(logits.data() + first * outputs, here, outputs) = values.cast<float>();
  }
}

FittedProbe fitProbe(std::span<const float> rows, std::size_t width, std::span<const std::size_t> labels,
                     std::size_t classes, const ProbeOptions& options, const RunControl& control) {
  const bool fits = std::all_of(labels.begin(), labels.end(), [classes](std::size_t label) { return label < classes; });
  if (labels.empty() || width == 0 || rows.size() != labels.size() * width || !fits)
    throw std::invalid_argument("fitProbe: rows and labels do not fit");
  const ProbeLoss loss({rows.data(), static_cast<Eigen::Index>(labels.size()), static_cast<Eigen::Index>(width)},
                       labels, static_cast<Eigen::Index>(classes), options.l2);
  Vector at = Vector::Zero(loss.size()), gradient, nextGradient;
  double value = loss(at, gradient);
  StepHistory history;
  FittedProbe fitted;
  for (; fitted.iterations < options.maxIterations && gradient.lpNorm<Eigen::Infinity>() > options.tolerance;
       ++fitted.iterations) {
    if (control.stopRequested()) throw Stopped{};
    const Vector direction = history.direction(gradient);
    const double slope = direction.dot(gradient);
    double length = history.empty() ? 1.0 / std::max(1.0, gradient.norm()) : 1.0, nextValue = 0.0;
    Vector next;
    int tries = 0;
    for (constexpr int most = 40; tries < most; ++tries, length *= 0.5) {
      next = at + length * direction;
      nextValue = loss(next, nextGradient);
      if (nextValue <= value + 1e-4 * length * slope + rounding * std::max(1.0, value)) break;
    }
    if (tries == 40) {  // no descent within rounding; once more along the gradient, then this is the minimum
      if (history.empty()) break;
      history.clear();
      continue;
    }
    history.add(next - at, nextGradient - gradient);
    at = std::move(next);
    gradient = nextGradient;
    value = nextValue;
  }
  fitted.probe = loss.probeAt(at);
  const ProbeQuality quality = probeQuality(fitted.probe, rows, labels);
  fitted.loss = quality.loss;
  fitted.accuracy = quality.accuracy;
  return fitted;
}

ProbeQuality probeQuality(const LinearProbe& probe, std::span<const float> rows, std::span<const std::size_t> labels) {
  std::vector<float> logits(labels.size() * probe.classes());
  probe.evaluate(rows, logits);
  Matrix values = Eigen::Map<const FloatMatrix>(logits.data(), static_cast<Eigen::Index>(labels.size()),
                                                static_cast<Eigen::Index>(probe.classes()))
                      .cast<double>();
  std::size_t right = 0;
  for (std::size_t r = 0; r < labels.size(); ++r) {
    Eigen::Index best = 0;
    values.row(static_cast<Eigen::Index>(r)).maxCoeff(&best);
    right += static_cast<std::size_t>(best) == labels[r] ? 1 : 0;
  }
  const double count = static_cast<double>(labels.size());
  return {toProbabilities(values, labels) / count, static_cast<double>(right) / count};
}

}  // namespace spindle

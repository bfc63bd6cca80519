// SPDX-License-Identifier: GPL-3.0-or-later
// Networks with gates: open gates change nothing, a gate takes its unit's part away and no other, the gradient by the
// gates is that of finite differences, rebuilt networks and coalitions alike.
#include "core/base/user_error.h"
#include "core/model/load_gated_network.h"
#include "core/model/load_network.h"
#include "tests/core/model/golden_network.h"
#include "tests/core/near.h"

#include <QTest>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>

using namespace spindle;
using namespace spindle::test;

namespace {

const std::filesystem::path models = std::filesystem::path(SPINDLE_GOLDEN_DIR) / "model";

struct Files {
  std::filesystem::path architecture, weights;
  NetworkOptions options;
};

Files filesOf(const std::string& name) {
  Files files{models / (name + ".pt"), {}, {}};
  files.options.inputShape = {1, 28, 28};
  if (name == "tokens") {
    files.options.tokens = true;
    const auto golden = goldenNetwork(name);
    files.options.inputShape = {static_cast<std::int64_t>(golden.inputs[0].base.size())};
  }
  if (name == "tabular")
    files.options.inputShape = {static_cast<std::int64_t>(goldenNetwork(name).inputs[0].base.size())};
  if (name == "resnet20-cifar") {
    files.architecture = models / "family_resnet20_cifar.pth";
    files.options.layers = {name};
    files.options.inputShape = {3, 32, 32};
  }
  if (name.starts_with("chain_")) {
    const auto chain = nlohmann::json::parse(std::ifstream(models / "chains.json")).at(name);
    files.architecture = models / (name + ".pth");
    files.options.layers = chain.at("words").get<std::vector<std::string>>();
    files.options.inputShape = chain.at("shape").get<std::vector<std::int64_t>>();
  }
  return files;
}

std::unique_ptr<GatedNetwork> gated(const std::string& name, const std::vector<std::string>& layers = {"activations"}) {
  Files files = filesOf(name);
  files.options.valuesOf = layers;
  return loadGatedNetwork(files.architecture, files.weights, files.options);
}

std::vector<float> inputsFor(const NetworkOptions& options, std::size_t rows) {
  std::size_t elements = rows;
  for (const auto side : options.inputShape) elements *= static_cast<std::size_t>(side);
  std::vector<float> inputs(elements);
  for (std::size_t i = 0; i < elements; ++i)
    inputs[i] = options.tokens ? static_cast<float>(1 + i % 3) : std::sin(0.37F * static_cast<float>(i * i % 1013));
  return inputs;
}

Gates filled(const GatedNetwork& network, float value) {
  Gates gates;
  for (const GatedLayer& layer : network.layers()) gates.emplace_back(layer.units, value);
  return gates;
}

Gates uneven(const GatedNetwork& network) {
  Gates gates = filled(network, 0.0F);
  for (std::size_t l = 0; l < gates.size(); ++l) {
    for (std::size_t u = 0; u < gates[l].size(); ++u)
      gates[l][u] = 0.5F + 0.4F * std::sin(static_cast<float>(3 * l + 7 * u));
  }
  return gates;
}

}  // namespace

class GatesTest : public QObject {
  Q_OBJECT

 private slots:
  void openGatesChangeNothing_data() {
    QTest::addColumn<QString>("name");
    for (const char* name :
         {"cnn", "mlp", "vgg", "normed", "branched", "relu_inplace", "tabular", "resnet20-cifar", "chain_lenet"})
      QTest::newRow(name) << name;
  }
  void openGatesChangeNothing() {
    QFETCH(QString, name);
    const Files files = filesOf(name.toStdString());
    std::unique_ptr<GatedNetwork> network;
    try {
      network = gated(name.toStdString());
    } catch (const UserError& error) {
      QFAIL(error.what());
    }
    const auto inputs = inputsFor(files.options, 3);
    const auto plain = loadNetwork(files.architecture, files.weights, files.options);
    std::vector<float> own(3 * plain->outputs());
    plain->evaluate(inputs, 3, own);
    const GatedValues values = network->evaluate(inputs, 3, filled(*network, 1.0F));
    QVERIFY(allNear(values.results, own, 1e-4));
    QVERIFY(!network->layers().empty());
    // Shut gates leave nothing of the values, and one output for all inputs.
    const GatedValues shut = network->evaluate(inputs, 3, filled(*network, 0.0F));
    for (const auto& layer : shut.layers)
      QVERIFY(std::all_of(layer.begin(), layer.end(), [](float value) { return value == 0.0F; }));
  }

  /// The values of a layer without gates before it are its own, times its gates.
  void aGateIsAFactorOfItsUnit() {
    for (const char* name : {"cnn", "resnet20-cifar"}) {
      const auto network = gated(name, {"relu1"});
      QCOMPARE(network->layers().front().name, std::string("relu1"));
      const auto inputs = inputsFor(filesOf(name).options, 2);
      const Gates gates = uneven(*network);
      const auto open = network->evaluate(inputs, 2, filled(*network, 1.0F)).layers[0];
      const auto half = network->evaluate(inputs, 2, gates).layers[0];
      const std::size_t elements = open.size() / 2;
      QVERIFY(std::any_of(open.begin(), open.end(), [](float value) { return value > 0.0F; }));
      for (std::size_t i = 0; i < open.size(); ++i)
        QCOMPARE(half[i], open[i] * gates[0][network->layers()[0].unitOf(i % elements, elements)]);
    }
  }

  /// Behind the last gates the outputs are linear: each unit takes its own part away.
  void partsOfTheUnitsAddUp() {
    const auto network = gated("cnn", {"relu3"});
    const auto inputs = inputsFor(filesOf("cnn").options, 1);
    const auto at = [&](const Gates& gates) { return network->evaluate(inputs, 1, gates).results; };
    Gates gates = filled(*network, 0.0F);
    const auto none = at(gates), all = at(filled(*network, 1.0F));
    std::vector<double> sum(none.begin(), none.end());
    for (std::size_t u = 0; u < gates[0].size(); ++u) {
      gates[0].assign(gates[0].size(), 0.0F);
      gates[0][u] = 1.0F;
      const auto one = at(gates);
      for (std::size_t k = 0; k < one.size(); ++k) sum[k] += static_cast<double>(one[k] - none[k]);
    }
    for (std::size_t k = 0; k < sum.size(); ++k) QVERIFY(std::abs(sum[k] - static_cast<double>(all[k])) < 1e-4);
  }

  void gradientByFiniteDifferences_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"cnn", "mlp", "tabular", "branched", "relu_inplace", "resnet20-cifar", "chain_lenet"})
      QTest::newRow(name) << name;
  }
  /// Of a sum of squares of outputs and values, in 12 directions over all gates.
  void gradientByFiniteDifferences() {
    QFETCH(QString, name);
    const auto network = gated(name.toStdString());
    const auto inputs = inputsFor(filesOf(name.toStdString()).options, 2);
    const auto number = [](const GatedValues& values) {
      double sum = 0.0;
      for (const float value : values.results) sum += 0.5 * static_cast<double>(value) * static_cast<double>(value);
      for (const auto& layer : values.layers) {
        for (const float value : layer)
          sum += 0.5 * static_cast<double>(value) * static_cast<double>(value) / static_cast<double>(layer.size());
      }
      return sum;
    };
    const Gates gates = uneven(*network);
    const Gates gradient = network->gradient(inputs, 2, gates, [](const GatedValues& values, GatedValues& by) {
      by.results = values.results;
      for (std::size_t l = 0; l < values.layers.size(); ++l) {
        for (std::size_t i = 0; i < values.layers[l].size(); ++i)
          by.layers[l][i] = values.layers[l][i] / static_cast<float>(values.layers[l].size());
      }
    });
    for (int direction = 0; direction < 12; ++direction) {
      constexpr float step = 2e-3F;
      Gates ahead = gates, behind = gates;
      double slope = 0.0, size = 0.0;
      for (std::size_t l = 0; l < gates.size(); ++l) {
        for (std::size_t u = 0; u < gates[l].size(); ++u) {
          const float along = std::cos(static_cast<float>(direction + 1) * static_cast<float>(5 * l + u + 1));
          ahead[l][u] += step * along;
          behind[l][u] -= step * along;
          slope += static_cast<double>(gradient[l][u] * along);
          size += std::abs(static_cast<double>(gradient[l][u] * along));
        }
      }
      const double measured =
          (number(network->evaluate(inputs, 2, ahead)) - number(network->evaluate(inputs, 2, behind))) /
          (2.0 * static_cast<double>(step));
      QVERIFY2(size > 0.0, "no gradient at all");
      QVERIFY2(std::abs(measured - slope) <= 0.01 * size,
               qPrintable(QString("%1 for %2 of %3").arg(measured).arg(slope).arg(size)));
    }
  }

  void coalitionsThroughGates() {
    const GoldenNetwork golden = goldenNetwork("cnn");
    Files files = filesOf("cnn");
    const auto plain = loadNetwork(golden.architecture, golden.weights, files.options);
    files.options.valuesOf = {"activations"};
    const auto network = loadGatedNetwork(golden.architecture, golden.weights, files.options);
    const std::size_t count = (std::size_t{1} << golden.inputs[0].parts.size()) * plain->outputs();
    std::vector<float> own(count), open(count), some(count);
    plain->evaluateCoalitions(golden.inputs[0], 64, own);
    network->evaluateCoalitions(golden.inputs[0], 64, filled(*network, 1.0F), open);
    QVERIFY(allNear(open, own, 1e-3));
    network->evaluateCoalitions(golden.inputs[0], 16, uneven(*network), some);
    const auto first = network->evaluate(golden.inputs[0].base, 1, uneven(*network)).results;
    QVERIFY(allNear(std::span(some).first(first.size()), std::span<const float>(first), 1e-4));
  }

  void whatCannotHaveGatesIsNamed() {
    const auto refusal = [](const auto& work) -> std::string {
      try {
        work();
      } catch (const UserError& error) {
        return error.what();
      }
      return "nothing refused";
    };
    const std::string unknown = refusal([] { gated("cnn", {"relu1", "conv7"}); });
    QVERIFY2(unknown.find("has no layer conv7") != std::string::npos, unknown.c_str());
    QVERIFY2(unknown.find("relu3") != std::string::npos, unknown.c_str());
    const std::string none = refusal([] { gated("inplace"); });
    QVERIFY2(none.find("has no activation that can be read; name layers instead: there are out") != std::string::npos,
             none.c_str());
  }
};

QTEST_GUILESS_MAIN(GatesTest)
#include "tst_gates.moc"

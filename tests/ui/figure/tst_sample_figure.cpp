// SPDX-License-Identifier: GPL-3.0-or-later
// Inputs with their interactions drawn on them: all kinds of input, as figures and as films.
#include "core/analysis/analyzed_results.h"
#include "core/base/user_error.h"
#include "core/results/pair_interactions.h"
#include "tests/core/analysis/made_results.h"
#include "ui/figure/figure_file.h"
#include "ui/figure/figure_warnings.h"
#include "ui/figure/region_outline.h"
#include "ui/figure/sample_figure.h"
#include "ui/figure/sample_film.h"
#include "ui/figure/sample_source.h"
#include "ui/figure/venue.h"

#include <QDir>
#include <QGuiApplication>
#include <QTest>

#include <cmath>
#include <set>

using namespace spindle;
using spindle::test::MadeResults;

namespace {

constexpr int n = 5;

/// An input of this kind with five variables; the fourth has two parts.
ShownSample made(InputKind kind) {
  ShownSample shown;
  shown.format.kind = kind;
  if (kind == InputKind::image) {
    shown.format.shape = {3, 20, 30};
    for (int i = 0; i < 1800; ++i) shown.sample.values.push_back(static_cast<float>(i % 7) / 7.0F);
    for (std::int64_t v = 0; v < n; ++v) shown.variables.push_back({"", {{4 * v, 5 * v, 4, 5}}, {}, {}});
    shown.variables[3].pixels.push_back({0, 20, 4, 5});
  } else if (kind == InputKind::points) {
    shown.format.shape = {60, 3};
    for (int i = 0; i < 60; ++i) {
      for (const double value : {std::sin(i), std::cos(i), 0.1 * i})
        shown.sample.values.push_back(static_cast<float>(value));
    }
  } else {
    shown.format.shape = {12};
    for (int i = 0; i < 12; ++i) {
      shown.sample.values.push_back(static_cast<float>(i) + 0.25F);
      shown.sample.words.push_back(i == 3 ? "unbelievably" : "word" + std::to_string(i));
    }
    shown.columns = {"age", "income & more", "x"};
  }
  if (kind != InputKind::image) {
    const std::uint32_t each = kind == InputKind::points ? 10 : 2;
    for (std::uint32_t v = 0; v < n; ++v) {
      StoredVariable variable;
      for (std::uint32_t i = 0; i < each; ++i) variable.positions.push_back(v * each + i);
      shown.variables.push_back(variable);
    }
  }
  return shown;
}

const std::vector<std::pair<const char*, InputKind>> kinds{{"image", InputKind::image},
                                                           {"points", InputKind::points},
                                                           {"text", InputKind::text},
                                                           {"table", InputKind::tabular}};

}  // namespace

class SampleFigureTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    RunControl control;
    results_ = analyzed(std::make_shared<MadeResults>(n, 6, 8), {}, {}, {}, control);
  }

  void outlinesGoAroundRegions() {
    // A square of 2 x 2 in a field of 4 x 3, and a cell that touches its corner.
    const std::vector<std::uint8_t> field{0, 0, 0, 1,  //
                                          0, 1, 1, 0,  //
                                          0, 1, 1, 0};
    const auto lines = regionOutline(field, 4);
    QCOMPARE(lines.size(), std::size_t{2});
    using Line = std::vector<std::pair<int, int>>;
    QVERIFY(lines[0] == (Line{{1, 1}, {3, 1}, {3, 3}, {1, 3}, {1, 1}}));
    QVERIFY(lines[1] == (Line{{3, 0}, {4, 0}, {4, 1}, {3, 1}, {3, 0}}));
    // A ring has a line inside and one outside.
    QCOMPARE(regionOutline({1, 1, 1, 1, 0, 1, 1, 1, 1}, 3).size(), std::size_t{2});
    QVERIFY(regionOutline({0, 0, 0, 0}, 2).empty());
  }

  void imagesShowWhatIsJoined() {
    const ShownSample shown = made(InputKind::image);
    const ShownInteraction pair{0b01001, InteractionKind::orKind, -0.5, "-0.5"};
    const Chart chart = interactionPicture(shown, pair);
    const auto& cells = std::get<Cells>(chart.marks.front());
    QVERIFY(cells.x.size() == 30 && cells.y.size() == 20);
    const auto color = [&](std::size_t row, std::size_t column) {  // from the top
      return cells.colors[(19 - row) * 30 + column];
    };
    const auto value = [&](std::size_t row, std::size_t column) {
      return std::lround(255.0F * shown.sample.values[row * 30 + column]);
    };
    QCOMPARE(static_cast<long>(color(1, 3) >> 16U), value(1, 3));    // of the first variable: as it is
    QCOMPARE(static_cast<long>(color(2, 21) >> 16U), value(2, 21));  // of the second part of the fourth
    QVERIFY(std::abs(static_cast<long>(color(5, 6) >> 16U) -
                     std::lround(255.0 - 0.2 * (255.0 - static_cast<double>(value(5, 6))))) <= 1);
    const auto& line = std::get<Line>(chart.marks.back());
    QVERIFY(line.style == LineStyle::dashed && line.ink.kind == InkKind::andNegative);
    QCOMPARE(line.name, std::string("OR, negative"));
    QCOMPARE(std::count_if(line.x.begin(), line.x.end(), [](double x) { return std::isnan(x); }), 3);
    // Not marked: no outline; half lit: between.
    const Chart half = interactionPicture(shown, {1, InteractionKind::andKind, 0.1, "", false, 0.5});
    QCOMPARE(half.marks.size(), std::size_t{1});
    const std::uint32_t seen = std::get<Cells>(half.marks.front()).colors[(19 - 1) * 30 + 3] >> 16U;
    QVERIFY(static_cast<long>(seen) > value(1, 3) && seen < 255);
    // A large image is drawn with at most 64 cells each way.
    ShownSample large = shown;
    large.format.shape = {1, 224, 150};
    large.sample.values.assign(224 * 150, 0.5F);
    const Chart coarse = inputPicture(large);
    const auto& few = std::get<Cells>(coarse.marks.front());
    QVERIFY(few.x.size() == 38 && few.y.size() == 56);
    QVERIFY(rangeX(coarse).high == 150.0 && rangeY(coarse).high == 224.0);
  }

  void listsJoinRows() {
    const ShownSample shown = made(InputKind::tabular);
    const std::vector<ShownInteraction> two{{0b10001, InteractionKind::andKind, 0.5, "+0.5"},
                                            {0b00010, InteractionKind::orKind, -0.2, "-0.2"}};
    const Chart chart = interactionList(shown, two);
    requireSound(chart);
    QCOMPARE(chart.y.names.size(), std::size_t{12});
    QCOMPARE(chart.y.names.back(), std::string("age = 0.25"));
    QCOMPARE(chart.y.names[10], std::string("income & more = 1.25"));
    const auto& first = std::get<Line>(chart.marks[1]);
    QVERIFY(first.y == (std::vector<double>{2.0, 3.0, 10.0, 11.0}) && first.style == LineStyle::solid);
    const auto& second = std::get<Line>(chart.marks[3]);
    QVERIFY(second.x == (std::vector<double>{1.0, 1.0}) && second.style == LineStyle::dashed);
    QVERIFY(second.ink.kind == InkKind::andNegative);
    // A long text lists the words of variables only.
    ShownSample text = made(InputKind::text);
    text.format.shape = {40};
    text.sample.values.resize(40);
    text.sample.words.resize(40, "x");
    QCOMPARE(interactionList(text, two).y.names.size(), std::size_t{10});
  }

  void wordsAreNoQuantities() {
    ShownSample text = made(InputKind::text);
    text.sample.words[0] = "i";
    FigurePage page = figurePage(sampleFigure(*results_, text, {1, 0, {}}), *results_);
    const std::string tex = figureBytes(page, {}, "a.tex").toStdString();
    QVERIFY(tex.find("{i}") != std::string::npos && tex.find("{\\textit{i}}") == std::string::npos);
  }

  void everyKindIsDrawnForEveryVenue_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("name");
    for (const auto& [name, kind] : kinds) QTest::addRow("%s", name) << static_cast<int>(kind) << QString(name);
  }
  void everyKindIsDrawnForEveryVenue() {
    QFETCH(int, kind);
    QFETCH(QString, name);
    const ShownSample shown = made(static_cast<InputKind>(kind));
    for (const std::vector<double>& steps : {std::vector<double>{}, std::vector<double>{0, 15, 1023}}) {
      const FigurePage page = figurePage(sampleFigure(*results_, shown, {1, 0, steps}), *results_);
      for (const auto& row : page.figure.rows) {
        for (const Chart& chart : row) requireSound(chart);
      }
      QVERIFY(page.figure.sentence.find("Sample 1 (sample_1)") != std::string::npos);
      QCOMPARE(page.figure.rows.size(), std::max(std::size_t{1}, steps.size()));
      for (const Venue& venue : knownVenues()) {
        for (const bool full : {false, true}) {
          const FigureStyle style = styled({}, venue, full);
          const std::vector<PlacedText> texts = placedTexts(page, style);
          const QRectF paper(QPointF(0, 0), pageSize(page, style));
          for (const PlacedText& text : texts)
            QVERIFY2(paper.contains(text.box), qPrintable(text.text + " in " + QString::fromStdString(venue.name)));
          const auto pairs = overlappingTexts(texts);
          QVERIFY2(pairs.empty(), pairs.empty() ? ""
                                                : qPrintable(pairs[0].first.text + " | " + pairs[0].second.text +
                                                             " in " + QString::fromStdString(venue.name)));
        }
      }
      const QString folder = qEnvironmentVariable("SPINDLE_CHART_FOLDER", QStringLiteral("figures"));
      QDir().mkpath(folder);
      for (const char* ending : {"png", "pdf", "svg", "eps", "tex"})
        writeFigure(page, styled({}, venueNamed(knownVenues(), "icml"), true),
                    QString("%1/sample-%2-%3.%4").arg(folder, name).arg(steps.size()).arg(ending).toStdString());
    }
  }

  void theStrongestAreShown() {
    const auto figure = sampleFigure(*results_, made(InputKind::image), {1, 3, {}});
    const PairResult pair = results_->results->pair(5, 1);
    const SampleInteractions sample = interactionsOf(pair, OrderOne::merged);
    std::multiset<double> all;
    for (std::size_t s = 1; s < sample.andPart.size(); ++s) {
      all.insert(std::abs(sample.andOf(s)));
      all.insert(std::abs(sample.orOf(s)));
    }
    QCOMPARE(figure.rows.front().size(), std::size_t{4});
    const std::string& strongest = figure.rows.front()[1].heading;
    QVERIFY(strongest == effectText(*all.rbegin()) || strongest == effectText(-*all.rbegin()));
    QVERIFY_EXCEPTION_THROWN(sampleFigure(*results_, made(InputKind::image), {8, 3, {}}), UserError);
  }

  void inputsOfAnotherRunAreRefused() {
    const ResultsHeader& header = results_->results->header();
    SampleSet samples;
    samples.source = "other";
    samples.format.shape = {1, 1, 2};
    for (int i = 0; i < 12; ++i) {
      samples.samples.push_back({});
      samples.samples.back().values = {0.0F, 1.0F};
      samples.samples.back().name = "sample_" + std::to_string(i - 10);
      samples.samples.back().target = 0;
    }
    QVERIFY(shownSample(samples, header, 1)->variables.size() == n);
    samples.samples[11].target = 5;
    QVERIFY_EXCEPTION_THROWN(shownSample(samples, header, 1), UserError);
    QVERIFY_EXCEPTION_THROWN(shownSample(samples, header, 3), UserError);  // there are fewer
    QVERIFY_EXCEPTION_THROWN(shownSample(samples, header, 99), UserError);
  }

  void filmsLightUp_data() { everyKindIsDrawnForEveryVenue_data(); }
  void filmsLightUp() {
    QFETCH(int, kind);
    QFETCH(QString, name);
    AnimationSpec spec;
    spec.size = {640, 360};
    spec.framesPerSecond = 10;
    spec.seconds = 2.0;
    const auto shown = std::make_shared<const ShownSample>(made(static_cast<InputKind>(kind)));
    const SampleFilm film(*results_, shown, 1, 0, spec);
    QCOMPARE(film.frames(), 5 + 20 + 15);
    // Each is in full color at its largest, and marked exactly where it is salient.
    std::vector<double> most(6, 0.0);
    for (std::size_t c = 0; c < 6; ++c) {
      const auto interactions = film.interactionsAt(c);
      QCOMPARE(interactions.size(), std::size_t{6});
      for (std::size_t i = 0; i < 6; ++i) {
        most[i] = std::max(most[i], interactions[i].lit);
        QCOMPARE(interactions[i].marked, std::abs(interactions[i].value) >= (*results_->strengths)[c].threshold());
      }
    }
    for (const double lit : most) QCOMPARE(lit, 1.0);
    const QImage first = film.draw(0), last = film.draw(film.frames() - 1);
    QVERIFY(first.size() == QSize(640, 360) && first != last);
    QVERIFY(film.draw(0) == first);
    const QString folder = qEnvironmentVariable("SPINDLE_CHART_FOLDER", QStringLiteral("figures"));
    QVERIFY(last.save(folder + "/film-" + name + ".png"));
    QVERIFY_EXCEPTION_THROWN(SampleFilm(*results_, shown, 8, 0, spec), UserError);
  }

 private:
  AnalyzedPtr results_;
};

QTEST_MAIN(SampleFigureTest)
#include "tst_sample_figure.moc"

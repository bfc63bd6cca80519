// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_error.h"
#include "ui/figure/figure_axis.h"
#include "ui/figure/render_figure.h"

#include <QGuiApplication>
#include <QImage>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include <cmath>
#include <limits>

using namespace spindle;

class FiguresTest : public QObject {
  Q_OBJECT
 private slots:
  void ticksAreRound_data();
  void ticksAreRound();
  void aStepAxisHasAPlaceForStepZero();
  void stepsAreFoundOnce();
  void representativePointsHoldTheMarker();
  void everyKindIsDrawn_data();
  void everyKindIsDrawn();
  void pdfHasItsSizeAndFonts();
  void oddDataDoesNotCrash();
  void badNamesAreRefused();
  void grayPrintCanTellSigns();
  void svgIsWellFormedWhateverTheRunIsCalled_data();
  void svgIsWellFormedWhateverTheRunIsCalled();
  void onlyFiguresAreReplaced();
};

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// A run in two phases: mean order falls to 1.5 and rises again; losses part from the fourth checkpoint on.
FigureData twoPhases(std::size_t points = 9, int orders = 10) {
  FigureData data;
  data.run = "LeNet on Fashion-MNIST";
  data.variables = orders;
  data.samples = 16;
  for (std::size_t i = 0; i < points; ++i) {
    FigureData::Point p;
    p.step = i == 0 ? 0 : std::floor(std::pow(3.0, static_cast<double>(i)));
    p.epoch = p.step / 100;
    p.trainLoss = 2.3 * std::exp(-0.5 * static_cast<double>(i));
    p.testLoss = p.trainLoss + (i > 3 ? 0.1 * static_cast<double>(i - 3) : 0.0);
    const double center = i < 3 ? 5.5 - 2 * static_cast<double>(i) : 1.0 + 0.6 * static_cast<double>(i - 3);
    for (int k = 1; k <= orders; ++k) {
      const double size = std::exp(-0.5 * (k - center) * (k - center) / 2) * (0.3 + 0.4 * static_cast<double>(i));
      p.strength.andPositive.push_back(size);
      p.strength.orPositive.push_back(k == 1 ? 0 : 0.4 * size);
      p.strength.andNegative.push_back(-0.7 * size);
      p.strength.orNegative.push_back(k == 1 ? 0 : -0.2 * size);
    }
    p.strength.samples = 16;
    data.points.push_back(p);
  }
  if (points > 3) data.phaseTwo = 3;
  data.phaseRule = "mean order minimum";
  return data;
}

QString output(const QString& name) {
  QDir().mkpath("figures");
  return "figures/" + name;
}

/// Share of pixels that are not white.
double inked(const QImage& image) {
  qint64 dark = 0;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) dark += image.pixel(x, y) != qRgb(255, 255, 255);
  }
  return static_cast<double>(dark) / (static_cast<double>(image.width()) * image.height());
}

QString toolOutput(const QString& program, const QStringList& arguments) {
  QProcess process;
  process.start(program, arguments);
  process.waitForFinished();
  return QString::fromUtf8(process.readAllStandardOutput());
}

}  // namespace

void FiguresTest::ticksAreRound_data() {
  QTest::addColumn<double>("low");
  QTest::addColumn<double>("high");
  QTest::addColumn<QStringList>("labels");
  QTest::newRow("unit") << 0.0 << 1.0 << QStringList{"0.00", "0.25", "0.50", "0.75", "1.00"};
  QTest::newRow("signed") << -2.1 << 3.9 << QStringList{"−4", "−2", "0", "2", "4"};
  QTest::newRow("large") << 0.0 << 3800.0 << QStringList{"0", "1000", "2000", "3000", "4000"};
  QTest::newRow("nothing") << 0.0 << 0.0 << QStringList{"0.0", "0.2", "0.4", "0.6"};
}

void FiguresTest::ticksAreRound() {
  QFETCH(double, low);
  QFETCH(double, high);
  QFETCH(QStringList, labels);
  QStringList found;
  const FigureAxis axis = FigureAxis::linear(low, high, 0, 100, 4, true);
  for (const auto& tick : axis.ticks()) found << tick.label;
  QCOMPARE(found, labels);
}

void FiguresTest::aStepAxisHasAPlaceForStepZero() {
  const FigureAxis axis = FigureAxis::steps(0, 6000, 10, 110);
  QCOMPARE(axis.at(0), 10.0);
  QCOMPARE(axis.at(6000), 110.0);
  QVERIFY(axis.at(1) > 10 && axis.at(1) < axis.at(10));
  QCOMPARE(axis.ticks().front().label, QString("0"));
  QCOMPARE(axis.ticks().back().label, QString::fromUtf8("10³"));
}

void FiguresTest::stepsAreFoundOnce() {
  const FigureData data = twoPhases();
  QCOMPARE(pointsNearSteps(data, {0, 1, 2.9, 1e9}), (std::vector<std::size_t>{0, 1, 8}));
}

void FiguresTest::representativePointsHoldTheMarker() {
  const FigureData data = twoPhases();
  const auto points = representativePoints(data);
  QCOMPARE(points.front(), std::size_t{0});
  QCOMPARE(points.back(), std::size_t{8});
  QVERIFY(std::find(points.begin(), points.end(), std::size_t{3}) != points.end());
  QVERIFY(points.size() >= 4 && points.size() <= 5);
}

void FiguresTest::everyKindIsDrawn_data() {
  QTest::addColumn<QString>("kind");
  QTest::addColumn<double>("width");
  for (const char* kind : {"orders", "dynamics", "heatmap"}) {
    QTest::addRow("%s, full width", kind) << kind << 5.5;
    QTest::addRow("%s, one column", kind) << kind << 3.25;
  }
}

void FiguresTest::everyKindIsDrawn() {
  QFETCH(QString, kind);
  QFETCH(double, width);
  const FigureData data = twoPhases();
  FigureSpec spec;
  spec.kind = figureKindFrom(kind.toStdString());
  spec.points = representativePoints(data);
  spec.widthInches = width;
  for (const char* ending : {"png", "pdf", "svg"}) {
    const QString file = output(QString("%1-%2.%3").arg(kind).arg(width).arg(ending));
    writeFigure(data, spec, file.toStdString());
    QVERIFY(QFileInfo(file).size() > 1000);
  }
  const QImage image(output(QString("%1-%2.png").arg(kind).arg(width)));
  QCOMPARE(image.width(), static_cast<int>(std::lround(width * 300)));
  QVERIFY(inked(image) > 0.02);
  // Nothing touches the edges: no text is cut off.
  const QImage inner = image.copy(2, 2, image.width() - 4, image.height() - 4);
  for (int x = 0; x < image.width(); ++x) {
    QCOMPARE(image.pixel(x, 0), qRgb(255, 255, 255));
    QCOMPARE(image.pixel(x, image.height() - 1), qRgb(255, 255, 255));
  }
  for (int y = 0; y < image.height(); ++y) {
    QCOMPARE(image.pixel(0, y), qRgb(255, 255, 255));
    QCOMPARE(image.pixel(image.width() - 1, y), qRgb(255, 255, 255));
  }
}

void FiguresTest::pdfHasItsSizeAndFonts() {
  const FigureData data = twoPhases();
  FigureSpec spec;
  spec.points = {0, 3, 8};
  spec.widthInches = 5.5;
  const QString file = output("fonts.pdf");
  writeFigure(data, spec, file.toStdString());
  const QString info = toolOutput("pdfinfo", {file});
  QVERIFY2(info.contains("Page size:       396 x"), qPrintable(info));
  const QString fonts = toolOutput("pdffonts", {file});
  QVERIFY2(fonts.contains("DejaVu") && fonts.contains("TrueType") && !fonts.contains("Type 3"), qPrintable(fonts));
  QCOMPARE(toolOutput("pdfimages", {"-list", file}).trimmed().split('\n').size(), 2);  // the header only
  const QString text = toolOutput("pdftotext", {file, "-"});
  QVERIFY2(text.contains("order of interaction") && text.contains("step 6,561"), qPrintable(text));
}

void FiguresTest::oddDataDoesNotCrash() {
  FigureData one = twoPhases(1, 1);
  FigureData zeros = twoPhases(3, 4);
  for (auto& p : zeros.points) {
    for (auto* list :
         {&p.strength.andPositive, &p.strength.andNegative, &p.strength.orPositive, &p.strength.orNegative})
      std::fill(list->begin(), list->end(), 0.0);
    p.trainLoss = p.testLoss = unknown;
  }
  FigureData many = twoPhases(40, 16);
  QTemporaryDir folder;
  for (const FigureData* data : {&one, &zeros, &many}) {
    for (const FigureKind kind : {FigureKind::orders, FigureKind::dynamics, FigureKind::heatmap}) {
      FigureSpec spec;
      spec.kind = kind;
      for (std::size_t i = 0; i < data->points.size(); ++i) spec.points.push_back(i);
      writeFigure(*data, spec, folder.filePath("odd.png").toStdString());
      QVERIFY(!QImage(folder.filePath("odd.png")).isNull());
    }
  }
}

void FiguresTest::badNamesAreRefused() {
  QTemporaryDir folder;
  FigureSpec spec;
  spec.kind = FigureKind::dynamics;
  QVERIFY_EXCEPTION_THROWN(writeFigure(twoPhases(), spec, folder.filePath("fig.bmp").toStdString()), UserError);
  QVERIFY_EXCEPTION_THROWN(writeFigure(twoPhases(), spec, folder.filePath("none/fig.pdf").toStdString()), UserError);
  QVERIFY_EXCEPTION_THROWN(figureKindFrom("pie"), UserError);
  spec.kind = FigureKind::orders;
  QVERIFY_EXCEPTION_THROWN(writeFigure(twoPhases(), spec, folder.filePath("fig.pdf").toStdString()), UserError);
}

void FiguresTest::grayPrintCanTellSigns() {
  const FigureData data = twoPhases();
  FigureSpec spec;
  spec.points = {5};
  spec.widthInches = 3;
  writeFigure(data, spec, output("plain.png").toStdString());
  spec.hatchNegative = true;
  writeFigure(data, spec, output("hatched.png").toStdString());
  QVERIFY(QImage(output("plain.png")) != QImage(output("hatched.png")));
}

void FiguresTest::svgIsWellFormedWhateverTheRunIsCalled_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QString>("title");
  QTest::newRow("signs of XML") << "ResNet-18 & CIFAR (lr < 0.1)"
                                << "ResNet-18 & CIFAR (lr < 0.1)";
  QTest::newRow("a script") << "x<script>alert(1)</script>"
                            << "x<script>alert(1)</script>";
  QTest::newRow("control characters") << QString("a\x1b[31m\x07z") << "a?[31m?z";
  QTest::newRow("plain") << "LeNet"
                         << "LeNet";
}

void FiguresTest::svgIsWellFormedWhateverTheRunIsCalled() {
  QFETCH(QString, name);
  QFETCH(QString, title);
  FigureData data = twoPhases();
  data.run = name.toStdString();
  FigureSpec spec;
  spec.points = {0, 3};
  const QByteArray svg = figureBytes(data, spec, "figure.svg");
  QVERIFY(!svg.contains("<script"));
  QXmlStreamReader reader(svg);
  QString found;
  while (!reader.atEnd()) {
    if (reader.readNext() == QXmlStreamReader::StartElement && reader.name() == QLatin1String("title"))
      found = reader.readElementText();
  }
  QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
  QCOMPARE(found, title);
}

void FiguresTest::onlyFiguresAreReplaced() {
  QTemporaryDir folder;
  FigureSpec spec;
  spec.kind = FigureKind::dynamics;
  for (const char* ending : {"pdf", "svg", "png"}) {
    const QString name = folder.filePath(QString("thesis.%1").arg(ending));
    QFile foreign(name);
    QVERIFY(foreign.open(QIODevice::WriteOnly));
    foreign.write("my thesis");
    foreign.close();
    QVERIFY_EXCEPTION_THROWN(writeFigure(twoPhases(), spec, name.toStdString()), UserError);
    QCOMPARE(QFileInfo(name).size(), 9);
    QVERIFY(QFile::remove(name));
    writeFigure(twoPhases(), spec, name.toStdString());
    writeFigure(twoPhases(), spec, name.toStdString());
    QVERIFY(QFileInfo(name).size() > 1000);
  }
  QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 3);
}

int main(int argc, char** argv) {
  QGuiApplication app(argc, argv);
  FiguresTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "tst_figures.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/run_questions.h"

#include "core/run/samples/sample_choice.h"
#include "core/weights/export_lines.h"
#include "ui/panels/normalization_field.h"
#include "ui/panels/typed_numbers.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

#include <algorithm>

namespace spindle {
namespace {

constexpr int patience = 350;  // ms after the last key

QString sidesText(const std::vector<std::int64_t>& shape) {
  QStringList sides;
  for (const std::int64_t side : shape) sides << QString::number(side);
  return sides.join(QStringLiteral(", "));
}

QString layersText(const std::vector<std::string>& layers) {
  QStringList words;
  for (const std::string& layer : layers) words << QString::fromStdString(layer);
  return words.join(QStringLiteral(", "));
}

}  // namespace

RunQuestions::RunQuestions(const RunFacts& facts, Attempt attempt, QWidget* parent)
    : QDialog(parent),
      start_(facts.description),
      guessed_(facts.answers),
      questions_(facts.questions),
      attempt_(std::move(attempt)) {
  setObjectName("runQuestions");
  setWindowTitle(tr("Run settings"));
  auto* heading = new QLabel(
      questions_.empty() ? tr("Settings of the run, stored in run.json.")
                         : tr("Some settings could not be read from the files of \u201c%1\u201d. Please check what "
                              "is marked with a question mark; the answers are stored in run.json, and you "
                              "are not asked again.")
                               .arg(QString::fromStdString(facts.name)),
      this);
  heading->setWordWrap(true);
  heading->setTextFormat(Qt::PlainText);
  auto* column = new QVBoxLayout(this);
  column->setSpacing(10);
  column->addWidget(heading);
  buildFields(facts);
  result_ = new QLabel(tr("Evaluating the samples\u2026"), this);
  result_->setObjectName("tried");
  result_->setWordWrap(true);
  result_->setTextFormat(Qt::PlainText);
  result_->setMinimumHeight(3 * fontMetrics().lineSpacing());
  result_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  column->addWidget(result_);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, this);
  buttons->button(QDialogButtonBox::Save)->setText(tr("Save and compute"));
  buttons->button(QDialogButtonBox::Save)->setToolTip(tr("Write the answers to run.json and reopen the run"));
  buttons->button(QDialogButtonBox::Cancel)->setText(tr("Later"));
  buttons->button(QDialogButtonBox::Cancel)
      ->setToolTip(tr("Continue with the inferred settings; \u201cRun settings\u201d in the "
                      "File menu opens this dialog again"));
  connect(buttons, &QDialogButtonBox::accepted, this, &RunQuestions::save);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  column->addWidget(buttons);
  makeRoom();
  wait_.setSingleShot(true);
  wait_.setInterval(patience);
  connect(&wait_, &QTimer::timeout, this, &RunQuestions::attempt);
  this->attempt();
}

void RunQuestions::ask(QFormLayout* form, Question what, const QString& name, QWidget* field, const QString& hint) {
  const bool open = std::any_of(questions_.begin(), questions_.end(),
                                [what](const OpenQuestion& question) { return question.what == what; });
  auto* label = new QLabel(open ? tr("? %1").arg(name) : name, this);
  QFont font = label->font();
  font.setBold(open);
  label->setFont(font);
  label->setBuddy(field);
  field->setAccessibleName(name);
  if (!hint.isEmpty()) field->setToolTip(hint);
  form->addRow(label, field);
}

QWidget* RunQuestions::samplesRow(const RunFacts& facts) {
  auto* row = new QWidget(this);
  auto* line = new QHBoxLayout(row);
  line->setContentsMargins(0, 0, 0, 0);
  samples_ = new QLineEdit(QString::fromStdString(start_.samples.value_or("")), row);
  samples_->setObjectName("samples");
  samples_->setPlaceholderText(facts.samples.samples.empty()
                                   ? tr("samples.npz, .csv, .jsonl, .h5, or a folder CLASS/*.png")
                                   : QString::fromStdString(facts.samples.source));
  auto* file = new QPushButton(tr("File\u2026"), row);
  auto* folder = new QPushButton(tr("Folder\u2026"), row);
  connect(file, &QPushButton::clicked, this, [this] {
    const QString chosen = QFileDialog::getOpenFileName(this, tr("Samples"));
    if (!chosen.isEmpty()) samples_->setText(chosen);
  });
  connect(folder, &QPushButton::clicked, this, [this] {
    const QString chosen = QFileDialog::getExistingDirectory(this, tr("Sample folder"));
    if (!chosen.isEmpty()) samples_->setText(chosen);
  });
  connect(samples_, &QLineEdit::textChanged, this, [this] {
    newSamples_ = true;
    edited();
  });
  line->addWidget(samples_, 1);
  line->addWidget(file);
  line->addWidget(folder);
  return row;
}

QWidget* RunQuestions::networkRow(const RunFacts& facts) {
  auto* row = new QWidget(this);
  auto* line = new QHBoxLayout(row);
  line->setContentsMargins(0, 0, 0, 0);
  network_ = new QLineEdit(layersText(start_.layers.empty() ? facts.suggestedLayers : start_.layers), row);
  network_->setObjectName("network");
  network_->setCursorPosition(0);
  network_->setPlaceholderText(
      tr("conv, relu, maxpool 2, flatten, linear, \u2026 or resnet18, vgg11, lenet, mlp, bert"));
  connect(network_, &QLineEdit::textChanged, this, &RunQuestions::edited);
  auto* file = new QPushButton(tr("model.pt\u2026"), row);
  file->setToolTip(tr("The network as a file of torch.export or TorchScript"));
  connect(file, &QPushButton::clicked, this, [this] {
    const QString chosen =
        QFileDialog::getOpenFileName(this, tr("Network"), QString(), tr("Exported networks (*.pt2 *.pt *.pth *.ts)"));
    if (!chosen.isEmpty()) network_->setText(chosen);
  });
  line->addWidget(network_, 1);
  line->addWidget(file);
  return row;
}

void RunQuestions::buildFields(const RunFacts& facts) {
  auto* form = new QFormLayout;
  form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  static_cast<QVBoxLayout*>(layout())->addLayout(form);
  ask(form, Question::samples, tr("Samples"), samplesRow(facts));
  count_ = new QSpinBox(this);
  count_->setObjectName("sampleCount");
  count_->setRange(0, 1 << 20);
  count_->setSpecialValueText(tr("automatic: all, or %1 of more than %2").arg(usualSampleCount).arg(wholeSet));
  count_->setValue(static_cast<int>(start_.sampleCount.value_or(0)));
  count_->setSuffix(tr(" at most, for training and test each"));
  count_->setAccessibleName(tr("Number of samples"));
  count_->setToolTip(tr(
      "At most this many training and this many test samples are used, spread evenly over the classes; time grows with "
      "their number. Accuracy is measured on all samples."));
  form->addRow(tr("Samples used"), count_);
  const bool network = !start_.layers.empty() || (!questions_.empty() && questions_.front().what == Question::network);
  if (network) {
    ask(form, Question::network, tr("Network"), networkRow(facts),
        tr("<p>The layers in order, separated by commas, or the file of a network exported in Python: "
           "<code>%1</code>; before PyTorch 2.5 <code>%2</code></p>")
            .arg(QLatin1String(torchExportLine), QLatin1String(torchScriptLine)));
  }
  kind_ = new QComboBox(this);
  kind_->setObjectName("kind");
  for (const auto& [kind, text] : {std::pair(InputKind::image, tr("image")), std::pair(InputKind::tabular, tr("table")),
                                   std::pair(InputKind::text, tr("text")), std::pair(InputKind::points, tr("points")),
                                   std::pair(InputKind::bodies, tr("bodies"))})
    kind_->addItem(text, static_cast<int>(kind));
  kind_->setCurrentIndex(guessed_.kind ? kind_->findData(static_cast<int>(*guessed_.kind)) : -1);
  connect(kind_, &QComboBox::activated, this, &RunQuestions::edited);
  ask(form, Question::kind, tr("Kind of input"), kind_);
  shape_ = new QLineEdit(this);
  shape_->setText(sidesText(guessed_.shape));
  shape_->setObjectName("shape");
  shape_->setPlaceholderText(tr("channels, height, width"));
  connect(shape_, &QLineEdit::textEdited, this, &RunQuestions::edited);
  ask(form, Question::kind, tr("Shape of one input"), shape_,
      tr("Images: channels, height, width; tables: columns; text: tokens; points: points, coordinates"));
  normalization_ = new NormalizationField(facts, this);
  connect(normalization_, &NormalizationField::changed, this, &RunQuestions::edited);
  ask(form, Question::normalization, tr("Normalization"), normalization_);
  normalization_->setNumbers(guessed_.mean, guessed_.std);
  if (!facts.samples.allColumns.empty()) {
    target_ = new QComboBox(this);
    target_->setObjectName("target");
    for (const std::string& name : facts.samples.allColumns) target_->addItem(QString::fromStdString(name));
    target_->setCurrentText(QString::fromStdString(facts.samples.targetColumn));
    connect(target_, &QComboBox::activated, this, [this] {
      newSamples_ = true;  // the columns of the input are others, too
      edited();
    });
    ask(form, Question::target, tr("Label column"), target_);
  }
}

RunDescription RunQuestions::description(QString* problem) const {
  RunDescription answer = start_;
  const auto refuse = [problem](const QString& sentence) {
    if (problem->isEmpty()) *problem = sentence;
  };
  const QString samples = samples_->text().trimmed();
  answer.samples = samples.isEmpty() ? std::nullopt : std::optional(samples.toStdString());
  const auto count = static_cast<std::size_t>(count_->value());
  answer.sampleCount = count > 0 ? std::optional(count) : std::nullopt;
  if (network_ != nullptr) {
    answer.layers.clear();
    const QString typed = network_->text().trimmed();
    const bool file = typed.endsWith(QLatin1String(".pt")) || typed.endsWith(QLatin1String(".pt2")) ||
                      typed.endsWith(QLatin1String(".pth")) || typed.endsWith(QLatin1String(".ts"));
    if (file) {
      answer.model = typed.toStdString();
    } else {
      for (const QString& word : typed.split(QLatin1Char(','), Qt::SkipEmptyParts))
        answer.layers.push_back(word.trimmed().toStdString());
    }
  }
  if (target_ != nullptr) answer.target = target_->currentText().toStdString();
  if (kind_->currentIndex() < 0 || newSamples_) return answer;
  answer.kind = static_cast<InputKind>(kind_->currentData().toInt());
  const auto shape = typedNumbers(shape_->text());
  answer.shape.clear();
  if (!shape || std::any_of(shape->begin(), shape->end(), [](double side) { return side < 1 || side > 1 << 24; }))
    refuse(tr("The shape is a list of whole numbers, such as 3, 32, 32."));
  if (shape && problem->isEmpty()) answer.shape.assign(shape->begin(), shape->end());
  if (*answer.kind == InputKind::text) return answer;
  const auto mean = normalization_->mean(), deviation = normalization_->deviation();
  if (!mean || !deviation || mean->empty() || deviation->empty())
    refuse(tr("Mean and std are numbers, such as 0.485, 0.456, 0.406."));
  else if (std::any_of(deviation->begin(), deviation->end(), [](double d) { return d <= 0.0; }))
    refuse(tr("The std must be above zero."));
  answer.mean = mean.value_or(std::vector<double>());
  answer.std = deviation.value_or(std::vector<double>());
  return answer;
}

/// Qt would squeeze the fields on a small screen, or when the line below them grows.
void RunQuestions::makeRoom() {
  const int width = 36 * fontMetrics().height();
  setMinimumSize(width, layout()->totalHeightForWidth(std::max(width, this->width())));
}

void RunQuestions::tell(const QString& result) {
  result_->setText(result);
  makeRoom();
}

void RunQuestions::edited() {
  trying_.cancel();
  wait_.start();
}

void RunQuestions::attempt() {
  QString problem;
  const RunDescription wanted = description(&problem);
  if (!problem.isEmpty()) {
    tell(problem);
    emit tried();
    return;
  }
  result_->setText(tr("Evaluating the samples\u2026"));
  const auto work = [attempt = attempt_, wanted](const RunControl&) { return attempt(wanted); };
  trying_.run(work, [this](const JobAnswer<TriedDescription>& answer) {
    TriedDescription failed;
    failed.problem = answer.error.toStdString();
    show(answer.value.value_or(failed));
  });
}

void RunQuestions::show(const TriedDescription& tried) {
  if (newSamples_ && tried.answers.kind && !tried.samples.empty()) {
    newSamples_ = false;
    kind_->setCurrentIndex(kind_->findData(static_cast<int>(*tried.answers.kind)));
    shape_->setText(sidesText(tried.answers.shape));
  }
  const bool text = kind_->currentIndex() >= 0 && kind_->currentData().toInt() == static_cast<int>(InputKind::text);
  normalization_->setEditable(!text);
  QString line = QString::fromStdString(tried.samples);
  if (tried.accuracy) line += QStringLiteral("\n") + QString::fromStdString(tried.accuracy->line());
  if (!tried.problem.empty())
    line += (line.isEmpty() ? QString() : QStringLiteral("\n")) + QString::fromStdString(tried.problem);
  tell(line);
  emit this->tried();
}

void RunQuestions::save() {
  QString problem;
  const RunDescription answer = description(&problem);
  if (!problem.isEmpty()) return tell(problem);
  emit answered(answer);
  accept();
}

}  // namespace spindle

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/train_dialog.h"

#include "ui/session/wording.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

namespace spindle::app {
namespace {

/// What a sample network does where the option is left out.
QString usual(const SampleModel& model, const QString& option) {
  if (option == "--steps") return QString::number(model.steps);
  if (option == "--lr") return QString::number(model.learningRate);
  if (option == "--batch") return QString::number(model.batch);
  if (option == "--training-samples") return QString::number(model.trainingSamples);
  if (option == "--label-noise") return QString::number(model.labelNoise);
  if (option == "--checkpoints") return QString::fromStdString(model.checkpoints);
  return QStringLiteral("0");
}

bool unfinished(const QString& folder) {
  return QFile::exists(QDir(folder).filePath("training.state"));
}

QString key(const QString& option) {
  return QStringLiteral("training/") + option.mid(2);
}

}  // namespace

TrainDialog::TrainDialog(QSettings& settings, QWidget* parent)
    : QDialog(parent),
      settings_(settings),
      models_(sampleModels()),
      model_(new QComboBox(this)),
      about_(new QLabel(this)),
      folder_(new QLineEdit(this)),
      problem_(new QLabel(this)),
      start_(new QPushButton(this)) {
  setObjectName("trainDialog");
  setWindowTitle(tr("Train a sample network"));
  setMinimumWidth(520);
  auto* form = new QFormLayout(this);
  setLayout(form);
  model_->setObjectName("trainModel");
  for (const SampleModel& model : models_) model_->addItem(QString::fromStdString(model.name));
  form->addRow(tr("&Network:"), model_);
  about_->setWordWrap(true);
  form->addRow(QString(), about_);
  add("--steps", tr("&Steps:"), tr("Training steps"));
  add("--lr", tr("&Learning rate:"), tr("Learning rate"));
  add("--batch", tr("&Batch:"), tr("Samples in a training step"));
  add("--training-samples", tr("&Training samples:"), tr("Number of training samples"));
  add("--label-noise", tr("&Wrong labels:"), tr("Share of training labels replaced by another class, 0 to 1"));
  add("--checkpoints", tr("&Checkpoints:"),
      tr("<p>A maximum number, on a logarithmic grid of steps; log:1.25, steps that grow by this factor; every:5, "
         "epochs; "
         "or steps, 0,10,100</p>"));
  add("--seed", tr("S&eed:"), tr("Seed for weights, sample order, dropout and label noise"));
  folder_->setObjectName("trainFolder");
  folder_->setToolTip(tr("A new folder for the run, or one with a stopped training, which then goes on"));
  auto* choose = new QToolButton(this);
  choose->setText(QStringLiteral("\u2026"));
  choose->setToolTip(tr("Choose where the run folder goes"));
  auto* row = new QHBoxLayout;
  row->addWidget(folder_, 1);
  row->addWidget(choose);
  form->addRow(tr("&Folder:"), row);
  if (auto* label = qobject_cast<QLabel*>(form->labelForField(row))) label->setBuddy(folder_);
  problem_->setObjectName("trainProblem");
  problem_->setWordWrap(true);
  problem_->setTextFormat(Qt::PlainText);
  form->addRow(problem_);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  buttons->addButton(start_, QDialogButtonBox::ActionRole);
  start_->setDefault(true);
  form->addRow(buttons);
  connect(model_, &QComboBox::currentIndexChanged, this, &TrainDialog::takeModel);
  connect(folder_, &QLineEdit::textChanged, this, &TrainDialog::takeFolder);
  connect(choose, &QToolButton::clicked, this, &TrainDialog::chooseFolder);
  connect(start_, &QPushButton::clicked, this, &TrainDialog::start);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

  const int known = model_->findText(settings_.value("training/model", "digits-mlp").toString());
  model_->setCurrentIndex(std::max(known, 0));
  for (const Field& field : fields_) field.edit->setText(settings_.value(key(field.option)).toString());
  takeModel();
  const QString last = settings_.value("training/folder").toString();
  if (unfinished(last)) folder_->setText(last);
  problem_->clear();
}

void TrainDialog::add(const char* option, const QString& name, const QString& tip) {
  auto* edit = new QLineEdit(this);
  edit->setObjectName(QString(option).mid(2));
  edit->setToolTip(tip);
  edit->setClearButtonEnabled(true);
  qobject_cast<QFormLayout*>(layout())->addRow(name, edit);
  fields_.push_back({option, edit});
}

void TrainDialog::takeModel() {
  const SampleModel& model = models_.at(static_cast<std::size_t>(model_->currentIndex()));
  QString about = QString::fromStdString(model.description).section(QStringLiteral("; takes"), 0, 0);
  about[0] = about[0].toUpper();
  about_->setText(tr("%1. Takes about %2 on one core.").arg(about, durationText(model.seconds)));
  for (const Field& field : fields_) field.edit->setPlaceholderText(usual(model, field.option));
  if (folder_->text() != proposed_) return;
  const QDir place(settings_.value("lastFolder", QDir::homePath()).toString());
  proposed_ = place.filePath(model_->currentText());
  for (int number = 2; QFile::exists(proposed_); ++number)
    proposed_ = place.filePath(QStringLiteral("%1-%2").arg(model_->currentText()).arg(number));
  folder_->setText(proposed_);
}

void TrainDialog::takeFolder() {
  const bool goesOn = unfinished(folder());
  start_->setText(goesOn ? tr("Continue") : tr("Train"));
  problem_->setText(goesOn ? tr("A stopped training is there; with the same settings it goes on.") : QString());
}

void TrainDialog::chooseFolder() {
  const QString chosen = QFileDialog::getSaveFileName(this, tr("New run folder"), folder());
  if (!chosen.isEmpty()) folder_->setText(chosen);
}

QStringList TrainDialog::options() const {
  QStringList all{model_->currentText()};
  for (const Field& field : fields_) {
    const QString text = field.edit->text().trimmed();
    if (!text.isEmpty()) all << field.option << text;
  }
  if (unfinished(folder())) all << "--resume";
  return all;
}

QString TrainDialog::folder() const {
  return folder_->text().trimmed();
}

void TrainDialog::showProblem(const QString& sentence) {
  problem_->setText(sentence);
  start_->setEnabled(true);
}

void TrainDialog::start() {
  settings_.setValue("training/model", model_->currentText());
  settings_.setValue("training/folder", folder());
  for (const Field& field : fields_) settings_.setValue(key(field.option), field.edit->text());
  problem_->setText(tr("Starting\u2026"));
  start_->setEnabled(false);
  emit startWanted();
}

}  // namespace spindle::app

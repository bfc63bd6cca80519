#pragma once

#include <QFrame>

class QLabel;

namespace spindle {

/// One line at the place where something went wrong or should be known; never a dialog. Hidden while there is nothing.
class NoticeLine : public QFrame {
  Q_OBJECT

 public:
  enum class Tone { note, warning, failure };

  explicit NoticeLine(QWidget* parent = nullptr);
  void say(const QString& sentence, Tone tone);
  void clear();
  [[nodiscard]] QString text() const;

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void restyle();

  QLabel* label_;
  Tone tone_ = Tone::note;
};

}  // namespace spindle

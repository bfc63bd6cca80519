// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/idle_draws.h"

#include <QCoreApplication>
#include <QEvent>

namespace spindle::app {
namespace {

constexpr double longest = 60.0;  // seconds of the first computation

}  // namespace

IdleDraws::IdleDraws(DynamicsSession& session, std::chrono::milliseconds delay, QObject* parent)
    : QObject(parent), session_(session) {
  timer_.setSingleShot(true);
  timer_.setInterval(delay);
  connect(&timer_, &QTimer::timeout, this, &IdleDraws::start);
  connect(&session, &DynamicsSession::stateChanged, this, &IdleDraws::takeState);
  QCoreApplication::instance()->installEventFilter(this);
}

bool IdleDraws::eventFilter(QObject* watched, QEvent* event) {
  const QEvent::Type type = event->type();
  const bool touched = type == QEvent::KeyPress || type == QEvent::MouseButtonPress || type == QEvent::Wheel ||
                       type == QEvent::MouseMove;
  if (touched && timer_.isActive()) timer_.start();
  return QObject::eventFilter(watched, event);
}

void IdleDraws::takeState() {
  timer_.stop();
  if (session_.state() == SessionState::computing && !session_.drawing()) tried_ = false;
  if (tried_) return;
  const double took = session_.computedFor();
  if (draws_ >= 2 && took > 0.0 && took <= longest && !session_.following() && session_.canDraw()) timer_.start();
}

void IdleDraws::start() {
  const AnalyzedPtr& found = session_.analysis();
  if (!found) return timer_.start();  // the analyses are not there yet
  tried_ = true;
  if (!found->draws->any() && session_.canDraw()) session_.computeDraws(draws_);
}

}  // namespace spindle::app

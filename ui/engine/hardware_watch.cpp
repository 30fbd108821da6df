#include "ui/engine/hardware_watch.h"

#include "core/base/error.h"
#include "ui/widgets/core_words.h"

#include <QMetaObject>

#include <exception>
#include <utility>

namespace ottava::ui {

HardwareWatch::HardwareWatch(Probe probe, QObject* parent) : QObject(parent), probe_(std::move(probe)) {}

HardwareWatch::~HardwareWatch() {
    if (thread_.joinable())
        thread_.join(); // answers that it posted meanwhile go with this object
}

void HardwareWatch::refresh(const EngineSettings& settings) {
    thread_ = std::jthread([this, settings, round = ++round_, earlier = std::move(thread_)]() mutable {
        if (earlier.joinable())
            earlier.join();
        look(settings, round);
    });
}

void HardwareWatch::look(const EngineSettings& settings, quint64 round) {
    const auto deliver = [this, round](auto&& answer) {
        QMetaObject::invokeMethod(this, [this, round, answer] {
            if (round == round_)
                answer();
        });
    };
    try {
        deliver([this, report = probe_(settings)] { emit ready(report); });
    } catch (const Error& error) {
        deliver([this, what = inWindowLanguage(error.message), remedy = inWindowLanguage(error.advice)] {
            emit failed(what, remedy);
        });
    } catch (const std::exception& error) {
        deliver([this, what = QString::fromUtf8(error.what())] { emit failed(what, {}); });
    }
}

} // namespace ottava::ui

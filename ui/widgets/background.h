#pragma once

#include "core/base/error.h"
#include "ui/widgets/core_words.h"

#include <QFutureWatcher>
#include <QObject>
#include <QPromise>
#include <QThreadPool>

#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace ottava::ui {

/// What came of a piece of background work: a value, or what went wrong and what to do about it.
template<class T>
struct Outcome {
    std::optional<T> value;
    QString what, remedy; ///< empty when there is a value
};

/// Runs `work` on the thread pool and hands its Outcome to `done` on the thread of `context`. When `context` is gone by
/// then, the result is dropped. `work` may throw Error; it must own what it touches and be copyable.
template<class Work, class Done>
void runInBackground(QObject* context, Work work, Done done) {
    using Result = Outcome<std::invoke_result_t<Work>>;
    auto promise = std::make_shared<QPromise<Result>>();
    auto* watcher = new QFutureWatcher<Result>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context, [watcher, done = std::move(done)]() mutable {
        watcher->deleteLater();
        done(watcher->future().takeResult());
    });
    promise->start();
    watcher->setFuture(promise->future());
    QThreadPool::globalInstance()->start([promise, work = std::move(work)]() mutable {
        Result result;
        try {
            result.value.emplace(work());
        } catch (const Error& e) {
            result.what = inWindowLanguage(e.message);
            result.remedy = inWindowLanguage(e.advice);
        } catch (const std::exception& e) { // out of memory, the file system: an escape would end the program
            result.what = QString::fromUtf8(e.what());
        }
        promise->addResult(std::move(result));
        promise->finish();
    });
}

} // namespace ottava::ui

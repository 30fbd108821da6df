#pragma once

#include "core/base/error.h"

#include <QString>

#include <concepts>
#include <optional>

namespace ottava::test {

/// The Error that `action` throws; unset when it throws none.
template<std::invocable Action>
std::optional<Error> errorOf(Action&& action) {
    try {
        action();
    } catch (const Error& error) {
        return error;
    }
    return std::nullopt;
}

/// Empty when `error` is of this kind, its message contains `words` and it says what to do; else what is wrong.
inline QString mismatch(const std::optional<Error>& error, ErrorCode code, const QString& words) {
    if (!error)
        return QStringLiteral("no Error was thrown");
    const auto message = QString::fromUtf8(error->what());
    if (error->code != code)
        return QStringLiteral("wrong code; message: ") + message;
    if (!message.contains(words))
        return QStringLiteral("message without '%1': %2").arg(words, message);
    return error->remedy.empty() ? QStringLiteral("no remedy: ") + message : QString{};
}

} // namespace ottava::test

#define QVERIFY_THROWS(action, code, words)                                                                            \
    do {                                                                                                               \
        const auto problem = ottava::test::mismatch(ottava::test::errorOf([&] { action; }), (code), (words));          \
        QVERIFY2(problem.isEmpty(), qPrintable(problem));                                                              \
    } while (false)

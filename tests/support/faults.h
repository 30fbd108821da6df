#pragma once

#include "core/base/error.h"

#include <QtTest>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string_view>

namespace ottava::test {

/// The Error that `call` throws; unset when it throws none. Any other exception fails the test.
template<class Call>
std::optional<Error> faultOf(const Call& call) {
    try {
        call();
    } catch (const Error& fault) {
        return fault;
    }
    return std::nullopt;
}

/// Empty when there is a fault of this kind whose message holds every word and which says what to do; else what lacks.
inline QString complaint(const std::optional<Error>& fault, ErrorCode code, const QStringList& words) {
    if (!fault)
        return QStringLiteral("no Error was thrown");
    const auto message = QString::fromUtf8(fault->what());
    if (fault->code != code)
        return QStringLiteral("code %1 instead of %2: %3")
            .arg(static_cast<int>(fault->code))
            .arg(static_cast<int>(code))
            .arg(message);
    for (const auto& word : words)
        if (!message.contains(word))
            return QStringLiteral("'%1' is not in: %2").arg(word, message);
    return fault->remedy.empty() ? QStringLiteral("no remedy: ") + message : QString{};
}

inline void writeBytes(const std::filesystem::path& file, std::string_view bytes) {
    std::ofstream out{file, std::ios::binary};
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

inline std::string readBytes(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

} // namespace ottava::test

/// Fails unless `call` throws an Error of this code whose message holds every one of the words that follow.
#define QVERIFY_FAULT(call, code, ...)                                                                                 \
    do {                                                                                                               \
        const auto problem = ottava::test::complaint(ottava::test::faultOf([&] { static_cast<void>(call); }), code,    \
                                                     QStringList{__VA_ARGS__});                                        \
        QVERIFY2(problem.isEmpty(), qPrintable(problem));                                                              \
    } while (false)

#pragma once

#include <ATen/ATen.h>

#include <QtTest>

#include <cmath>

namespace ottava::test {

struct Tolerance {
    double rtol = 0;
    double atol = 0;
};

/// Empty when every element of `actual` is within atol + rtol·|expected|; else where and by how much the worst one is
/// off.
inline QString distance(const at::Tensor& actual, const at::Tensor& expected, Tolerance tolerance) {
    if (actual.sizes() != expected.sizes()) {
        std::ostringstream text;
        text << "shape " << actual.sizes() << " instead of " << expected.sizes();
        return QString::fromStdString(text.str());
    }
    const auto a = actual.to(at::kDouble).flatten();
    const auto e = expected.to(at::kDouble).flatten();
    const auto excess = (a - e).abs() - tolerance.rtol * e.abs() - tolerance.atol;
    const auto worst = excess.nan_to_num(INFINITY).argmax().item<std::int64_t>();
    if (excess[worst].item<double>() <= 0)
        return {};
    return QStringLiteral("element %1 is %2 instead of %3; largest difference %4")
        .arg(worst)
        .arg(a[worst].item<double>(), 0, 'g', 9)
        .arg(e[worst].item<double>(), 0, 'g', 9)
        .arg((a - e).abs().max().item<double>());
}

} // namespace ottava::test

#define QVERIFY_CLOSE(actual, expected, tolerance)                                                                     \
    do {                                                                                                               \
        const auto problem = ottava::test::distance((actual), (expected), (tolerance));                                \
        QVERIFY2(problem.isEmpty(), qPrintable(problem));                                                              \
    } while (false)

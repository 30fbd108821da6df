#include "support/close.h"
#include "support/predictor_song.h"

#include <c10/core/InferenceMode.h>

using namespace ottava;
using namespace ottava::test;

namespace {

enum class Kind { Unguided, Guided, Switching, OwnEach };

PredictorInputs inputsOf(Kind kind, const Song& song) {
    switch (kind) {
    case Kind::Unguided:
        return song.inputs();
    case Kind::Guided:
        return song.guided(/*oneAtATime=*/false);
    case Kind::Switching:
        return song.switching(/*coverSteps=*/2);
    case Kind::OwnEach:
        return song.ownEach();
    }
    return {};
}

} // namespace

/// Memory decides how many rows pass through the DiT together. It must not be heard.
class TestDitPredictor : public QObject {
    Q_OBJECT
private slots:
    void splittingChangesNothing_data();
    void splittingChangesNothing();
    void itemsDiffer();

private:
    std::vector<at::Tensor> through(PredictorInputs inputs, std::int64_t rowsAtOnce, bool oneAtATime) const {
        inputs.rowsAtOnce = rowsAtOnce;
        inputs.oneAtATime = oneAtATime;
        DitPredictor predict{dit_, std::move(inputs)};
        return steps(predict, song_.noise(), /*count=*/4);
    }

    c10::InferenceMode inference_;
    Song song_;
    std::shared_ptr<const Dit> dit_;
};

void TestDitPredictor::splittingChangesNothing_data() {
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<at::ScalarType>("dtype");
    QTest::addColumn<DitOptions>("options");
    QTest::addColumn<Tolerance>("tolerance");
    const auto add = [](const char* layout, at::ScalarType dtype, DitOptions options, Tolerance tolerance) {
        for (const auto& [name, kind] : {std::pair{"unguided", Kind::Unguided},
                                         {"guided", Kind::Guided},
                                         {"cover switch", Kind::Switching},
                                         {"items of their own", Kind::OwnEach}})
            QTest::addRow("%s, %s", layout, name) << kind << dtype << options << tolerance;
    };
    // Sums of more rows may be taken in another order. In bf16 the last bit of one number moves all that follow.
    const Tolerance fp32{.rtol = 2e-5, .atol = 2e-5}, bf16{.rtol = 0.02, .atol = 0.02};
    add("compiled", at::kFloat, {.compile = true}, fp32);
    add("compiled bf16", at::kBFloat16, {.compile = true}, bf16);
    add("compiled int8", at::kBFloat16, {.compile = true, .int8 = true}, bf16);
    add("plain", at::kFloat, {}, fp32);
    add("plain, dense attention", at::kFloat, {.flash = false}, fp32);
}

void TestDitPredictor::splittingChangesNothing() {
    QFETCH(Kind, kind);
    QFETCH(at::ScalarType, dtype);
    QFETCH(DitOptions, options);
    QFETCH(Tolerance, tolerance);
    const auto folder = ditFolder(kPredictorModel);
    dit_ = std::make_shared<const Dit>(
        loadDit(Weights::open(folder, "model", dtype, at::kCPU).within("decoder"), readDitConfig(folder), options));
    const auto inputs = inputsOf(kind, song_);
    const auto whole = through(inputs, /*rowsAtOnce=*/0, /*oneAtATime=*/false);
    for (const std::int64_t rowsAtOnce : {0, 1, 2, 3, 4, 5})
        for (const bool oneAtATime : {false, true}) {
            const auto split = through(inputs, rowsAtOnce, oneAtATime);
            QCOMPARE(split.size(), whole.size());
            for (std::size_t i = 0; i < whole.size(); ++i)
                QVERIFY2(distance(split[i], whole[i], tolerance).isEmpty(),
                         qPrintable(QStringLiteral("%1 rows at once, halves %2, part %3: %4")
                                        .arg(rowsAtOnce)
                                        .arg(oneAtATime ? "apart" : "together")
                                        .arg(i)
                                        .arg(distance(split[i], whole[i], tolerance))));
        }
}

/// Else the rows of a split could change places unseen.
void TestDitPredictor::itemsDiffer() {
    const auto folder = ditFolder(kPredictorModel);
    dit_ = std::make_shared<const Dit>(
        loadDit(Weights::open(folder, "model", at::kFloat, at::kCPU).within("decoder"), readDitConfig(folder)));
    for (const auto kind : {Kind::Unguided, Kind::Guided, Kind::Switching, Kind::OwnEach})
        for (const auto& velocity : through(inputsOf(kind, song_), 0, false))
            for (std::int64_t item = 1; item < song_.items; ++item)
                QVERIFY((velocity[item] - velocity[0]).abs().max().item<double>() > 0.1);
}

QTEST_GUILESS_MAIN(TestDitPredictor)
#include "tst_dit_predictor.moc"

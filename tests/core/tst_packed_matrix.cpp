#include "core/nn/packed_matrix.h"
#include "core/nn/parallel.h"
#include "support/close.h"

#include <ATen/Parallel.h>

#include <atomic>
#include <chrono>
#include <semaphore>
#include <stdexcept>

using namespace ottava;
using namespace ottava::test;

/// Products from tiles against plain ones.
class TestPackedMatrix : public QObject {
    Q_OBJECT
private slots:
    void init() { at::manual_seed(1); }
    void multipliesLikeAPlainMatrix_data();
    void multipliesLikeAPlainMatrix();
    void everyLevelGivesTheSame_data();
    void everyLevelGivesTheSame();
    void gatesAndResidualsAreApplied();
    void siluGatesAPair();
    void anOutlierCostsItsGroupAlone();
    void tasksRunAtTheSameTime();
    void whatATaskThrowsArrives();
};

void TestPackedMatrix::multipliesLikeAPlainMatrix_data() {
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("in");
    QTest::addColumn<int>("out");
    for (const int rows : {1, 13, 14, 15, 29, 400})
        for (const auto& [in, out] : {std::pair{64, 64}, {80, 33}, {7, 5}, {1030, 96}})
            QTest::addRow("%d × %d → %d", rows, in, out) << rows << in << out;
}

void TestPackedMatrix::multipliesLikeAPlainMatrix() {
    QFETCH(int, rows);
    QFETCH(int, in);
    QFETCH(int, out);
    const auto x = at::randn({rows, in}), weight = at::randn({out, in}), bias = at::randn({out});
    const auto exact = at::linear(x.to(at::kDouble), weight.to(at::kDouble), bias.to(at::kDouble));
    const auto error = [&](const at::Tensor& y) { return ((y - exact).norm() / exact.norm()).item<double>(); };
    QVERIFY(error(nn::multiply(nn::packMatrix(weight, bias, nn::TileFormat::Fp32), x)) < 1e-6);
    QVERIFY(error(nn::multiply(nn::packMatrix(weight, bias, nn::TileFormat::Bf16), x)) < 6e-3);
    QVERIFY(error(nn::multiply(nn::packMatrix(weight, bias, nn::TileFormat::Int8), x)) < 2e-2);
    const auto inBf16 = nn::multiply(nn::packMatrix(weight, bias, nn::TileFormat::Bf16), x.to(at::kBFloat16));
    QCOMPARE(inBf16.scalar_type(), at::kBFloat16);
    QVERIFY(error(inBf16) < 8e-3);
}

void TestPackedMatrix::everyLevelGivesTheSame_data() {
    QTest::addColumn<int>("level");
    for (const auto level :
         {nn::VectorLevel::Portable, nn::VectorLevel::Avx2, nn::VectorLevel::Avx512, nn::VectorLevel::Avx512Dot})
        if (level <= nn::vectorLevel())
            QTest::addRow("level %d", static_cast<int>(level)) << static_cast<int>(level);
}

void TestPackedMatrix::everyLevelGivesTheSame() {
    QFETCH(int, level);
    const auto kernels = nn::tileKernels(static_cast<nn::VectorLevel>(level));
    const auto best = nn::tileKernels(nn::vectorLevel());
    constexpr std::int64_t kWords = 65;
    for (const auto format : {nn::TileFormat::Fp32, nn::TileFormat::Bf16, nn::TileFormat::Int8}) {
        const auto words = [&](std::int64_t lanes) {
            if (format == nn::TileFormat::Fp32)
                return at::randn({kWords, lanes}).view(at::kInt);
            if (format == nn::TileFormat::Bf16)
                return at::randn({kWords, 2 * lanes}).to(at::kBFloat16).view(at::kInt);
            return at::randint(-128, 128, {kWords, 4 * lanes}, at::kChar).view(at::kInt);
        };
        const auto rows = words(nn::kTileRows), columns = words(nn::kTileColumns);
        for (std::int64_t count = 1; count <= nn::kTileRows; ++count) {
            const auto run = [&](const nn::TileKernels& with) {
                auto out = at::zeros({nn::kTileRows, nn::kTileColumns}, at::kInt);
                with.of(format)({static_cast<const std::uint32_t*>(rows.const_data_ptr()),
                                 static_cast<const std::uint32_t*>(columns.const_data_ptr()), kWords, count,
                                 out.mutable_data_ptr()});
                const auto numbers = format == nn::TileFormat::Int8 ? out : out.view(at::kFloat);
                return numbers.slice(0, 0, count).to(at::kDouble);
            };
            QVERIFY_CLOSE(run(kernels), run(best), (Tolerance{.atol = format == nn::TileFormat::Int8 ? 0.0 : 1e-4}));
        }
    }
}

void TestPackedMatrix::gatesAndResidualsAreApplied() {
    constexpr std::int64_t kItems = 2, kLength = 17, kIn = 48, kOut = 40;
    const auto x = at::randn({kItems, kLength, kIn}), weight = at::randn({kOut, kIn});
    const auto before = at::randn({kItems, kLength, kOut}), gate = at::randn({kItems, 1, kOut});
    const auto more = at::randn({kItems, kLength, kOut});
    const auto packed = nn::packMatrix(weight, {}, nn::TileFormat::Fp32);
    nn::PackedRows rows;
    const auto flat = x.flatten(0, 1);
    rows.fill(kItems * kLength, kIn, nn::TileFormat::Fp32, nn::rowsOf(flat));
    for (const bool gated : {true, false}) {
        auto y = before.clone();
        const nn::PackedProduct product{&packed,
                                        {.use = nn::TileUse::AddGated,
                                         .y = y.mutable_data_ptr(),
                                         .stride = kOut,
                                         .columns = kOut,
                                         .gate = gated ? gate.const_data_ptr<float>() : nullptr,
                                         .gateStride = kOut,
                                         .rowsPerItem = kLength,
                                         .added = more.const_data_ptr<float>()}};
        nn::multiply({&product, 1}, rows);
        const auto change = at::linear(x, weight) + more;
        QVERIFY_CLOSE(y, before + (gated ? gate * change : change), (Tolerance{.rtol = 1e-5, .atol = 2e-5}));
    }
}

void TestPackedMatrix::siluGatesAPair() {
    const auto x = at::randn({31, 48}), left = at::randn({40, 48}), right = at::randn({40, 48});
    const auto addLeft = at::randn({31, 40}), addRight = at::randn({31, 40});
    const auto packed = nn::packPair(left, right, nn::TileFormat::Fp32);
    nn::PackedRows rows;
    rows.fill(31, 48, nn::TileFormat::Fp32, nn::rowsOf(x));
    const auto y = at::empty({31, 40});
    const nn::PackedProduct product{&packed,
                                    {.use = nn::TileUse::SiluGate,
                                     .y = y.mutable_data_ptr(),
                                     .stride = 40,
                                     .columns = 40,
                                     .added = addLeft.const_data_ptr<float>(),
                                     .addedRight = addRight.const_data_ptr<float>()}};
    nn::multiply({&product, 1}, rows);
    const auto expected = at::silu(at::linear(x, left) + addLeft) * (at::linear(x, right) + addRight);
    QVERIFY_CLOSE(y, expected, (Tolerance{.rtol = 1e-5, .atol = 5e-5}));
}

void TestPackedMatrix::anOutlierCostsItsGroupAlone() {
    auto x = at::randn({20, 2048});
    x.select(1, 100).fill_(300);
    const auto weight = at::randn({64, 2048}), others = weight.clone();
    others.slice(1, 0, nn::kGroupNumbers).zero_(); // what the outlier's group adds is left out
    const auto exact = at::linear(x, others);
    const auto y = nn::multiply(nn::packMatrix(others, {}, nn::TileFormat::Int8), x);
    QVERIFY(((y - exact).norm() / exact.norm()).item<double>() < 1.5e-2);
}

/// Each of two tasks waits for the other to begin, which on one thread neither would see.
void TestPackedMatrix::tasksRunAtTheSameTime() {
    if (at::get_num_threads() < 2)
        QSKIP("this machine has one thread");
    std::binary_semaphore begun[2] = {std::binary_semaphore{0}, std::binary_semaphore{0}};
    std::atomic<int> met{0};
    nn::forEachTask(2, [&](std::int64_t task) {
        begun[task].release();
        met += begun[1 - task].try_acquire_for(std::chrono::seconds{20}) ? 1 : 0;
    });
    QCOMPARE(met.load(), 2);
}

void TestPackedMatrix::whatATaskThrowsArrives() {
    const auto fail = [](std::int64_t task) {
        if (task == 7)
            throw std::runtime_error{"seven"};
    };
    QVERIFY_THROWS_EXCEPTION(std::runtime_error, nn::forEachTask(20, fail));
}

QTEST_GUILESS_MAIN(TestPackedMatrix)
#include "tst_packed_matrix.moc"

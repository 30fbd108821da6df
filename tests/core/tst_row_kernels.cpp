#include "core/nn/row_kernels.h"
#include "core/nn/row_matrix.h"
#include "support/close.h"

#include <QtTest>

using namespace ottava;
using namespace ottava::nn;

/// Products with few rows: every kernel that this processor carries out, against libtorch.
class TestRowKernels : public QObject {
    Q_OBJECT
private slots:
    void everyLevelAgreesWithLibtorch_data();
    void everyLevelAgreesWithLibtorch();
    void severalMatricesShareAPass();
    void sumsOfLargestInt8NumbersFit();

private:
    static RowMatrix make(RowFormat format, const at::Tensor& weight);
    static at::Tensor asRead(const RowInput& input, std::int64_t in, RowFormat format);
};

RowMatrix TestRowKernels::make(RowFormat format, const at::Tensor& weight) {
    if (format == RowFormat::Int8)
        return quantizedRowMatrix(weight);
    return rowMatrix(format == RowFormat::Bf16 ? weight.to(at::kBFloat16) : weight);
}

at::Tensor TestRowKernels::asRead(const RowInput& input, std::int64_t in, RowFormat format) {
    const auto dtype =
        format == RowFormat::Fp32 ? at::kFloat : (format == RowFormat::Bf16 ? at::kBFloat16 : at::kShort);
    auto values = at::from_blob(const_cast<void*>(input.data()), {input.rows(), in}, dtype).to(at::kDouble);
    if (format == RowFormat::Int8)
        values =
            values * at::from_blob(const_cast<float*>(input.scales()), {input.rows(), 1}, at::kFloat).to(at::kDouble);
    return values;
}

void TestRowKernels::everyLevelAgreesWithLibtorch_data() {
    QTest::addColumn<int>("level");
    QTest::addColumn<int>("format");
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("in");
    QTest::addColumn<int>("out");
    for (int level = 0; level <= static_cast<int>(vectorLevel()); ++level)
        for (const auto format : {RowFormat::Fp32, RowFormat::Bf16, RowFormat::Int8})
            for (const int rows : {1, 2, 3, 4, 7, 16})
                for (const auto& [in, out] : {std::pair{8, 3}, {48, 17}, {1024, 64}, {1037, 9}})
                    QTest::addRow("level %d, format %d, %d rows, %d to %d", level, static_cast<int>(format), rows, in,
                                  out)
                        << level << static_cast<int>(format) << rows << in << out;
}

void TestRowKernels::everyLevelAgreesWithLibtorch() {
    QFETCH(int, level);
    QFETCH(int, format);
    QFETCH(int, rows);
    QFETCH(int, in);
    QFETCH(int, out);
    at::manual_seed(7);
    const auto kind = static_cast<RowFormat>(format);
    const auto matrix = make(kind, at::randn({out, in}));
    const auto x = at::randn({rows, in});
    RowInput input;
    input.fill(x.const_data_ptr<float>(), rows, in, kind);
    auto y = at::full({rows, out + 2}, -1.0);
    const auto kernels = rowKernels(static_cast<VectorLevel>(level));
    const auto kernel =
        kind == RowFormat::Fp32 ? kernels.fp32 : (kind == RowFormat::Bf16 ? kernels.bf16 : kernels.int8);
    kernel({.weight = matrix.values.const_data_ptr(),
            .weightScale = matrix.scales.defined() ? matrix.scales.const_data_ptr<float>() : nullptr,
            .count = out,
            .x = input.data(),
            .xScale = input.scales(),
            .rows = rows,
            .in = in,
            .y = y.mutable_data_ptr<float>(),
            .stride = out + 2});
    // Each kernel is held to the input as it reads it; how near that is to x is a matter of its own.
    const auto read = asRead(input, in, kind);
    const double coarsest = kind == RowFormat::Fp32 ? 0 : (kind == RowFormat::Bf16 ? 1.0 / 256 : 1.0 / 1700);
    QVERIFY_CLOSE(read, x,
                  (test::Tolerance{.rtol = kind == RowFormat::Bf16 ? coarsest : 0,
                                   .atol = kind == RowFormat::Int8 ? coarsest * x.abs().max().item<double>() : 0}));
    const auto exact = read.matmul(matrix.dense(at::kDouble).t());
    QVERIFY_CLOSE(y.slice(1, 0, out), exact, (test::Tolerance{.rtol = 1e-5, .atol = 1e-4}));
    QVERIFY(y.slice(1, out).eq(-1.0).all().item<bool>()); // nothing beyond its own columns
}

void TestRowKernels::severalMatricesShareAPass() {
    at::manual_seed(8);
    const auto a = rowMatrix(at::randn({2500, 96})), b = rowMatrix(at::randn({1300, 96}));
    const auto x = at::randn({3, 96});
    auto y = at::zeros({3, 3000});
    RowInput input;
    input.fill(x.const_data_ptr<float>(), 3, 96, RowFormat::Fp32);
    auto* out = y.mutable_data_ptr<float>();
    const std::array products{RowProduct{&a, 500, 2000, out, 3000}, RowProduct{&b, 300, 1000, out + 2000, 3000}};
    multiply(products, input);
    const auto expected = at::cat({x.matmul(a.values.slice(0, 500).t()), x.matmul(b.values.slice(0, 300).t())}, 1);
    QVERIFY_CLOSE(y, expected, (test::Tolerance{.atol = 1e-4}));
}

void TestRowKernels::sumsOfLargestInt8NumbersFit() {
    constexpr std::int64_t kIn = 9728; // the widest layer of the planners
    const auto matrix = quantizedRowMatrix(at::ones({4, kIn}));
    const auto x = at::ones({1, kIn});
    auto y = at::zeros({1, 4});
    RowInput input;
    input.fill(x.const_data_ptr<float>(), 1, kIn, RowFormat::Int8);
    const RowProduct product{&matrix, 0, 4, y.mutable_data_ptr<float>(), 4};
    multiply({&product, 1}, input);
    QVERIFY_CLOSE(y, at::full({1, 4}, static_cast<double>(kIn)), (test::Tolerance{.rtol = 1e-5}));
}

QTEST_GUILESS_MAIN(TestRowKernels)
#include "tst_row_kernels.moc"

#include "core/models/fsq.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/div.h>
#include <ATen/ops/remainder.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/tensor.h>

#include <functional>
#include <numeric>

namespace ottava {

at::Tensor Fsq::levelTensor(const at::Tensor& like) const {
    return at::tensor(levels, at::kLong).to(like.options().dtype(at::kFloat));
}

at::Tensor Fsq::levelIndices(const at::Tensor& z) const {
    const auto last = levelTensor(z) - 1;
    const auto limit = 1 + 1 / last;
    const auto bounded = (limit * (z / limit).tanh()).clamp(-1, 1);
    return (last * (bounded + 1) / 2 + 0.5).floor();
}

at::Tensor Fsq::values(const at::Tensor& levelIndex) const {
    return 2 * levelIndex / (levelTensor(levelIndex) - 1) - 1;
}

Fsq::Output Fsq::forward(const at::Tensor& h) const {
    const auto level = levelIndices(projectIn(h).to(at::kFloat)); // […, 6]
    std::vector<std::int64_t> basis(levels.size(), 1);
    std::partial_sum(levels.begin(), levels.end() - 1, basis.begin() + 1, std::multiplies<>{});
    const auto weights = at::tensor(basis, at::kLong).to(level.device());
    return Output{projectOut(values(level).to(projectOut.weight.scalar_type())),
                  (level.to(at::kLong) * weights).sum(-1)};
}

at::Tensor Fsq::fromIndices(const at::Tensor& indices) const {
    std::vector<at::Tensor> digits;
    auto rest = indices;
    for (const auto level : levels) {
        digits.push_back(at::remainder(rest, level));
        rest = at::div(rest, level, "floor");
    }
    const auto level = at::stack(digits, /*dim=*/-1).to(at::kFloat); // […, 6]
    return projectOut(values(level).to(projectOut.weight.scalar_type()));
}

std::int64_t Fsq::codeCount() const {
    return std::accumulate(levels.begin(), levels.end(), std::int64_t{1}, std::multiplies<>{});
}

} // namespace ottava

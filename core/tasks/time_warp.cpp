#include "core/tasks/time_warp.h"

#include <algorithm>
#include <limits>

namespace ottava {
namespace {

enum class From : std::uint8_t { Diagonal, Above, Left };

/// Where the cheapest way into each entry comes from, row by row.
std::vector<From> cheapestWays(const at::Tensor& gain) {
    const auto values = gain.accessor<float, 2>();
    const auto rows = gain.size(0), columns = gain.size(1);
    const float unreachable = std::numeric_limits<float>::infinity();
    std::vector<From> ways(static_cast<std::size_t>(rows * columns));
    // Costs of the row above and of this one, with a border on the left.
    std::vector<float> above(static_cast<std::size_t>(columns) + 1, unreachable), here = above;
    above.front() = 0;
    for (std::int64_t row = 0; row < rows; ++row) {
        here.front() = unreachable;
        for (std::int64_t column = 0; column < columns; ++column) {
            const auto at = static_cast<std::size_t>(column);
            const float diagonal = above[at], up = above[at + 1], left = here[at];
            const From way = diagonal < up && diagonal < left ? From::Diagonal
                             : up < diagonal && up < left     ? From::Above
                                                              : From::Left;
            const float before = way == From::Diagonal ? diagonal : way == From::Above ? up : left;
            here[at + 1] = before - values[row][column];
            ways[static_cast<std::size_t>(row * columns + column)] = way;
        }
        std::swap(above, here);
    }
    return ways;
}

} // namespace

std::vector<WarpStep> warpPath(const at::Tensor& gain) {
    const auto columns = gain.size(1);
    const auto ways = cheapestWays(gain);
    WarpStep step{gain.size(0) - 1, columns - 1};
    std::vector<WarpStep> path{step};
    while (step.row > 0 || step.column > 0) {
        // Along the borders there is one way only, whatever the sums say.
        const From way = step.row == 0      ? From::Left
                         : step.column == 0 ? From::Above
                                            : ways[static_cast<std::size_t>(step.row * columns + step.column)];
        step.row -= way != From::Left;
        step.column -= way != From::Above;
        path.push_back(step);
    }
    std::ranges::reverse(path);
    return path;
}

} // namespace ottava

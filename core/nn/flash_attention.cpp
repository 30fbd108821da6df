#include "core/nn/flash_attention.h"

#include "core/nn/flash_kernels.h"
#include "core/nn/norm_kernels.h"
#include "core/nn/parallel.h"

#include <c10/util/Exception.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace ottava::nn {
namespace {

/// Keys that are scored before their values are summed: scores and weights of one query panel stay in the first cache,
/// keys and values in the second, where the other query panels of the task find them.
constexpr std::int64_t kKeyPanelsAtOnce = 20, kQueryPanelsAtOnce = 4;

constexpr float kFirstLargest = -1e30f;

HeadRotation rotationOf(const HeadNorm& norm, std::int64_t headDim, std::int64_t position) {
    const bool rotates = norm.cos != nullptr;
    return {.weight = norm.weight,
            .cos = rotates ? norm.cos + position * headDim : nullptr,
            .sin = rotates ? norm.sin + position * headDim : nullptr,
            .size = headDim,
            .eps = norm.eps};
}

/// Norm and rotation, or only the scale where heads are taken as they are.
void prepare(const HeadRotation& rotation, float* head) {
    if (rotation.weight != nullptr)
        rotation(head);
    else
        std::transform(head, head + rotation.size, head, [&](float x) { return x * rotation.scale; });
}

/// The queries of one head that are worked on together, and their share of the softmax.
struct QueryPanel {
    std::int64_t head = 0, first = 0, count = 0;     ///< queries first … first + count − 1
    std::vector<std::uint32_t> words{};              ///< [words of headDim][kTileColumns]
    std::vector<float> output{}, largest{}, total{}; ///< output [headDim, padded][kTileColumns]
};

class FlashTask {
public:
    FlashTask(const FlashAttention& job, std::int64_t item, std::int64_t keyHead)
        : job_(job),
          context_(*job.context),
          item_(item),
          keys_(context_.keys(keyItem(), keyHead)),
          values_(context_.values(keyItem(), keyHead)),
          kernel_(kernels().of(context_.format())),
          scores_(static_cast<std::size_t>(kKeyPanelsAtOnce * kTileRows * kTileColumns)),
          weights_(scores_.size()) {}

    void addPanel(std::int64_t head, std::int64_t first) {
        const auto& queries = job_.queries;
        QueryPanel panel{.head = head, .first = first, .count = std::min(kTileColumns, queries.length - first)};
        const auto words = context_.keyWords();
        const auto lanes = static_cast<std::size_t>(kTileColumns);
        std::vector<float> row(static_cast<std::size_t>(queries.headDim));
        std::vector<std::uint32_t> packed(lanes * static_cast<std::size_t>(words));
        for (std::int64_t q = 0; q < panel.count; ++q) {
            const auto* from =
                queries.data + (item_ * queries.length + first + q) * queries.stride + head * queries.headDim;
            std::copy_n(from, queries.headDim, row.data());
            auto rotate = rotationOf(job_.norm, queries.headDim, first + q);
            rotate.scale = 1.0F / std::sqrt(static_cast<float>(queries.headDim));
            prepare(rotate, row.data());
            packRow(row.data(), queries.headDim, context_.format(), {packed.data() + q * words, nullptr, nullptr});
        }
        panel.words.resize(packed.size());
        interleave(packed.data(), words, panel.count, words, kTileColumns, panel.words.data());
        panel.output.assign(static_cast<std::size_t>((queries.headDim + kTileRows) * kTileColumns), 0.0F);
        panel.largest.assign(lanes, kFirstLargest);
        panel.total.assign(lanes, 0.0F);
        panels_.push_back(std::move(panel));
    }

    void run() {
        std::int64_t first = context_.length(), last = 0;
        for (const auto& panel : panels_) {
            first = std::min(first, firstKeyPanel(panel));
            last = std::max(last, endKeyPanel(panel));
        }
        for (; first < last; first += kKeyPanelsAtOnce)
            for (auto& panel : panels_)
                attend(panel, std::max(first, firstKeyPanel(panel)),
                       std::min(first + kKeyPanelsAtOnce, endKeyPanel(panel)));
        for (const auto& panel : panels_)
            write(panel);
    }

private:
    static const TileKernels& kernels() {
        static const auto chosen = tileKernels(vectorLevel());
        return chosen;
    }
    std::int64_t keyItem() const {
        const auto count = job_.itemCount > 0 ? job_.itemCount : job_.context->batch();
        return job_.firstItem + item_ / (job_.queries.batch / count);
    }

    /// Of the panel's first query among the keys.
    std::int64_t position(const QueryPanel& panel) const {
        return panel.first + (job_.causal ? context_.length() - job_.queries.length : 0);
    }
    std::int64_t firstKeyPanel(const QueryPanel& panel) const {
        return job_.window == 0 ? 0 : std::max<std::int64_t>(0, panel.first - job_.window) / kTileRows;
    }
    std::int64_t endKeyPanel(const QueryPanel& panel) const {
        auto end = context_.length();
        if (job_.causal || job_.window > 0)
            end = position(panel) + panel.count + job_.window;
        return (std::min(end, context_.length()) + kTileRows - 1) / kTileRows;
    }

    /// Keys of panels firstPanel … endPanel − 1.
    void attend(QueryPanel& panel, std::int64_t firstPanel, std::int64_t endPanel) {
        if (firstPanel >= endPanel)
            return;
        const auto words = context_.keyWords();
        for (auto key = firstPanel; key < endPanel; ++key)
            kernel_({keys_ + key * words * kTileRows, panel.words.data(), words, kTileRows,
                     scores_.data() + (key - firstPanel) * kTileRows * kTileColumns});
        const auto firstKey = firstPanel * kTileRows;
        SoftmaxStep{.scores = scores_.data(),
                    .keys = (endPanel - firstPanel) * kTileRows,
                    .realKeys = std::min(endPanel * kTileRows, context_.length()) - firstKey,
                    .firstKey = firstKey,
                    .firstQuery = position(panel),
                    .window = job_.window,
                    .causal = job_.causal,
                    .largest = panel.largest.data(),
                    .total = panel.total.data(),
                    .output = panel.output.data(),
                    .outputRows = context_.headDim(),
                    .format = context_.format(),
                    .weights = weights_.data()}();
        sumValues(panel, firstPanel * context_.panelValueWords(), (endPanel - firstPanel) * context_.panelValueWords());
    }

    void sumValues(QueryPanel& panel, std::int64_t firstWord, std::int64_t words) {
        alignas(64) float tile[kTileRows * kTileColumns];
        const auto rows = context_.valueRows();
        for (std::int64_t value = 0; value < context_.valuePanels(); ++value) {
            const auto count = std::min(rows, context_.headDim() - value * rows);
            kernel_({values_ + (value * context_.valueWords() + firstWord) * kTileRows, weights_.data(), words, count,
                     tile});
            addTile(tile, count, panel.output.data() + value * rows * kTileColumns);
        }
    }

    void write(const QueryPanel& panel) const {
        const auto& queries = job_.queries;
        for (std::int64_t q = 0; q < panel.count; ++q) {
            const float inverse = 1.0F / panel.total[static_cast<std::size_t>(q)];
            auto* out =
                job_.out + ((item_ * queries.length + panel.first + q) * queries.heads + panel.head) * queries.headDim;
            for (std::int64_t d = 0; d < queries.headDim; ++d)
                out[d] = panel.output[static_cast<std::size_t>(d * kTileColumns + q)] * inverse;
        }
    }

    const FlashAttention& job_;
    const PackedKeyValue& context_;
    std::int64_t item_;
    const std::uint32_t* keys_;
    const std::uint32_t* values_;
    TileKernel kernel_;
    std::vector<float> scores_;
    std::vector<std::uint32_t> weights_;
    std::vector<QueryPanel> panels_;
};

} // namespace

void PackedKeyValue::fill(const HeadRows& keys, const HeadRows& values, const HeadNorm& norm, TileFormat format) {
    TORCH_CHECK(format != TileFormat::Int8, "keys and values are not kept in 8 bits");
    format_ = format;
    batch_ = keys.batch;
    heads_ = keys.heads;
    length_ = keys.length;
    headDim_ = keys.headDim;
    keys_ = keyMemory_.of<std::uint32_t>(batch_ * heads_ * keyPanels() * keyWords() * kTileRows);
    values_ = valueMemory_.of<std::uint32_t>(batch_ * heads_ * valuePanels() * valueWords() * kTileRows);
    forEachTask(batch_ * heads_ * keyPanels(), [&](std::int64_t task) { fillPanel(keys, values, norm, task); });
}

void PackedKeyValue::fillPanel(const HeadRows& keys, const HeadRows& values, const HeadNorm& norm, std::int64_t task) {
    const auto panel = task % keyPanels(), head = task / keyPanels() % heads_, item = task / keyPanels() / heads_;
    const auto first = panel * kTileRows, count = std::min(kTileRows, length_ - first), words = keyWords();
    std::vector<float> row(static_cast<std::size_t>(headDim_));
    std::vector<std::uint32_t> packed(static_cast<std::size_t>(kTileRows * words));
    for (std::int64_t token = 0; token < count; ++token) {
        std::copy_n(keys.data + (item * length_ + first + token) * keys.stride + head * headDim_, headDim_, row.data());
        prepare(rotationOf(norm, headDim_, first + token), row.data());
        packRow(row.data(), headDim_, format_, {packed.data() + token * words, nullptr, nullptr});
    }
    interleave(packed.data(), words, count, words, kTileRows,
               keys_ + ((item * heads_ + head) * keyPanels() + panel) * words * kTileRows);
    fillValues(values, item, head, panel);
}

void PackedKeyValue::fillValues(const HeadRows& values, std::int64_t item, std::int64_t head, std::int64_t panel) {
    const auto perWord = numbersPerWord(format_), rows = valueRows();
    std::vector<float> pair(static_cast<std::size_t>(headDim_ * perWord));
    std::vector<std::uint32_t> packed(static_cast<std::size_t>(headDim_));
    auto* out = values_ + (item * heads_ + head) * valuePanels() * valueWords() * kTileRows;
    for (std::int64_t word = 0; word < panelValueWords(); ++word) {
        for (std::int64_t part = 0; part < perWord; ++part) {
            const auto token = panel * kTileRows + word * perWord + part;
            const auto* from = values.data + (item * length_ + token) * values.stride + head * headDim_;
            for (std::int64_t d = 0; d < headDim_; ++d)
                pair[static_cast<std::size_t>(d * perWord + part)] = token < length_ ? from[d] : 0.0F;
        }
        packRow(pair.data(), headDim_ * perWord, format_, {packed.data(), nullptr, nullptr});
        for (std::int64_t d = 0; d < headDim_; ++d)
            out[((d / rows) * valueWords() + panel * panelValueWords() + word) * kTileRows + d % rows] =
                packed[static_cast<std::size_t>(d)];
    }
}

void FlashAttention::run() const {
    const auto group = queries.heads / context->heads();
    const auto panels = (queries.length + kTileColumns - 1) / kTileColumns;
    const auto blocks = (panels + kQueryPanelsAtOnce - 1) / kQueryPanelsAtOnce;
    forEachTask(queries.batch * context->heads() * blocks, [&](std::int64_t index) {
        const auto block = index % blocks, keyHead = index / blocks % context->heads();
        FlashTask task{*this, index / blocks / context->heads(), keyHead};
        const auto end = std::min(panels, (block + 1) * kQueryPanelsAtOnce);
        for (auto panel = block * kQueryPanelsAtOnce; panel < end; ++panel)
            for (std::int64_t head = 0; head < group; ++head)
                task.addPanel(keyHead * group + head, panel * kTileColumns);
        task.run();
    });
}

} // namespace ottava::nn

#pragma once

#include "core/diffusion/noise.h"
#include "core/engine/dit_predictor.h"
#include "support/paths.h"

namespace ottava::test {

inline constexpr auto kPredictorModel = "acestep-v15-turbo";

/// What a song of a few items asks of a predictor.
struct Song {
    std::int64_t items = 3, frames = 40;
    std::int64_t width = readDitConfig(ditFolder(kPredictorModel)).encoder.hiddenSize;

    PredictorInputs inputs() const {
        PredictorInputs with;
        with.main = {initialNoise({5}, 33, width), initialNoise({1}, frames, 128).expand({items, -1, -1})};
        return with;
    }
    PredictorInputs guided(bool oneAtATime) const {
        auto with = inputs();
        with.nullCondition = initialNoise({6}, 1, width);
        with.oneAtATime = oneAtATime;
        return with;
    }
    PredictorInputs switching(int coverSteps) const {
        auto with = inputs();
        with.nonCover = {initialNoise({7}, 21, width), initialNoise({8}, frames, 128).expand({items, -1, -1})};
        with.coverSteps = coverSteps;
        return with;
    }
    /// Each item with words and a place of its own.
    PredictorInputs ownEach() const {
        auto with = inputs();
        with.main = {initialNoise({5, 9, 10}, 33, width), initialNoise({1, 2, 3}, frames, 128)};
        return with;
    }
    at::Tensor noise() const { return initialNoise({11, 12, 13}, frames, 64).narrow(0, 0, items); }
};

/// What a predictor says in each of `count` steps from `x` on, conditional then unconditional.
inline std::vector<at::Tensor> steps(DitPredictor& predict, at::Tensor x, int count) {
    std::vector<at::Tensor> all;
    for (int step = 0; step < count; ++step) {
        const auto prediction = predict(x, 1.0 - step * 0.9 / count, step);
        all.push_back(prediction.conditional);
        if (prediction.unconditional)
            all.push_back(*prediction.unconditional);
        x = x - prediction.conditional / count;
    }
    return all;
}

} // namespace ottava::test

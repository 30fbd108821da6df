#pragma once

#include <optional>

namespace ottava {

/// What a job is doing. The order is the order in which a job passes through them.
enum class Stage { Loading, Planning, Encoding, Diffusion, Decoding, Checking, Saving };

/// One report of a running job. A plain value: safe to queue across threads.
struct Progress {
    Stage stage = Stage::Loading;
    int step = 0;                     ///< units done in this stage: denoising steps, tokens, tiles, files
    int steps = 0;                    ///< units this stage has in all; 0 when it is not known
    double elapsedSeconds = 0;        ///< since the job began
    std::optional<double> etaSeconds; ///< until the whole job is done; unset while there is nothing to judge by
};

/// The name in JSON progress lines: "loading", "planning", "encoding", "diffusion", "decoding", "checking", "saving".
constexpr const char* stageName(Stage stage) {
    switch (stage) {
    case Stage::Loading:
        return "loading";
    case Stage::Planning:
        return "planning";
    case Stage::Encoding:
        return "encoding";
    case Stage::Diffusion:
        return "diffusion";
    case Stage::Decoding:
        return "decoding";
    case Stage::Checking:
        return "checking";
    case Stage::Saving:
        return "saving";
    }
    return "";
}

} // namespace ottava

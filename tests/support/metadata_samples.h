#pragma once

#include "core/audio/file_metadata.h"

namespace ottava::test {

/// Everything that a file can say; markers lie within 2 s.
inline FileMetadata songMetadata() {
    return {.title = "Neon Harbor",
            .artist = "Ada & the Engines",
            .genre = "Synthwave",
            .comment = "turbo · 8 steps · seed 4021",
            .date = "2025-01-31T14:05:09",
            .software = "Ottava 1.0",
            .model = "acestep-v15-turbo",
            .bpm = 104,
            .key = "A minor",
            .lyrics = "[Verse]\nLichter über dem Hafen\n\n[Chorus]\nNeon, neon",
            .recipe = R"({"caption":"synthwave, 80s","bpm":104,"seeds":[4021]})",
            .markers = {{"Verse", 0.25}, {"Chorus", 1.125}, {"Outro 終わり", 1.5}},
            .loudness = Loudness{.integratedLufs = -14.12,
                                 .maxMomentaryLufs = -10.1,
                                 .maxShortTermLufs = -11.9,
                                 .rangeLu = 6.3,
                                 .truePeakDb = -1.03}};
}

} // namespace ottava::test

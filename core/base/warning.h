#pragma once

#include "core/base/sentence.h"

#include <string>
#include <vector>

namespace ottava {

/// Why a request was not carried out to the letter. The names in JSON are a contract (`warningName`).
enum class WarningCode {
    DurationClamped,
    BatchClamped,
    LmUnavailable,
    LmClamped,
    GuidanceIgnored,
    UnknownField,
    ValueRounded,
    AdapterIgnored,
    FallbackCpu,
    LimitOverridden, ///< beyond the tier because the user said so
    EnvironmentIgnored,
    LyricsNotAligned, ///< no time stamps or lyric score, although asked for
    SourceChanged,    ///< a recording is not used as it is
    PrecisionRaised,  ///< a stage was run again in fp32
    AudioSuspect,     ///< the finished take is silent, offset or clipped
    MemoryRelieved,   ///< memory ran out; the job was changed and went on
    SettingIgnored    ///< the settings file, or a value in it, could not be used
};

struct Warning {
    WarningCode code;
    Sentence sentence; ///< what was changed, from what to what, and why
    std::string message = sentence.text();
};

using Warnings = std::vector<Warning>;

/// The name that stands in JSON: "duration_clamped", "unknown_field", …
constexpr const char* warningName(WarningCode code) {
    switch (code) {
    case WarningCode::DurationClamped:
        return "duration_clamped";
    case WarningCode::BatchClamped:
        return "batch_clamped";
    case WarningCode::LmUnavailable:
        return "lm_unavailable";
    case WarningCode::LmClamped:
        return "lm_clamped";
    case WarningCode::GuidanceIgnored:
        return "guidance_ignored";
    case WarningCode::UnknownField:
        return "unknown_field";
    case WarningCode::ValueRounded:
        return "value_rounded";
    case WarningCode::AdapterIgnored:
        return "adapter_ignored";
    case WarningCode::FallbackCpu:
        return "fallback_cpu";
    case WarningCode::LimitOverridden:
        return "limit_overridden";
    case WarningCode::EnvironmentIgnored:
        return "environment_ignored";
    case WarningCode::LyricsNotAligned:
        return "lyrics_not_aligned";
    case WarningCode::SourceChanged:
        return "source_changed";
    case WarningCode::PrecisionRaised:
        return "precision_raised";
    case WarningCode::AudioSuspect:
        return "audio_suspect";
    case WarningCode::MemoryRelieved:
        return "memory_relieved";
    case WarningCode::SettingIgnored:
        return "setting_ignored";
    }
    return "";
}

} // namespace ottava

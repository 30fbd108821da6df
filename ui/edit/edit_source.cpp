#include "ui/edit/edit_source.h"

#include "core/audio/audio_facts.h"
#include "core/audio/audio_file.h"
#include "core/base/error.h"
#include "core/hardware/limits.h"
#include "ui/playback/take_facts.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace ottava::ui {

namespace {

constexpr float kSilentPeak = 1e-6F;

struct SourceTexts {
    Q_DECLARE_TR_FUNCTIONS(SourceTexts)
};

[[noreturn]] void refuse(const QString& what, const QString& remedy) {
    throw Error{ErrorCode::BadRequest, what.toStdString(), remedy.toStdString()};
}

void requireSound(const QString& file, const AudioBuffer& audio) {
    if (audio.durationSeconds() < kShortestSourceSeconds)
        refuse(SourceTexts::tr("%1 lasts only %2 s.").arg(file, QLocale().toString(audio.durationSeconds(), 'g', 2)),
               SourceTexts::tr("Choose a recording of at least a second."));
    const auto sounds = std::any_of(audio.samples.begin(), audio.samples.end(),
                                    [](float sample) { return std::abs(sample) >= kSilentPeak; });
    if (!sounds)
        refuse(SourceTexts::tr("%1 is silent.").arg(file),
               SourceTexts::tr("Choose a recording in which something sounds."));
}

std::optional<SourceRecipe> recipeOf(const StoredTake& take) {
    try {
        Warnings warnings;
        return SourceRecipe{requestFromJson(take.requestJson, warnings), take.batchIndex, take.seed};
    } catch (const Error&) { // the sound is whole all the same; a retake is then not offered
        return std::nullopt;
    }
}

} // namespace

EditSource readEditSource(const std::filesystem::path& file) {
    const auto audio = readAudio(file, kLongestDurationLimit);
    requireSound(toQString(file.filename()), audio);
    EditSource source{.file = file,
                      .name = toQString(file.stem()),
                      .seconds = audio.durationSeconds(),
                      .wholeSeconds = std::max(audio.durationSeconds(), readAudioFacts(file).durationSeconds()),
                      .overview = Overview(audio.channels),
                      .track = std::make_shared<PlaybackTrack>(audio.frameCount(), audio.channels, audio.sampleRate),
                      .recipe = {}};
    source.track->replace(audio.samples);
    source.overview.append(audio.samples);
    return source;
}

EditSource readEditSource(const StoredTake& take) {
    auto source = readEditSource(take.audio);
    source.name = takeTitle(take);
    source.recipe = recipeOf(take);
    return source;
}

} // namespace ottava::ui

#include "ui/playback/take_loader.h"

#include "ui/playback/time_text.h"

#include <QCoreApplication>
#include <QLocale>

namespace ottava::ui {

namespace {

struct FactTexts {
    Q_DECLARE_TR_FUNCTIONS(FactTexts)
};

QString channelText(int channels) {
    if (channels == 1)
        return FactTexts::tr("mono");
    return channels == 2 ? FactTexts::tr("stereo") : FactTexts::tr("%n channels", nullptr, channels);
}

QString factsText(const StoredTake& take, const AudioBuffer& audio) {
    std::error_code unknown;
    const auto bytes = std::filesystem::file_size(take.audio, unknown);
    QStringList parts{clockText(audio.durationSeconds()),
                      FactTexts::tr("%1 kHz").arg(QLocale().toString(audio.sampleRate / 1000.0, 'g', 4)),
                      channelText(audio.channels), toQString(take.audio.extension()).mid(1).toUpper()};
    if (!unknown)
        parts << QLocale().formattedDataSize(static_cast<qint64>(bytes), 1, QLocale::DataSizeTraditionalFormat);
    if (const auto date = takeDate(take); !date.isEmpty())
        parts << date;
    return parts.join(QStringLiteral(" · "));
}

} // namespace

LoadedTake loadTake(const StoredTake& take, std::shared_ptr<PlaybackTrack> growing) {
    const auto audio = readAudio(take.audio);
    LoadedTake loaded{.track = std::move(growing),
                      .overview = Overview(audio.channels),
                      .recipe = readRecipe(take),
                      .facts = factsText(take, audio)};
    const auto fits =
        loaded.track && loaded.track->channels() == audio.channels && loaded.track->sampleRate() == audio.sampleRate;
    if (!fits)
        loaded.track = std::make_shared<PlaybackTrack>(audio.frameCount(), audio.channels, audio.sampleRate);
    loaded.track->replace(audio.samples);
    loaded.overview.append(audio.samples);
    return loaded;
}

} // namespace ottava::ui

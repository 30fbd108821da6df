#include "core/audio/riff_read.h"

#include "core/audio/bytes.h"
#include "core/audio/id3.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace ottava {
namespace {

constexpr std::size_t kChunkHead = 8;
constexpr std::uint32_t kSeeDs64 = 0xFFFF'FFFF;

/// Reads the chunks one after the other; the markers need two of them and the sample rate.
class RiffNotes {
public:
    explicit RiffNotes(FileNotes& notes) : notes_(notes) {}

    void take(std::string_view id, std::string_view bytes);
    void finish();

private:
    void takeInfo(ByteReader in);
    void takeLabels(ByteReader in);
    void takeCues(ByteReader in);
    void takeLoudness(std::string_view extension);
    void note(std::string_view id, bool whole) {
        if (!whole)
            notes_.problems.push_back(fmt::format("The '{}' chunk is damaged.", id));
    }

    FileNotes& notes_;
    std::uint32_t sampleRate_ = 0;
    std::map<std::uint32_t, std::uint32_t> samples_; ///< by cue point
    std::map<std::uint32_t, std::string> labels_;
};

void RiffNotes::take(std::string_view id, std::string_view bytes) {
    ByteReader in{bytes};
    if (id == "fmt ") {
        in.take(4);
        sampleRate_ = in.little(4);
    } else if (id == "id3 " || id == "ID3 ") {
        note(id, readId3(bytes, notes_.metadata));
    } else if (id == "cue ") {
        takeCues(in);
    } else if (id == "bext") {
        takeLoudness(bytes);
    } else if (id == "LIST") {
        const auto kind = in.take(4);
        if (kind == "INFO")
            takeInfo(in);
        else if (kind == "adtl")
            takeLabels(in);
    }
}

/// INFO yields to the tag, which says the same and more.
void RiffNotes::takeInfo(ByteReader in) {
    auto& metadata = notes_.metadata;
    const std::pair<std::string_view, std::string*> texts[] = {
        {"INAM", &metadata.title}, {"IART", &metadata.artist},   {"ICRD", &metadata.date},
        {"IGNR", &metadata.genre}, {"ISFT", &metadata.software}, {"ICMT", &metadata.comment}};
    while (in.rest().size() >= kChunkHead) {
        const auto id = in.take(4);
        const auto size = in.little(4);
        ByteReader text{in.take(size)};
        for (const auto& [known, field] : texts)
            if (id == known && field->empty())
                *field = text.takeText();
        if (size % 2 != 0 && !in.rest().empty())
            in.take(1);
    }
    note("LIST INFO", !in.failed());
}

void RiffNotes::takeLabels(ByteReader in) {
    while (in.rest().size() >= kChunkHead) {
        const auto id = in.take(4);
        const auto size = in.little(4);
        ByteReader text{in.take(size)};
        const auto point = text.little(4);
        if (id == "labl" && !text.failed())
            labels_[point] = text.takeText();
        if (size % 2 != 0 && !in.rest().empty())
            in.take(1);
    }
    note("LIST adtl", !in.failed());
}

void RiffNotes::takeCues(ByteReader in) {
    for (auto left = in.little(4); left > 0 && !in.failed(); --left) {
        const auto point = in.little(4);
        in.take(16);
        const auto sample = in.little(4);
        if (!in.failed())
            samples_[point] = sample;
    }
    note("cue ", !in.failed());
}

void RiffNotes::takeLoudness(std::string_view extension) {
    constexpr std::size_t kBeforeVersion = 346, kUmid = 64;
    constexpr std::int16_t kUnknown = 0x7FFF;
    ByteReader in{extension};
    in.take(kBeforeVersion);
    const auto version = in.little(2);
    in.take(kUmid);
    Loudness loudness;
    bool known = version >= 2;
    for (auto* field : {&loudness.integratedLufs, &loudness.rangeLu, &loudness.truePeakDb, &loudness.maxMomentaryLufs,
                        &loudness.maxShortTermLufs}) {
        const auto value = static_cast<std::int16_t>(in.little(2));
        known = known && value != kUnknown;
        *field = value / 100.0;
    }
    note("bext", !in.failed());
    if (known && !in.failed() && loudness.integratedLufs < 0)
        notes_.metadata.loudness = loudness;
}

void RiffNotes::finish() {
    auto& markers = notes_.metadata.markers;
    if (samples_.empty() || sampleRate_ == 0)
        return;
    markers.clear();
    for (const auto& [point, sample] : samples_)
        markers.push_back({labels_[point], static_cast<double>(sample) / sampleRate_});
    std::ranges::stable_sort(markers, {}, &Marker::seconds);
}

bool isWanted(std::string_view id) {
    constexpr std::string_view kWanted[] = {"fmt ", "id3 ", "ID3 ", "cue ", "bext", "LIST"};
    return std::ranges::find(kWanted, id) != std::end(kWanted);
}

} // namespace

void readRiff(ByteFile& file, FileNotes& notes) {
    constexpr int kMostChunks = 4'096;
    constexpr std::int64_t kFormHead = 12;
    RiffNotes riff{notes};
    std::uint64_t dataSize = kSeeDs64;
    auto at = kFormHead;
    for (int chunk = 0; chunk < kMostChunks && at + static_cast<std::int64_t>(kChunkHead) <= file.size(); ++chunk) {
        const auto head = file.read(at, kChunkHead);
        const auto id = std::string_view{head}.substr(0, 4);
        std::uint64_t size = ByteReader{std::string_view{head}.substr(4)}.little(4);
        at += kChunkHead;
        if (id == "ds64") {
            const auto sizes = file.read(at, 16);
            ByteReader in{std::string_view{sizes}.substr(std::min<std::size_t>(8, sizes.size()))};
            dataSize = in.little(4);
            dataSize |= static_cast<std::uint64_t>(in.little(4)) << 32U;
        }
        if (id == "data" && size == kSeeDs64)
            size = dataSize;
        if (size > static_cast<std::uint64_t>(file.size() - at)) {
            if (id != "data" || size != kSeeDs64)
                notes.problems.push_back(fmt::format("The '{}' chunk goes on beyond the file's end.", id));
            break;
        }
        if (isWanted(id) && size > kLargestTag)
            notes.problems.push_back(fmt::format("The '{}' chunk is too large to be a tag.", id));
        else if (isWanted(id))
            riff.take(id, file.read(at, static_cast<std::size_t>(size)));
        at += static_cast<std::int64_t>(size + size % 2);
    }
    riff.finish();
}

} // namespace ottava

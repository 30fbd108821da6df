#include "core/audio/riff_metadata.h"

#include <fmt/format.h>

#include <cmath>

namespace ottava {
namespace {

/// Text as XML has it; control characters, which XML cannot hold, go.
std::string escaped(std::string_view text) {
    std::string xml;
    for (const char c : text) {
        if (c == '&')
            xml += "&amp;";
        else if (c == '<')
            xml += "&lt;";
        else if (c == '>')
            xml += "&gt;";
        else if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t')
            xml += c;
    }
    return xml;
}

std::string element(std::string_view name, std::string_view text) {
    return text.empty() ? std::string{} : fmt::format("<{0}>{1}</{0}>", name, escaped(text));
}

/// Where a section begins, in samples from the file's start.
std::string syncPoint(const Marker& marker, int sampleRate) {
    const auto sample = static_cast<std::uint64_t>(std::llround(marker.seconds * sampleRate));
    return fmt::format("<SYNC_POINT><SYNC_POINT_TYPE>RELATIVE</SYNC_POINT_TYPE>"
                       "<SYNC_POINT_FUNCTION>MARKER</SYNC_POINT_FUNCTION>{}"
                       "<SYNC_POINT_LOW>{}</SYNC_POINT_LOW><SYNC_POINT_HIGH>{}</SYNC_POINT_HIGH></SYNC_POINT>",
                       element("SYNC_POINT_COMMENT", marker.label), sample & 0xFFFF'FFFFU, sample >> 32U);
}

std::string userText(const FileMetadata& metadata) {
    std::string text;
    const auto add = [&text](const std::string& line) { text += (text.empty() ? "" : "\n") + line; };
    if (!metadata.software.empty())
        add("Software: " + metadata.software);
    if (!metadata.model.empty())
        add("Model: " + metadata.model);
    if (metadata.bpm)
        add(fmt::format("Tempo: {} bpm", *metadata.bpm));
    if (!metadata.key.empty())
        add("Key: " + metadata.key);
    return text;
}

} // namespace

std::string ixmlText(const FileMetadata& metadata, int sampleRate) {
    std::string points;
    for (const auto& marker : metadata.markers)
        points += syncPoint(marker, sampleRate);
    if (!points.empty())
        points = fmt::format("<SYNC_POINT_LIST><SYNC_POINT_COUNT>{}</SYNC_POINT_COUNT>{}</SYNC_POINT_LIST>",
                             metadata.markers.size(), points);
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<BWFXML><IXML_VERSION>1.61</IXML_VERSION>"
           + element("PROJECT", metadata.title) + element("NOTE", metadata.comment)
           + element("USER", userText(metadata)) + points + "</BWFXML>\n";
}

} // namespace ottava

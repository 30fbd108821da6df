#include "core/hardware/device_probe.h"

#include "core/base/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string_view>

namespace ottava {
namespace {

constexpr int kFirstBf16Capability = 8;

/// A device wish, read.
struct Wish {
    bool cuda = false;
    bool cpu = false;
    std::optional<std::size_t> card = std::nullopt; ///< cuda:N
};

template<class Number>
std::optional<Number> parsedNumber(std::string_view text) {
    Number value{};
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

Wish parseWish(std::string_view wish) {
    constexpr std::string_view kNumbered = "cuda:";
    if (wish == "auto")
        return {};
    if (wish == "cpu")
        return {.cpu = true};
    if (wish == "cuda")
        return {.cuda = true};
    if (wish.starts_with(kNumbered))
        if (const auto card = parsedNumber<std::size_t>(wish.substr(kNumbered.size())))
            return {.cuda = true, .card = card};
    throw Error{ErrorCode::BadRequest, sentence("'{}' is not a device.", wish),
                sentence("Choose auto, cpu, cuda or cuda:N, where N counts from 0.")};
}

std::optional<double> simulatedGb(const std::optional<std::string>& variable, Warnings& warnings) {
    if (!variable || variable->empty())
        return std::nullopt;
    const auto gb = parsedNumber<double>(*variable);
    if (gb && std::isfinite(*gb) && *gb >= 0)
        return std::abs(*gb); // "-0" is no number below 0, but must not read as one
    warnings.push_back(
        {WarningCode::EnvironmentIgnored,
         sentence("MAX_CUDA_VRAM is '{}', which is not a number of GB from 0 up; it is ignored.", *variable)});
    return std::nullopt;
}

Device processorDevice(const Processor& processor) {
    return {.kind = Device::Kind::Cpu,
            .name = processor.name,
            .nativeBf16 = processor.nativeBf16,
            .ramGb = processor.ramGb,
            .threads = processor.threads};
}

Device cardDevice(const MachineFacts& facts, std::size_t index) {
    auto device = processorDevice(facts.processor);
    const auto& card = facts.cards[index];
    device.kind = Device::Kind::Cuda;
    device.name = card.name;
    device.index = static_cast<int>(index);
    device.vramGb = card.totalGb;
    device.freeVramGb = card.freeGb;
    device.nativeBf16 = card.computeMajor >= kFirstBf16Capability;
    return device;
}

/// The card that the wish means. Unset: the processor.
std::optional<std::size_t> chosenCard(const MachineFacts& facts, const Wish& wish, Warnings& warnings) {
    if (wish.cpu)
        return std::nullopt;
    if (facts.cards.empty()) {
        if (wish.cuda)
            warnings.push_back(
                {WarningCode::FallbackCpu, sentence("No NVIDIA GPU can be used here; the processor is used "
                                                    "instead of it.")});
        return std::nullopt;
    }
    if (wish.card && *wish.card >= facts.cards.size()) {
        warnings.push_back({WarningCode::FallbackCpu, sentence("There is no cuda:{} here, only cuda:0 to cuda:{}; "
                                                               "the processor is used instead of it.",
                                                               *wish.card, facts.cards.size() - 1)});
        return std::nullopt;
    }
    return wish.card.value_or(0);
}

std::optional<std::string> environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::nullopt : std::optional<std::string>{value};
}

} // namespace

std::vector<VideoCard> visibleCards(std::vector<VideoCard> cards, const std::optional<std::string>& visibleDevices) {
    if (!visibleDevices)
        return cards;
    std::vector<VideoCard> visible;
    for (std::string_view rest = *visibleDevices; !rest.empty();) {
        const auto entry = rest.substr(0, rest.find(','));
        rest.remove_prefix(std::min(entry.size() + 1, rest.size()));
        const auto ordinal = parsedNumber<std::size_t>(entry);
        const auto card = ordinal ? cards.begin() + static_cast<std::ptrdiff_t>(std::min(*ordinal, cards.size()))
                                  : std::find_if(cards.begin(), cards.end(), [entry](const VideoCard& candidate) {
                                        return !entry.empty() && candidate.uuid.starts_with(entry);
                                    });
        if (card == cards.end())
            break;
        visible.push_back(*card);
    }
    return visible;
}

Device pickDevice(const MachineFacts& facts, const std::string& wish, Warnings& warnings) {
    const auto gb = simulatedGb(facts.maxCudaVram, warnings);
    auto real = facts;
    if (gb == 0.0)
        real.cards.clear();
    const auto card = chosenCard(real, parseWish(wish), warnings);
    auto device = card ? cardDevice(real, *card) : processorDevice(real.processor);
    if (gb) {
        device.simulated = true;
        device.vramGb = *gb;
        // A simulated card has at most what the real one has free; without a real one nothing else takes its memory.
        device.freeVramGb = card ? std::min(device.freeVramGb, *gb) : *gb;
    }
    return device;
}

Device probeDevice(const std::string& wish, Warnings& warnings) {
    const MachineFacts facts{.processor = probeProcessor(),
                             .cards = visibleCards(listVideoCards(), environment("CUDA_VISIBLE_DEVICES")),
                             .maxCudaVram = environment("MAX_CUDA_VRAM")};
    return pickDevice(facts, wish, warnings);
}

} // namespace ottava

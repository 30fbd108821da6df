#include "core/text/vocabulary.h"

#include <algorithm>
#include <bit>

namespace ottava {
namespace {
constexpr TokenId kFree = -1;
constexpr std::size_t kTypicalTokenBytes = 8;
} // namespace

std::size_t Vocabulary::hash(std::string_view bytes) {
    std::uint64_t state = 0xCBF29CE484222325U; // FNV-1a
    for (const char byte : bytes)
        state = (state ^ static_cast<unsigned char>(byte)) * 0x100000001B3U;
    return static_cast<std::size_t>(state ^ (state >> 32U));
}

void Vocabulary::reserve(std::size_t count) {
    slots_.reserve(count);
    arena_.reserve(count * kTypicalTokenBytes);
    table_.assign(std::bit_ceil(std::max<std::size_t>(count, 1) * 2), kFree);
}

bool Vocabulary::add(TokenId id, std::string_view bytes) {
    if (!bytesOf(id).empty())
        return false;
    const auto mask = table_.size() - 1;
    auto at = hash(bytes) & mask;
    while (table_[at] != kFree) {
        if (bytesOf(table_[at]) == bytes)
            return false;
        at = (at + 1) & mask;
    }
    table_[at] = id;
    setText(id, bytes);
    return true;
}

void Vocabulary::setText(TokenId id, std::string_view bytes) {
    const auto index = static_cast<std::size_t>(id);
    if (index >= slots_.size())
        slots_.resize(index + 1);
    slots_[index] = {static_cast<std::uint32_t>(arena_.size()), static_cast<std::uint32_t>(bytes.size())};
    arena_ += bytes;
}

TokenId Vocabulary::idOf(std::string_view bytes) const {
    const auto mask = table_.size() - 1;
    for (auto at = hash(bytes) & mask; table_[at] != kFree; at = (at + 1) & mask) {
        if (bytesOf(table_[at]) == bytes)
            return table_[at];
    }
    return kFree;
}

std::string_view Vocabulary::bytesOf(TokenId id) const {
    if (id < 0 || static_cast<std::size_t>(id) >= slots_.size())
        return {};
    const auto& slot = slots_[static_cast<std::size_t>(id)];
    return std::string_view(arena_).substr(slot.offset, slot.length);
}

} // namespace ottava

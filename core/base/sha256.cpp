#include "core/base/sha256.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

namespace ottava {
namespace {

constexpr std::array<std::uint32_t, 64> kRoundConstants = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

/// The block as 16 big-endian words, extended to one a round.
std::array<std::uint32_t, 64> schedule(const std::byte* block) {
    std::array<std::uint32_t, 64> words{};
    for (std::size_t i = 0; i < 64; ++i)
        words[i / 4] = (words[i / 4] << 8U) | std::to_integer<std::uint32_t>(block[i]);
    for (std::size_t i = 16; i < 64; ++i) {
        const auto before = words[i - 15], recent = words[i - 2];
        words[i] = words[i - 16] + words[i - 7] + (std::rotr(before, 7) ^ std::rotr(before, 18) ^ (before >> 3U))
                   + (std::rotr(recent, 17) ^ std::rotr(recent, 19) ^ (recent >> 10U));
    }
    return words;
}

} // namespace

void Sha256::compress(const std::byte* block) {
    const auto words = schedule(block);
    auto [a, b, c, d, e, f, g, h] = state_;
    for (std::size_t i = 0; i < 64; ++i) {
        const auto first = h + (std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25)) + ((e & f) ^ (~e & g))
                           + kRoundConstants[i] + words[i];
        const auto second = (std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
        h = g, g = f, f = e, e = d + first;
        d = c, c = b, b = a, a = first + second;
    }
    const std::array added = {a, b, c, d, e, f, g, h};
    for (std::size_t i = 0; i < state_.size(); ++i)
        state_[i] += added[i];
}

void Sha256::update(std::span<const std::byte> bytes) {
    byteCount_ += bytes.size();
    while (!bytes.empty()) {
        if (filled_ == 0 && bytes.size() >= block_.size()) {
            compress(bytes.data());
            bytes = bytes.subspan(block_.size());
            continue;
        }
        const auto taken = std::min(block_.size() - filled_, bytes.size());
        std::copy_n(bytes.data(), taken, block_.data() + filled_);
        bytes = bytes.subspan(taken);
        filled_ = (filled_ + taken) % block_.size();
        if (filled_ == 0)
            compress(block_.data());
    }
}

std::string Sha256::hexDigest() {
    const auto bitCount = byteCount_ * 8;
    const std::byte one{0x80}, zero{0};
    update({&one, 1});
    while (filled_ != block_.size() - 8)
        update({&zero, 1});
    std::array<std::byte, 8> length{};
    for (std::size_t i = 0; i < length.size(); ++i)
        length[i] = static_cast<std::byte>(bitCount >> (56 - 8 * i));
    update(length);
    std::string hex;
    for (const auto word : state_)
        hex += fmt::format("{:08x}", word);
    return hex;
}

} // namespace ottava

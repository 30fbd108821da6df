#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace ottava::test {

/// A tensor of a golden file as raw bytes; `as` copies it out in its own type.
struct GoldenTensor {
    std::string dtype; ///< "F32", "F64", "I64", "U8", …
    std::vector<std::int64_t> shape;
    std::vector<char> bytes;

    /// Throws std::runtime_error when `Value` is not the tensor's type.
    template<class Value>
    std::vector<Value> as() const {
        if (dtype != dtypeName<Value>())
            throw std::runtime_error{"the tensor is " + dtype + ", not " + dtypeName<Value>()};
        std::vector<Value> values(bytes.size() / sizeof(Value));
        std::memcpy(values.data(), bytes.data(), values.size() * sizeof(Value));
        return values;
    }

private:
    template<class Value>
    static std::string dtypeName() {
        const std::string kind = std::is_floating_point_v<Value> ? "F" : std::is_signed_v<Value> ? "I" : "U";
        return kind + std::to_string(8 * sizeof(Value));
    }
};

/// Reads a safetensors file without libtorch, for tests of torch-free rooms. Throws std::runtime_error when it is not
/// one.
inline std::map<std::string, GoldenTensor> readGolden(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    std::uint64_t headerBytes = 0;
    in.read(reinterpret_cast<char*>(&headerBytes), sizeof headerBytes); // little-endian, as every machine we build for
    if (!in || headerBytes > std::filesystem::file_size(file))
        throw std::runtime_error{"no golden file: " + file.string()};
    std::string header(headerBytes, '\0');
    in.read(header.data(), static_cast<std::streamsize>(headerBytes));
    const auto dataStart = static_cast<std::streamoff>(sizeof headerBytes + headerBytes);
    std::map<std::string, GoldenTensor> tensors;
    const auto entries = nlohmann::json::parse(header);
    for (const auto& [name, entry] : entries.items()) {
        if (name == "__metadata__")
            continue;
        const auto offsets = entry.at("data_offsets").get<std::vector<std::int64_t>>();
        GoldenTensor tensor{entry.at("dtype").get<std::string>(), entry.at("shape").get<std::vector<std::int64_t>>(),
                            std::vector<char>(static_cast<std::size_t>(offsets.at(1) - offsets.at(0)))};
        in.seekg(dataStart + offsets[0]);
        in.read(tensor.bytes.data(), static_cast<std::streamsize>(tensor.bytes.size()));
        if (!in)
            throw std::runtime_error{"cut short: " + file.string()};
        tensors.emplace(name, std::move(tensor));
    }
    return tensors;
}

/// The same values frame by frame: a [channels, frames] tensor interleaved.
template<class Value>
std::vector<Value> interleaved(const std::vector<Value>& planar, std::size_t channels) {
    const auto frames = planar.size() / channels;
    std::vector<Value> result(planar.size());
    for (std::size_t channel = 0; channel < channels; ++channel)
        for (std::size_t frame = 0; frame < frames; ++frame)
            result[frame * channels + channel] = planar[channel * frames + frame];
    return result;
}

} // namespace ottava::test

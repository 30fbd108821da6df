#pragma once

#include <ATen/core/Tensor.h>

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ottava {

/// One safetensors file, mapped into memory: tensors are views of the mapping and keep it alive, nothing is read before
/// it is used. Immutable; any thread.
/// Source: the safetensors format (8-byte little-endian header length, JSON header, data).
class Safetensors {
public:
    /// Throws Error (ModelMissing) when there is no such file, Error (ModelCorrupt) when header or data are not sound:
    /// truncated, header larger than the file, offsets that overlap the end, sizes that disagree with shapes.
    static Safetensors open(const std::filesystem::path& file);

    /// As stored, on the CPU. Throws Error (ModelCorrupt) when there is no such tensor.
    at::Tensor operator[](const std::string& name) const;
    bool contains(const std::string& name) const { return entries_.contains(name); }
    std::vector<std::string> names() const;
    const std::map<std::string, std::string>& metadata() const { return metadata_; }
    const std::filesystem::path& path() const { return path_; }

    /// Takes the pages that were read so far out of this process's memory. Tensors stay good: whoever looks at one
    /// again gets its pages from the system's cache, or else from the file.
    void letPagesGo() const;

private:
    struct Entry {
        at::ScalarType dtype;
        std::vector<std::int64_t> shape;
        std::size_t begin, end; ///< bytes from the start of the data
    };
    class Mapping;

    void readHeader(std::string_view header, std::size_t dataBytes);
    Entry readEntry(const std::string& name, const nlohmann::json& fields, std::size_t dataBytes) const;
    [[noreturn]] void corrupt(const std::string& what) const;

    std::filesystem::path path_;
    std::shared_ptr<const Mapping> mapping_;
    std::size_t dataOffset_ = 0;
    std::map<std::string, Entry> entries_;
    std::map<std::string, std::string> metadata_;
};

using TensorMap = std::map<std::string, at::Tensor>;

/// Writes `tensors` (any device; made contiguous) whole or not at all. Throws Error (FileFault) when the disk refuses.
void saveSafetensors(const std::filesystem::path& file, const TensorMap& tensors,
                     const std::map<std::string, std::string>& metadata = {});

} // namespace ottava

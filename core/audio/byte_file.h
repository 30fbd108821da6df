#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

namespace ottava {

/// A file read here and there. What lies beyond its end is not there.
class ByteFile {
public:
    /// Throws Error (FileFault) when it cannot be opened.
    explicit ByteFile(const std::filesystem::path& file);

    std::int64_t size() const { return size_; }
    /// Fewer bytes than asked for where the file ends.
    std::string read(std::int64_t position, std::size_t count);

private:
    std::ifstream in_;
    std::int64_t size_ = 0;
};

} // namespace ottava

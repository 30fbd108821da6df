#include "core/audio/byte_file.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <fmt/format.h>

#include <algorithm>

namespace ottava {

ByteFile::ByteFile(const std::filesystem::path& file) : in_(file, std::ios::binary | std::ios::ate) {
    requireFile(file);
    const auto end = in_.tellg();
    if (!in_ || end < 0)
        throw Error{ErrorCode::FileFault, sentence("{} cannot be read.", file.string()),
                    sentence("Check that you may read it.")};
    size_ = end;
}

std::string ByteFile::read(std::int64_t position, std::size_t count) {
    if (position < 0 || position >= size_)
        return {};
    std::string bytes(std::min(count, static_cast<std::size_t>(size_ - position)), '\0');
    in_.clear();
    in_.seekg(position);
    in_.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, in_.gcount())));
    return bytes;
}

} // namespace ottava

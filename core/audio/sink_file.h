#pragma once

#include <sndfile.h>

#include <filesystem>
#include <string>
#include <string_view>

namespace ottava {

/// A file that libsndfile writes into through callbacks. It remembers the first refusal of the file system and then
/// takes everything without writing it: not every encoder reports a full disk, least of all when it is closed, and some
/// leak what they hold when they notice.
class SinkFile {
public:
    /// Opens an existing file for writing from its beginning; a failure shows in `fault`. `head` is written at once;
    /// what comes through the callbacks counts its positions from there.
    explicit SinkFile(const std::filesystem::path& file, std::string_view head = {});
    ~SinkFile();
    SinkFile(const SinkFile&) = delete;
    SinkFile& operator=(const SinkFile&) = delete;

    /// Callbacks whose user data is a SinkFile.
    static SF_VIRTUAL_IO virtualIo();
    /// errno of the first failure, 0 while there was none.
    int fault() const { return fault_; }

    /// Goes on where the last piece ended.
    void append(std::string_view bytes) { write(bytes.data(), static_cast<sf_count_t>(bytes.size())); }
    /// Positions count from the file's beginning. Less than `count` where the file ends or cannot be read.
    std::string readAt(sf_count_t position, std::size_t count);
    void writeAt(sf_count_t position, std::string_view bytes);
    void cutAt(sf_count_t size);

private:
    sf_count_t size();
    sf_count_t seek(sf_count_t offset, int whence);
    sf_count_t read(void* bytes, sf_count_t count);
    sf_count_t write(const void* bytes, sf_count_t count);

    int descriptor_;
    int fault_ = 0;
    sf_count_t headSize_ = 0;
};

} // namespace ottava

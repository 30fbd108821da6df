#pragma once

#include <sndfile.h>

#include <filesystem>

namespace ottava {

/// A file that libsndfile writes into through callbacks. It remembers the first refusal of the file system and then
/// takes everything without writing it: not every encoder reports a full disk, least of all when it is closed, and some
/// leak what they hold when they notice.
class SinkFile {
public:
    /// Opens an existing file for writing from its beginning; a failure shows in `fault`.
    explicit SinkFile(const std::filesystem::path& file);
    ~SinkFile();
    SinkFile(const SinkFile&) = delete;
    SinkFile& operator=(const SinkFile&) = delete;

    /// Callbacks whose user data is a SinkFile.
    static SF_VIRTUAL_IO virtualIo();
    /// errno of the first failure, 0 while there was none.
    int fault() const { return fault_; }

private:
    sf_count_t size();
    sf_count_t seek(sf_count_t offset, int whence);
    sf_count_t read(void* bytes, sf_count_t count);
    sf_count_t write(const void* bytes, sf_count_t count);

    int descriptor_;
    int fault_ = 0;
};

} // namespace ottava

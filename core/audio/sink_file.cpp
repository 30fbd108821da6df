#include "core/audio/sink_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace ottava {

SinkFile::SinkFile(const std::filesystem::path& file) : descriptor_(::open(file.c_str(), O_RDWR | O_CLOEXEC)) {
    if (descriptor_ < 0)
        fault_ = errno;
}

SinkFile::~SinkFile() {
    if (descriptor_ >= 0)
        ::close(descriptor_);
}

sf_count_t SinkFile::size() {
    struct stat status {};
    return ::fstat(descriptor_, &status) == 0 ? status.st_size : -1;
}

sf_count_t SinkFile::seek(sf_count_t offset, int whence) {
    return ::lseek(descriptor_, offset, whence);
}

sf_count_t SinkFile::read(void* bytes, sf_count_t count) {
    return ::read(descriptor_, bytes, static_cast<std::size_t>(count));
}

sf_count_t SinkFile::write(const void* bytes, sf_count_t count) {
    for (sf_count_t done = 0; done < count && fault_ == 0;) {
        const auto written =
            ::write(descriptor_, static_cast<const char*>(bytes) + done, static_cast<std::size_t>(count - done));
        if (written > 0)
            done += written;
        else if (written == 0 || errno != EINTR)
            fault_ = written == 0 ? ENOSPC : errno;
    }
    return count;
}

SF_VIRTUAL_IO SinkFile::virtualIo() {
    return {
        .get_filelen = [](void* data) { return static_cast<SinkFile*>(data)->size(); },
        .seek = [](sf_count_t offset, int whence,
                   void* data) { return static_cast<SinkFile*>(data)->seek(offset, whence); },
        .read = [](void* bytes, sf_count_t count,
                   void* data) { return static_cast<SinkFile*>(data)->read(bytes, count); },
        .write = [](const void* bytes, sf_count_t count,
                    void* data) { return static_cast<SinkFile*>(data)->write(bytes, count); },
        .tell = [](void* data) { return static_cast<SinkFile*>(data)->seek(0, SEEK_CUR); },
    };
}

} // namespace ottava

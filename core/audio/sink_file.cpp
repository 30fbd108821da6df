#include "core/audio/sink_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace ottava {

SinkFile::SinkFile(const std::filesystem::path& file, std::string_view head)
    : descriptor_(::open(file.c_str(), O_RDWR | O_CLOEXEC)) {
    if (descriptor_ < 0)
        fault_ = errno;
    append(head);
    headSize_ = static_cast<sf_count_t>(head.size());
}

SinkFile::~SinkFile() {
    if (descriptor_ >= 0)
        ::close(descriptor_);
}

sf_count_t SinkFile::size() {
    struct stat status {};
    return ::fstat(descriptor_, &status) == 0 ? status.st_size - headSize_ : -1;
}

sf_count_t SinkFile::seek(sf_count_t offset, int whence) {
    const auto position = ::lseek(descriptor_, whence == SEEK_SET ? offset + headSize_ : offset, whence);
    return position < 0 ? position : position - headSize_;
}

std::string SinkFile::readAt(sf_count_t position, std::size_t count) {
    std::string bytes(count, '\0');
    std::size_t done = 0;
    while (done < count) {
        const auto got =
            ::pread(descriptor_, bytes.data() + done, count - done, position + static_cast<sf_count_t>(done));
        if (got == 0 || (got < 0 && errno != EINTR))
            break;
        done += got > 0 ? static_cast<std::size_t>(got) : 0;
    }
    bytes.resize(done);
    return bytes;
}

void SinkFile::writeAt(sf_count_t position, std::string_view bytes) {
    ::lseek(descriptor_, position, SEEK_SET);
    append(bytes);
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

void SinkFile::cutAt(sf_count_t size) {
    if (fault_ == 0 && ::ftruncate(descriptor_, size) != 0)
        fault_ = errno;
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

#include "core/base/atomic_file.h"

#include "core/base/error.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

namespace ottava {
namespace {

/// What the user can do about a refusal of the file system.
std::string remedyFor(int code) {
    switch (code) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return "The disk is full: free some space or choose another folder, then try again.";
    case EACCES:
    case EPERM:
    case EROFS:
        return "Choose a folder you may write to.";
    default:
        return "Check the disk and the folder, then try again.";
    }
}

[[noreturn]] void refuse(const std::filesystem::path& file, int code) {
    throw Error{ErrorCode::FileFault, fmt::format("{} cannot be written: {}.", file.string(), std::strerror(code)),
                remedyFor(code)};
}

/// Hidden, beside the target, unique in this process and among processes.
std::filesystem::path temporaryFor(const std::filesystem::path& target) {
    static std::atomic<unsigned> counter{0};
    return target.parent_path()
           / fmt::format(".{}-{}-{}{}", target.stem().string(), ::getpid(), ++counter, target.extension().string());
}

void syncPath(const std::filesystem::path& path, int flags, const std::filesystem::path& target) {
    const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
    if (descriptor < 0)
        refuse(target, errno);
    const int failed = ::fsync(descriptor) == 0 ? 0 : errno;
    ::close(descriptor);
    // Some file systems cannot flush a folder; the rename is then as safe as they make it.
    if (failed != 0 && failed != EINVAL && failed != ENOTSUP)
        refuse(target, failed);
}

} // namespace

AtomicFile::AtomicFile(std::filesystem::path target) : target_(std::move(target)), temporary_(temporaryFor(target_)) {
    std::error_code failed;
    const auto folder = target_.parent_path().empty() ? std::filesystem::path{"."} : target_.parent_path();
    std::filesystem::create_directories(folder, failed);
    if (failed)
        refuse(target_, failed.value());
    const int descriptor = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor < 0)
        refuse(target_, errno);
    ::close(descriptor);
}

AtomicFile::~AtomicFile() {
    if (!committed_)
        ::unlink(temporary_.c_str());
}

void AtomicFile::commit() {
    syncPath(temporary_, O_RDONLY, target_);
    if (::rename(temporary_.c_str(), target_.c_str()) != 0)
        refuse(target_, errno);
    committed_ = true;
    const auto folder = target_.parent_path().empty() ? std::filesystem::path{"."} : target_.parent_path();
    syncPath(folder, O_RDONLY | O_DIRECTORY, target_);
}

void writeTextFile(const std::filesystem::path& file, std::string_view text) {
    AtomicFile target{file};
    errno = 0;
    std::ofstream out{target.temporary(), std::ios::binary};
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    out.close();
    if (!out)
        refuse(file, errno != 0 ? errno : EIO);
    target.commit();
}

std::string readTextFile(const std::filesystem::path& file) {
    errno = 0;
    std::ifstream in{file, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    if (!in.is_open() || in.bad() || std::filesystem::is_directory(file))
        throw Error{ErrorCode::FileFault,
                    fmt::format("{} cannot be read: {}.", file.string(), std::strerror(errno != 0 ? errno : EIO)),
                    "Check that the file exists and that you may read it."};
    return text;
}

} // namespace ottava

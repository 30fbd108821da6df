#include "core/base/atomic_file.h"

#include "core/base/error.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>

namespace ottava {
namespace {

/// What the user can do about a refusal of the file system.
Sentence remedyFor(int code) {
    switch (code) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return sentence("The disk is full: free some space or choose another folder, then try again.");
    case EACCES:
    case EPERM:
    case EROFS:
        return sentence("Choose a folder you may write to.");
    case ENAMETOOLONG:
        return sentence("Choose a shorter name.");
    case ENOTDIR:
    case ENOENT:
        return sentence("Choose another folder.");
    default:
        return sentence("Check the disk and the folder, then try again.");
    }
}

/// Hidden, beside the target, unique in this process and (mostly) among processes. It does not repeat the target's
/// name, which may already be as long as names can be.
std::filesystem::path temporaryFor(const std::filesystem::path& target) {
    static std::atomic<unsigned> counter{0};
    return target.parent_path() / fmt::format(".ottava-{}-{}{}", ::getpid(), ++counter, target.extension().string());
}

/// Process numbers repeat across containers and after a crash: a name that is taken is left to whoever has it.
std::filesystem::path createTemporary(const std::filesystem::path& target) {
    for (;;) {
        auto temporary = temporaryFor(target);
        const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor >= 0) {
            ::close(descriptor);
            return temporary;
        }
        if (errno != EEXIST)
            throwWriteFault(target, errno);
    }
}

void syncPath(const std::filesystem::path& path, int flags, const std::filesystem::path& target) {
    const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
    if (descriptor < 0)
        throwWriteFault(target, errno);
    const int failed = ::fsync(descriptor) == 0 ? 0 : errno;
    ::close(descriptor);
    // Some file systems cannot flush a folder; the rename is then as safe as they make it.
    if (failed != 0 && failed != EINVAL && failed != ENOTSUP)
        throwWriteFault(target, failed);
}

} // namespace

void throwWriteFault(const std::filesystem::path& file, int errorNumber) {
    throw Error{ErrorCode::FileFault, sentence("{} cannot be written: {}.", file.string(), std::strerror(errorNumber)),
                remedyFor(errorNumber)};
}

AtomicFile::AtomicFile(std::filesystem::path target) : target_(std::move(target)) {
    std::error_code failed;
    const auto folder = target_.parent_path().empty() ? std::filesystem::path{"."} : target_.parent_path();
    std::filesystem::create_directories(folder, failed);
    if (failed)
        throwWriteFault(target_, failed.value());
    temporary_ = createTemporary(target_);
}

AtomicFile::~AtomicFile() {
    if (!committed_)
        ::unlink(temporary_.c_str());
}

void AtomicFile::commit() {
    syncPath(temporary_, O_RDONLY, target_);
    if (::rename(temporary_.c_str(), target_.c_str()) != 0)
        throwWriteFault(target_, errno);
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
        throwWriteFault(file, errno != 0 ? errno : EIO);
    target.commit();
}

void requireFile(const std::filesystem::path& file) {
    std::error_code failed;
    if (!std::filesystem::exists(file, failed))
        throw Error{ErrorCode::FileFault, sentence("{} is not there.", file.string()),
                    sentence("Check the name of the file.")};
}

std::string readTextFile(const std::filesystem::path& file) {
    const auto refuse = [&file](int errorNumber) {
        throw Error{ErrorCode::FileFault, sentence("{} cannot be read: {}.", file.string(), std::strerror(errorNumber)),
                    sentence("Check that the file exists and that you may read it.")};
    };
    std::error_code failed;
    if (std::filesystem::is_directory(file, failed)) // a stream would open it and fail in ways of its own
        refuse(EISDIR);
    errno = 0;
    std::ifstream in{file, std::ios::binary};
    if (!in.is_open())
        refuse(errno != 0 ? errno : EIO);
    std::ostringstream text;
    text << in.rdbuf();
    if (in.bad())
        refuse(errno != 0 ? errno : EIO);
    return std::move(text).str();
}

} // namespace ottava

#include "core/library/take_library.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/library/safe_name.h"
#include "core/library/sidecar.h"

#include <fmt/chrono.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <tuple>

namespace ottava {
namespace {

constexpr const char* kTrashName = ".trash";

void makeFolder(const std::filesystem::path& folder) {
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed)
        throwWriteFault(folder, failed.value());
}

/// Moves a take's folder below `parent`, under its own name or, where that is taken, with a number added.
std::filesystem::path moveInto(const std::filesystem::path& parent, const std::filesystem::path& folder) {
    makeFolder(parent);
    const auto name = folder.filename().string();
    for (int number = 1;; ++number) {
        const auto target = parent / (number == 1 ? name : fmt::format("{}-{}", name, number));
        std::error_code failed;
        if (std::filesystem::exists(target))
            continue;
        std::filesystem::rename(folder, target, failed);
        if (!failed)
            return target;
        if (failed.value() != ENOTEMPTY && failed.value() != EEXIST) // another program was quicker: next number
            throwWriteFault(folder, failed.value());
    }
}

std::vector<StoredTake> takesIn(const std::filesystem::path& parent) {
    std::vector<StoredTake> takes;
    std::error_code failed;
    if (!std::filesystem::exists(parent, failed))
        return takes;
    std::filesystem::directory_iterator entries{parent, failed};
    if (failed)
        throw Error{ErrorCode::FileFault, sentence("{} cannot be read: {}.", parent.string(), failed.message()),
                    sentence("Choose another library folder, or check that you may read it.")};
    for (const auto& entry : entries)
        if (std::filesystem::exists(entry.path() / kSidecarName, failed))
            takes.push_back(TakeLibrary::read(entry.path()));
    // Takes of the same second and title differ in the number at the end: -10 comes after -9.
    std::ranges::sort(takes, [](const StoredTake& a, const StoredTake& b) {
        const auto sizeA = a.folder.native().size(), sizeB = b.folder.native().size();
        return std::tie(a.created, sizeA, a.folder) > std::tie(b.created, sizeB, b.folder);
    });
    return takes;
}

} // namespace

TakeLibrary::TakeLibrary(std::filesystem::path root) : root_(std::move(root)) {}

std::filesystem::path TakeLibrary::trash() const {
    return root_ / kTrashName;
}

std::filesystem::path TakeLibrary::createTakeFolder(std::string_view title) const {
    makeFolder(root_);
    const auto stem = fmt::format("{:%Y%m%d-%H%M%S}-{}", fmt::localtime(std::time(nullptr)), slug(title));
    for (int number = 1;; ++number) {
        auto folder = root_ / fmt::format("{}-{}", stem, number);
        // mkdir says who was first, also among programs.
        if (::mkdir(folder.c_str(), 0777) == 0)
            return folder;
        if (errno != EEXIST)
            throwWriteFault(folder, errno);
    }
}

std::vector<StoredTake> TakeLibrary::list() const {
    return takesIn(root_);
}

std::vector<StoredTake> TakeLibrary::listTrash() const {
    return takesIn(trash());
}

StoredTake TakeLibrary::read(const std::filesystem::path& folder) {
    return readSidecar(folder);
}

std::optional<StoredTake> TakeLibrary::takeOf(const std::filesystem::path& audio) {
    const auto folder = audio.parent_path();
    std::error_code failed;
    if (!std::filesystem::is_regular_file(folder / kSidecarName, failed))
        return std::nullopt;
    auto take = read(folder);
    return take.audio == audio ? std::optional{std::move(take)} : std::nullopt;
}

std::filesystem::path TakeLibrary::remove(const std::filesystem::path& folder) const {
    return moveInto(trash(), folder);
}

std::filesystem::path TakeLibrary::restore(const std::filesystem::path& trashed) const {
    return moveInto(root_, trashed);
}

void TakeLibrary::emptyTrash() const {
    std::error_code failed;
    std::filesystem::remove_all(trash(), failed);
    if (failed)
        throw Error{ErrorCode::FileFault, sentence("{} cannot be emptied: {}.", trash().string(), failed.message()),
                    sentence("Check that you may delete files there.")};
}

void TakeLibrary::setStars(const std::filesystem::path& folder, int stars) {
    if (stars < 0 || stars > 5)
        throw Error{ErrorCode::BadRequest, sentence("A take cannot have {} stars.", stars), sentence("Choose 0 to 5.")};
    editSidecar(folder, "stars", std::to_string(stars));
}

void TakeLibrary::rename(const std::filesystem::path& folder, std::string_view title) {
    editSidecar(folder, "title", quotedJson(title));
}

} // namespace ottava

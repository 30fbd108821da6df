#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace ottava {

/// A file that appears whole or not at all: it is written under a temporary name in the same folder; `commit` flushes
/// it to disk and renames it. Without `commit` the destructor removes it.
class AtomicFile {
public:
    /// Creates the folder when missing. Throws Error (FileFault) when it cannot be created or written.
    explicit AtomicFile(std::filesystem::path target);
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    /// Where to write; the ending is the target's, since writers choose a format by it.
    const std::filesystem::path& temporary() const { return temporary_; }
    /// Throws Error (FileFault) when the disk is full or the rename fails.
    void commit();

private:
    std::filesystem::path target_, temporary_;
    bool committed_ = false;
};

/// Throws Error (FileFault) that names `file`, what the system said (`errorNumber`, an errno) and what to do about it.
[[noreturn]] void throwWriteFault(const std::filesystem::path& file, int errorNumber);

/// Writes `text` through an AtomicFile.
void writeTextFile(const std::filesystem::path& file, std::string_view text);

/// Throws Error (FileFault) unless `file` is there: for inputs that the user names, which are no models.
void requireFile(const std::filesystem::path& file);

/// Whole content of a text file. Throws Error (FileFault) when it cannot be read.
std::string readTextFile(const std::filesystem::path& file);

} // namespace ottava

#pragma once

#include "core/base/warning.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ottava {

/// What a take's sidecar (take.json) says when it is new.
struct TakeRecord {
    std::string title;
    std::string requestJson; ///< the request as used, one JSON object
    std::int64_t seed = 0;
    int batchIndex = 0;
    double durationSeconds = 0;
    std::string audio = "audio.wav"; ///< file name inside the take's folder
    std::string latents = "latents.safetensors";
    std::vector<std::pair<std::string, std::string>> models;   ///< role and name: {"dit", "acestep-v15-turbo"}
    std::vector<std::pair<std::string, std::string>> versions; ///< program or library and its release
    Warnings warnings;
    std::vector<std::pair<std::string, double>> scores;  ///< by name, 0 to 1; none: not scored
    std::vector<std::pair<std::string, double>> timings; ///< {"dit_s", 1.5}
};

/// Writes take.json, which makes a folder a take; so it comes last. Throws Error (FileFault), and Error (BadRequest)
/// when `requestJson` is not a JSON object.
void writeSidecar(const std::filesystem::path& folder, const TakeRecord& record);

/// Adds what was found out about a take after it was written, in one go; `scores` and `warnings` replace what was
/// there. Throws Error (FileFault).
void recordFindings(const std::filesystem::path& folder, const Warnings& warnings,
                    const std::vector<std::pair<std::string, double>>& scores);

/// The timed lyrics beside a take's sidecar, where it has them.
inline constexpr const char* kLrcName = "lyrics.lrc";

/// A take found on disk. What could not be read keeps its default, and `problem` says why.
struct StoredTake {
    std::filesystem::path folder, audio, latents;
    std::string title;
    std::string created; ///< local time, "2025-01-31T14:05:09"
    std::string requestJson = "{}";
    std::int64_t seed = 0;
    int batchIndex = 0;
    int stars = 0; ///< 0 to 5
    double durationSeconds = 0;
    std::string model;   ///< folder name of the diffusion model; empty: not known
    std::string problem; ///< empty: whole; else one sentence for the user
};

/// The takes below one folder, each in a folder of its own. Holds no state but the folder's path, so several instances
/// and programs may work on the same library; changes appear whole or not at all. Any thread.
class TakeLibrary {
public:
    explicit TakeLibrary(std::filesystem::path root);

    const std::filesystem::path& root() const { return root_; }

    /// A new, empty folder that nobody else gets: `YYYYMMDD-HHMMSS-<title>-<n>`. Throws Error (FileFault).
    std::filesystem::path createTakeFolder(std::string_view title) const;

    /// Newest first. Folders without take.json (still being written, or left by a crash) are not takes. A damaged take
    /// is listed with its `problem`. Throws Error (FileFault) only when the root itself cannot be read; a missing root
    /// is an empty library.
    std::vector<StoredTake> list() const;
    /// What `remove` took out, newest first.
    std::vector<StoredTake> listTrash() const;
    /// Never throws for what is in the folder: see `problem`.
    static StoredTake read(const std::filesystem::path& folder);
    /// The take whose sound the file is; unset: it is no take's. Never throws.
    static std::optional<StoredTake> takeOf(const std::filesystem::path& audio);

    /// Moves a take into the trash; returns where it is now. Throws Error (FileFault).
    std::filesystem::path remove(const std::filesystem::path& folder) const;
    /// Moves a take from the trash back; returns where it is now. Throws Error (FileFault).
    std::filesystem::path restore(const std::filesystem::path& trashed) const;
    /// Deletes for good what is in the trash. Throws Error (FileFault).
    void emptyTrash() const;

    /// Both leave every other field of the sidecar as it is, known or not. Throw Error (FileFault) when the sidecar is
    /// damaged or cannot be written, and Error (BadRequest) for stars outside 0 to 5.
    static void setStars(const std::filesystem::path& folder, int stars);
    static void rename(const std::filesystem::path& folder, std::string_view title);

private:
    std::filesystem::path trash() const;

    std::filesystem::path root_;
};

} // namespace ottava

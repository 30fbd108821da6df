#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace ottava {

/// What a unit of work costs on this machine, learned from every job: seconds per latent frame, item and step
/// (diffusion) or per latent frame and item (decoding).
struct WorkRates {
    std::optional<double> diffusion, decoding;
    std::optional<double> planning; ///< seconds a token of all sequences together
    bool operator==(const WorkRates&) const = default;
};

/// What was learned for `subject` (models, device and precision in words) in earlier runs; nothing where there is no
/// such file or it cannot be understood: it is learned again.
WorkRates readWorkRates(const std::filesystem::path& file, const std::string& subject);

/// Adds what was learned to the file, which keeps what others learned. Throws Error (FileFault).
void writeWorkRates(const std::filesystem::path& file, const std::string& subject, const WorkRates& rates);

} // namespace ottava

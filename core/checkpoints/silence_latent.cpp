#include "core/checkpoints/silence_latent.h"

#include "core/base/error.h"
#include "core/base/units.h"

#include <ATen/ops/cat.h>
#include <torch/csrc/jit/serialization/pickle.h>

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <vector>

namespace ottava {
namespace {

constexpr std::uintmax_t kLargestFile = 64u << 20; // the real one is 3.8 MB

std::vector<char> wholeFile(const std::filesystem::path& file) {
    std::error_code failed;
    const auto size = std::filesystem::file_size(file, failed);
    if (failed)
        throw Error{ErrorCode::ModelMissing, fmt::format("{} is missing.", file.string()),
                    "Install this model again: the file belongs to it."};
    if (size > kLargestFile)
        throw Error{ErrorCode::ModelCorrupt, fmt::format("{} is far too large for what it should hold.", file.string()),
                    "Download this file again."};
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

[[noreturn]] void corrupt(const std::filesystem::path& file, const std::string& why) {
    throw Error{ErrorCode::ModelCorrupt, fmt::format("{}: {}.", file.string(), why), "Download this file again."};
}

} // namespace

at::Tensor readSilenceLatent(const std::filesystem::path& folder) {
    const auto file = folder / "silence_latent.pt";
    const auto bytes = wholeFile(file);
    c10::IValue value;
    try {
        // This reader knows tensors and plain containers only; a class or function to call makes it throw.
        value = torch::jit::pickle_load(bytes);
    } catch (const c10::Error& e) {
        corrupt(file, "not a saved tensor");
    }
    if (!value.isTensor())
        corrupt(file, "holds something other than one tensor");
    const auto stored = value.toTensor();
    if (stored.dim() != 3 || stored.size(0) != 1 || stored.size(1) != kLatentChannels || stored.size(2) < 1)
        corrupt(file, "the tensor is not of shape [1, 64, frames]");
    return stored.to(at::kFloat).transpose(1, 2).contiguous();
}

at::Tensor silenceFrames(const at::Tensor& silence, std::int64_t frames) {
    const auto available = silence.size(1);
    if (frames <= available)
        return silence.slice(1, 0, frames);
    return silence.repeat({1, (frames + available - 1) / available, 1}).slice(1, 0, frames);
}

} // namespace ottava

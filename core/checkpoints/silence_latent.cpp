#include "core/checkpoints/silence_latent.h"

#include "core/base/error.h"
#include "core/base/units.h"

#include <ATen/ops/cat.h>
#include <c10/util/Exception.h>
#include <torch/csrc/jit/serialization/pickle.h>

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <string_view>
#include <vector>

namespace ottava {
namespace {

constexpr std::uintmax_t kLargestFile = 64u << 20; // the real one is 3.8 MB

std::vector<char> wholeFile(const std::filesystem::path& file) {
    std::error_code failed;
    const auto size = std::filesystem::file_size(file, failed);
    if (failed)
        throw Error{ErrorCode::ModelMissing, sentence("{} is missing.", file.string()),
                    sentence("Install this model again: the file belongs to it.")};
    if (size > kLargestFile)
        throw Error{ErrorCode::ModelCorrupt, sentence("{} is far too large for what it should hold.", file.string()),
                    sentence("Download this file again.")};
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

[[noreturn]] void corrupt(const std::filesystem::path& file, const std::string& why) {
    throw Error{ErrorCode::ModelCorrupt, sentence("{}: {}.", file.string(), why),
                sentence("Download this file again.")};
}

/// The reader believes the sizes, strides and offset that the file claims.
bool liesInItsStorage(const at::Tensor& tensor) {
    if (tensor.layout() != at::kStrided || !tensor.has_storage() || tensor.storage_offset() < 0)
        return false;
    auto last = static_cast<double>(tensor.storage_offset()); // a float cannot overflow
    for (std::int64_t dim = 0; dim < tensor.dim(); ++dim) {
        // Frames that share their numbers would let a small file ask for any amount of memory.
        if (tensor.stride(dim) < (tensor.size(dim) > 1 ? 1 : 0))
            return false;
        last += static_cast<double>(tensor.size(dim) - 1) * static_cast<double>(tensor.stride(dim));
    }
    return (last + 1) * static_cast<double>(tensor.element_size()) <= static_cast<double>(tensor.storage().nbytes());
}

} // namespace

at::Tensor readSilenceLatent(const std::filesystem::path& folder) {
    const auto file = folder / "silence_latent.pt";
    const auto bytes = wholeFile(file);
    // libtorch's archive reader leaks on an archive without members, so a file has to begin with one.
    constexpr std::string_view kFirstMember = "PK\x03\x04";
    if (!std::string_view{bytes.data(), bytes.size()}.starts_with(kFirstMember))
        corrupt(file, "not a saved tensor");
    c10::IValue value;
    try {
        // This reader knows tensors and plain containers only; a class or function to call makes it throw.
        value = torch::jit::pickle_load(bytes);
    } catch (const c10::OutOfMemoryError&) {
        throw;                        // no fault of the file's
    } catch (const std::exception&) { // the reader throws libtorch's and the standard library's own types
        corrupt(file, "not a saved tensor");
    }
    if (!value.isTensor())
        corrupt(file, "holds something other than one tensor");
    const auto stored = value.toTensor();
    if (stored.dim() != 3 || stored.size(0) != 1 || stored.size(1) != kLatentChannels || stored.size(2) < 1)
        corrupt(file, "the tensor is not of shape [1, 64, frames]");
    if (!at::isFloatingType(stored.scalar_type()))
        corrupt(file, "the tensor holds no floating-point numbers");
    if (!liesInItsStorage(stored))
        corrupt(file, "the tensor is larger than the data behind it");
    return stored.to(at::kFloat).transpose(1, 2).contiguous();
}

at::Tensor silenceFrames(const at::Tensor& silence, std::int64_t frames) {
    const auto available = silence.size(1);
    if (frames <= available)
        return silence.slice(1, 0, frames);
    return silence.repeat({1, (frames + available - 1) / available, 1}).slice(1, 0, frames);
}

} // namespace ottava

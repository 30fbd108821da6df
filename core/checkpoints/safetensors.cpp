#include "core/checkpoints/safetensors.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <fstream>
#include <limits>
#include <optional>
#include <utility>

static_assert(std::endian::native == std::endian::little, "safetensors data is little-endian and used in place");

namespace ottava {
namespace {

using nlohmann::json;

constexpr std::array<std::pair<const char*, at::ScalarType>, 10> kDtypes{{{"F32", at::kFloat},
                                                                          {"BF16", at::kBFloat16},
                                                                          {"F16", at::kHalf},
                                                                          {"F64", at::kDouble},
                                                                          {"I64", at::kLong},
                                                                          {"I32", at::kInt},
                                                                          {"I16", at::kShort},
                                                                          {"I8", at::kChar},
                                                                          {"U8", at::kByte},
                                                                          {"BOOL", at::kBool}}};

std::optional<at::ScalarType> dtypeOf(const std::string& name) {
    for (const auto& [word, dtype] : kDtypes)
        if (name == word)
            return dtype;
    return std::nullopt;
}

std::string nameOf(at::ScalarType dtype) {
    for (const auto& [word, known] : kDtypes)
        if (known == dtype)
            return word;
    throw Error{ErrorCode::Internal, sentence("This dtype has no name in safetensors."), sentence("Please report it.")};
}

/// Product of the dimensions times the element size; unset on overflow or a negative dimension.
std::optional<std::size_t> byteCount(const std::vector<std::int64_t>& shape, std::size_t elementBytes) {
    std::size_t total = elementBytes; // of the dimensions that are not 0: strides must not overflow either
    bool empty = false;
    for (const auto size : shape) {
        if (size < 0)
            return std::nullopt;
        const auto factor = std::max<std::size_t>(static_cast<std::size_t>(size), 1);
        if (total > static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max()) / factor)
            return std::nullopt;
        total *= factor;
        empty = empty || size == 0;
    }
    return empty ? 0 : total;
}

bool holdsWholeNumbers(const json& list) {
    return list.is_array() && std::ranges::all_of(list, [](const json& number) { return number.is_number_integer(); });
}

} // namespace

class Safetensors::Mapping {
public:
    explicit Mapping(const std::filesystem::path& file) {
        const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
        if (descriptor < 0)
            throw Error{ErrorCode::ModelMissing, sentence("{}: {}.", file.string(), std::strerror(errno)),
                        sentence("Check that the model is installed and readable.")};
        struct stat status {};
        ::fstat(descriptor, &status);
        if (!S_ISREG(status.st_mode)) {
            ::close(descriptor);
            throw Error{ErrorCode::ModelCorrupt, sentence("{} is not a file.", file.string()),
                        sentence("Install this model again.")};
        }
        size_ = static_cast<std::size_t>(status.st_size);
        if (size_ > 0)
            data_ = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, descriptor, 0);
        ::close(descriptor);
        if (data_ == MAP_FAILED)
            throw Error{ErrorCode::FileFault, sentence("{} cannot be mapped: {}.", file.string(), std::strerror(errno)),
                        sentence("Close other programs or move the models to a local disk.")};
    }
    ~Mapping() {
        if (data_ != nullptr && data_ != MAP_FAILED)
            ::munmap(data_, size_);
    }
    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;

    const char* data() const { return static_cast<const char*>(data_); }
    std::size_t size() const { return size_; }

    void letPagesGo() const {
        if (data_ != nullptr)
            ::madvise(data_, size_, MADV_DONTNEED); // read-only and of a file: nothing can be lost
    }

private:
    void* data_ = nullptr;
    std::size_t size_ = 0;
};

void Safetensors::corrupt(const std::string& what) const {
    throw Error{ErrorCode::ModelCorrupt, sentence("{}: {}.", path_.string(), what),
                sentence("The file looks incomplete or damaged: download it again.")};
}

Safetensors Safetensors::open(const std::filesystem::path& file) {
    Safetensors opened;
    opened.path_ = file;
    opened.mapping_ = std::make_shared<const Mapping>(file);
    const auto& mapping = *opened.mapping_;
    if (mapping.size() < sizeof(std::uint64_t))
        opened.corrupt("too short for a safetensors file");
    std::uint64_t headerBytes = 0;
    std::memcpy(&headerBytes, mapping.data(), sizeof headerBytes);
    if (headerBytes > mapping.size() - sizeof headerBytes)
        opened.corrupt(fmt::format("the header claims {} bytes, the file has {}", headerBytes, mapping.size()));
    opened.dataOffset_ = sizeof headerBytes + static_cast<std::size_t>(headerBytes);
    opened.readHeader({mapping.data() + sizeof headerBytes, static_cast<std::size_t>(headerBytes)},
                      mapping.size() - opened.dataOffset_);
    return opened;
}

void Safetensors::readHeader(std::string_view header, std::size_t dataBytes) {
    const auto parsed = json::parse(header, nullptr, /*allow_exceptions=*/false);
    if (!parsed.is_object())
        corrupt("the header is not JSON");
    for (const auto& [name, value] : parsed.items()) {
        if (name != "__metadata__") {
            entries_.emplace(name, readEntry(name, value, dataBytes));
            continue;
        }
        for (const auto& [key, text] : value.items())
            if (text.is_string())
                metadata_.emplace(key, text.get<std::string>());
    }
}

Safetensors::Entry Safetensors::readEntry(const std::string& name, const json& fields, std::size_t dataBytes) const
    try {
    const auto dtypeName = fields.at("dtype").get<std::string>();
    const auto dtype = dtypeOf(dtypeName);
    if (!dtype)
        corrupt(fmt::format("tensor '{}' has the unknown dtype '{}'", name, dtypeName));
    if (!holdsWholeNumbers(fields.at("shape")) || !holdsWholeNumbers(fields.at("data_offsets")))
        corrupt(fmt::format("the shape or place of tensor '{}' is not in whole numbers", name));
    Entry entry{*dtype, fields.at("shape").get<std::vector<std::int64_t>>(), 0, 0};
    const auto offsets = fields.at("data_offsets").get<std::vector<std::size_t>>();
    if (offsets.size() != 2 || offsets[0] > offsets[1] || offsets[1] > dataBytes)
        corrupt(fmt::format("tensor '{}' lies outside the file, which is cut short", name));
    entry.begin = offsets[0];
    entry.end = offsets[1];
    if (byteCount(entry.shape, c10::elementSize(*dtype)) != entry.end - entry.begin)
        corrupt(fmt::format("tensor '{}' of shape [{}] does not fill its {} bytes", name, fmt::join(entry.shape, ", "),
                            entry.end - entry.begin));
    return entry;
} catch (const json::exception&) {
    corrupt(fmt::format("the header's entry for '{}' is malformed", name));
}

void Safetensors::letPagesGo() const {
    mapping_->letPagesGo();
}

at::Tensor Safetensors::operator[](const std::string& name) const {
    const auto found = entries_.find(name);
    if (found == entries_.end())
        corrupt(fmt::format("no tensor '{}'", name));
    const auto& entry = found->second;
    auto* data = const_cast<char*>(mapping_->data()) + dataOffset_ + entry.begin;
    const auto options = at::TensorOptions{}.dtype(entry.dtype);
    // Views must be aligned for vector instructions; files of other writers need not be.
    const bool aligned = reinterpret_cast<std::uintptr_t>(data) % c10::elementSize(entry.dtype) == 0;
    auto view = at::from_blob(
        data, entry.shape, [keepAlive = mapping_](void*) {}, options);
    if (aligned)
        return view;
    auto copy = at::empty(entry.shape, options);
    std::memcpy(copy.mutable_data_ptr(), data, entry.end - entry.begin);
    return copy;
}

std::vector<std::string> Safetensors::names() const {
    std::vector<std::string> names;
    names.reserve(entries_.size());
    for (const auto& [name, entry] : entries_)
        names.push_back(name);
    return names;
}

void saveSafetensors(const std::filesystem::path& file, const TensorMap& tensors,
                     const std::map<std::string, std::string>& metadata) {
    json header = json::object();
    if (!metadata.empty())
        header["__metadata__"] = metadata;
    std::vector<at::Tensor> ordered;
    std::size_t offset = 0;
    for (const auto& [name, tensor] : tensors) {
        ordered.push_back(tensor.detach().cpu().contiguous());
        const auto end = offset + ordered.back().nbytes();
        header[name] = {
            {"dtype", nameOf(tensor.scalar_type())}, {"shape", tensor.sizes().vec()}, {"data_offsets", {offset, end}}};
        offset = end;
    }
    auto text = header.dump(-1, ' ', /*ensure_ascii=*/false, json::error_handler_t::replace);
    text.resize((text.size() + 7) / 8 * 8, ' '); // data starts aligned
    AtomicFile target{file};
    std::ofstream out{target.temporary(), std::ios::binary};
    const std::uint64_t headerBytes = text.size();
    out.write(reinterpret_cast<const char*>(&headerBytes), sizeof headerBytes);
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    for (const auto& tensor : ordered)
        out.write(static_cast<const char*>(tensor.const_data_ptr()), static_cast<std::streamsize>(tensor.nbytes()));
    out.close();
    if (!out)
        throw Error{ErrorCode::FileFault, sentence("{} could not be written.", file.string()),
                    sentence("Check that the folder is writable and the disk is not full.")};
    target.commit();
}

} // namespace ottava

#pragma once

#include "core/checkpoints/safetensors.h"

#include <memory>
#include <string>
#include <vector>

namespace ottava {

/// A model's weights, single-file or sharded, with the precision and device they are wanted in.
/// `within` narrows to a part of the model, so that a layer asks for "q_proj.weight" wherever it stands.
class Weights {
public:
    /// Opens `folder/stem.safetensors`, else the shards that `folder/stem.safetensors.index.json` lists.
    /// Throws Error (ModelMissing) when neither is there, Error (ModelCorrupt) for damaged files.
    static Weights open(const std::filesystem::path& folder, const std::string& stem, at::ScalarType dtype,
                        at::Device device);

    /// Weights of no model: every tensor that is asked for exists and holds small random numbers, so that a model of
    /// any size can be timed without its files.
    static Weights random(at::ScalarType dtype, at::Device device);

    Weights within(const std::string& part) const;
    Weights withDtype(at::ScalarType dtype) const;
    /// The same weights as copies instead of views of the mapped files: what a card would hold of them.
    Weights copied() const;

    /// The tensor `name` of exactly this shape, converted to the wanted dtype and device. bf16, f16 and f32 files are
    /// accepted. Throws Error (ModelCorrupt) naming tensor, expected and found shape.
    at::Tensor tensor(const std::string& name, at::IntArrayRef shape) const;
    bool contains(const std::string& name) const; ///< random weights contain everything
    /// Safetensors::letPagesGo for all files: after a part was converted or laid out anew, it need not lie here twice.
    void letPagesGo() const;

    at::ScalarType dtype() const { return dtype_; }
    at::Device device() const { return device_; }

private:
    struct Files;
    Weights(std::shared_ptr<const Files> files, at::ScalarType dtype, at::Device device)
        : files_(std::move(files)), dtype_(dtype), device_(device) {}
    at::Tensor stored(const std::string& name) const;

    std::shared_ptr<const Files> files_; ///< none: random weights
    std::string prefix_;
    at::ScalarType dtype_;
    at::Device device_;
    bool copies_ = false;
};

} // namespace ottava

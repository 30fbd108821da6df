#pragma once

#include <string>
#include <string_view>

namespace ottava {

/// A tensor of an adapter: which layer it belongs to and which factor it is ("lora_A", "lokr_w1", "alpha"…).
struct AdapterTensorName {
    std::string layer, factor;
};

/// Takes the names that PEFT, its forks and LyCORIS write apart. A name of another kind has itself as layer and no
/// factor.
AdapterTensorName parseAdapterTensor(std::string_view name);

} // namespace ottava

#pragma once

#include <cstdint>

namespace ottava::nn {

/// To bfloat16, rounded to the nearest, ties to even.
void narrow(const float* x, std::int64_t size, std::uint16_t* out);

/// out = x · limit / max |x|, rounded. → the scale that turns `out` back into x. `limit` is at most 32767.
float quantize(const float* x, std::int64_t size, float limit, std::int16_t* out);

} // namespace ottava::nn

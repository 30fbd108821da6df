#pragma once

namespace ottava {

/// Largest resident memory of this process so far, MB (10⁶ bytes).
double peakRssMb();
/// Resident memory now, MB; 0 where the system does not say.
double rssMb();

/// Of it what malloc has given out and not got back, MB. Resident memory besides counts freed blocks that are kept and
/// lie in between.
double heapMb();

/// Keeps freed memory in the heap instead of handing it back: models free and ask for the same big blocks in every
/// layer.
void keepFreedMemory();

/// Hands back what `keepFreedMemory` kept.
void returnFreedMemory();

} // namespace ottava

// Records work on NVIDIA cards as CUDA graphs. A library of its own, since it needs CUDA's headers and libraries, which
// the program must do without; it is opened after libtorch's CUDA part: see engine/card_functions.h. Nothing of the
// program is linked into it, the log included.

#include "core/models/card_library.h"

#include <ATen/core/CachingHostAllocator.h>
#include <ATen/cuda/CUDAGraph.h>
#include <c10/core/Event.h>
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAGuard.h>
#include <torch/version.h>

namespace ottava {
namespace {

namespace allocator = c10::cuda::CUDACachingAllocator;

/// The stream's work from here on comes after what `earlier` was given so far.
void follow(const c10::cuda::CUDAStream& stream, const c10::cuda::CUDAStream& earlier) {
    c10::Event reached{c10::DeviceType::CUDA};
    reached.record(earlier.unwrap());
    reached.block(stream.unwrap());
}

class Graph final : public RecordedWork {
public:
    explicit Graph(at::Device device) : device_(device) {}

    /// Memory of a graph that is being replayed must not become somebody else's.
    ~Graph() override {
        try {
            c10::cuda::getCurrentCUDAStream(device_.index()).synchronize();
        } catch (const c10::Error& error) { // the card is lost, and whoever uses it next is told
            TORCH_WARN("Waiting for the card: ", error.what_without_backtrace());
        }
    }
    Graph(const Graph&) = delete;
    Graph& operator=(const Graph&) = delete;

    /// On the current stream, which is none that others wait for.
    void capture(at::cuda::MempoolId_t pool, const WorkRecorder::Work& work) {
        try {
            // Only this thread's calls may spoil it: others do not use the card.
            graph_.capture_begin(pool, cudaStreamCaptureModeThreadLocal);
            work();
        } catch (...) {
            abandon(pool);
            throw;
        }
        try {
            graph_.capture_end();
        } catch (const c10::Error&) {
            stopAllocating(pool);
            throw;
        }
    }

    void replay() override {
        const c10::cuda::CUDAGuard on{device_};
        graph_.replay();
    }

private:
    /// What spoiled the recording is told, not that it is spoiled.
    void abandon(at::cuda::MempoolId_t pool) {
        try {
            graph_.capture_end();
        } catch (const c10::Error&) {
            stopAllocating(pool);
        }
    }

    /// What capture_end leaves undone when CUDA says no: the allocators would go on asking a graph that is gone.
    void stopAllocating(at::cuda::MempoolId_t pool) {
        (void)cudaGetLastError(); // or the next call would be blamed for it
        try {
            allocator::endAllocateToPool(device_.index(), pool);
            allocator::releasePool(device_.index(), pool);
#if TORCH_VERSION_MAJOR > 2 || TORCH_VERSION_MINOR >= 10 // which record pinned memory, too
            at::getHostAllocator(at::kCUDA)->end_allocate_to_pool(pool);
            at::getHostAllocator(at::kCUDA)->release_pool(pool);
#endif
        } catch (const c10::Error&) { // capture_end came far enough: the graph gives its memory back itself
        }
    }

    at::Device device_;
    at::cuda::CUDAGraph graph_;
};

class GraphRecorder final : public WorkRecorder {
public:
    explicit GraphRecorder(at::Device device)
        : device_(device),
          stream_(c10::cuda::getStreamFromPool(/*isHighPriority=*/false, device.index())),
          pool_(at::cuda::graph_pool_handle()) {}

    /// The pool is free when its last graph is gone, but stays the allocator's until it is asked to return memory.
    ~GraphRecorder() override { returnMemory(); }
    GraphRecorder(const GraphRecorder&) = delete;
    GraphRecorder& operator=(const GraphRecorder&) = delete;

    void rehearse(const Work& work) override {
        const auto asking = c10::cuda::getCurrentCUDAStream(device_.index());
        follow(stream_, asking);
        {
            const c10::cuda::CUDAStreamGuard apart{stream_};
            work();
        }
        follow(asking, stream_);
    }

    std::unique_ptr<RecordedWork> record(const Work& work) override {
        const auto asking = c10::cuda::getCurrentCUDAStream(device_.index());
        asking.synchronize();
        returnMemory(); // what the rehearsal took is wanted by the graph
        auto graph = std::make_unique<Graph>(device_);
        const c10::cuda::CUDAStreamGuard apart{stream_};
        graph->capture(pool_, work);
        return graph;
    }

private:
    static void returnMemory() {
        try {
            allocator::emptyCache();
        } catch (const c10::Error& error) { // a card that is lost tells its next user
            TORCH_WARN("Returning the card's memory: ", error.what_without_backtrace());
        }
    }

    at::Device device_;
    c10::cuda::CUDAStream stream_;
    at::cuda::MempoolId_t pool_;
};

} // namespace
} // namespace ottava

extern "C" __attribute__((visibility("default"))) ottava::WorkRecorder* ottavaMakeRecorder(at::Device device) {
    return new ottava::GraphRecorder{device}; // NOLINT: the caller puts it into a unique_ptr at once
}

#pragma once

#include <cstddef>
#include <functional>
#include <iterator>
#include <utility>
#include <vector>

namespace ottava {

/// Layers of a model in order. They lie where they are to work, or are fetched there one at a time: what a constant
/// stack hands out is ready for work and, when fetched, gone with the last copy of it.
template<class Layer>
class LayerStack {
public:
    using Fetch = std::function<Layer(const Layer& stored)>;

    class Iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = Layer;
        using difference_type = std::ptrdiff_t;
        using pointer = void;
        using reference = Layer;

        Iterator(const LayerStack& stack, std::size_t index) : stack_(&stack), index_(index) {}
        Layer operator*() const { return (*stack_)[index_]; }
        Iterator& operator++() {
            ++index_;
            return *this;
        }
        bool operator!=(const Iterator& other) const { return index_ != other.index_; }

    private:
        const LayerStack* stack_;
        std::size_t index_;
    };

    void push_back(Layer layer) { stored_.push_back(std::move(layer)); }
    std::size_t size() const { return stored_.size(); }
    /// The layer as it is stored.
    Layer& operator[](std::size_t index) { return stored_[index]; }
    const Layer& stored(std::size_t index) const { return stored_[index]; }
    /// The layer ready for work.
    Layer operator[](std::size_t index) const { return fetch_ ? fetch_(stored_[index]) : stored_[index]; }
    Iterator begin() const { return {*this, 0}; }
    Iterator end() const { return {*this, size()}; }

    void fetchBy(Fetch fetch) { fetch_ = std::move(fetch); }

private:
    std::vector<Layer> stored_;
    Fetch fetch_;
};

} // namespace ottava

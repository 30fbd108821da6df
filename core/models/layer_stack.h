#pragma once

#include <cstddef>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

namespace ottava {

/// Brings the layers of a stack to where they work, one after another. One thread at a time.
template<class Layer>
class LayerSource {
public:
    virtual ~LayerSource() = default;

    /// The layer ready for work, until another one is asked for. Cheapest in order, the last one being followed by the
    /// first.
    virtual const Layer& ready(std::size_t index) = 0;

    /// A source of `stored`, a copy of the layers of this one that differs in what was added to them.
    virtual std::shared_ptr<LayerSource> renewed(std::vector<Layer>& stored) const = 0;
};

/// Layers of a model in order. They lie where they are to work, or a source brings them there: what a constant stack
/// hands out is ready for work and, when brought, only until the next one is asked for.
template<class Layer>
class LayerStack {
public:
    class Iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = Layer;
        using difference_type = std::ptrdiff_t;
        using pointer = const Layer*;
        using reference = const Layer&;

        Iterator(const LayerStack& stack, std::size_t index) : stack_(&stack), index_(index) {}
        const Layer& operator*() const { return (*stack_)[index_]; }
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
    /// The layer as it is stored. Who adds something to it says so by `added`.
    Layer& operator[](std::size_t index) { return stored_[index]; }
    const Layer& stored(std::size_t index) const { return stored_[index]; }
    /// The layer ready for work.
    const Layer& operator[](std::size_t index) const { return source_ ? source_->ready(index) : stored_[index]; }
    Iterator begin() const { return {*this, 0}; }
    Iterator end() const { return {*this, size()}; }

    bool isBrought() const { return source_ != nullptr; }
    /// From now on layers are brought by what `make` gives for the stored ones, which it may change.
    template<class Make>
    void bringBy(const Make& make) {
        source_ = make(stored_);
    }
    /// Stored layers were given something more: it is to be brought, too.
    void added() {
        if (source_)
            source_ = source_->renewed(stored_);
    }

private:
    std::shared_ptr<LayerSource<Layer>> source_; ///< outlives what is stored: that lies in memory of its making
    std::vector<Layer> stored_;
};

} // namespace ottava

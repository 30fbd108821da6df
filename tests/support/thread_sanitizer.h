#pragma once

#if defined(__SANITIZE_THREAD__)
extern "C" void AnnotateIgnoreWritesBegin(const char* file, int line); // libtsan's own
extern "C" void AnnotateIgnoreWritesEnd(const char* file, int line);
#endif

namespace ottava::test {

/// Last word of a test that the thread sanitizer runs (from cleanupTestCase). QtTest watches over tests with a thread
/// of its own, built without instrumentation, and how it ends looks like a race. Ignoring what this thread writes from
/// here on, rather than what any Qt library does, hides nothing of ours.
inline void nothingOfOursFollows() {
#if defined(__SANITIZE_THREAD__)
    struct Ignored {
        Ignored() { AnnotateIgnoreWritesBegin(__FILE__, __LINE__); }
        ~Ignored() { AnnotateIgnoreWritesEnd(__FILE__, __LINE__); }
    };
    static const Ignored untilTheProgramEnds;
#endif
}

} // namespace ottava::test

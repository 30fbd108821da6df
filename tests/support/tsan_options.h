#pragma once

// Include in one source of a test that the thread sanitizer runs.

#if defined(__SANITIZE_THREAD__)
/// QtTest watches over tests with a thread of its own, built without instrumentation, whose end the sanitizer takes for
/// a race. What only calls from such libraries into the C library show is therefore not reported; their synchronisation
/// still counts, and races in our code, which is instrumented, still are.
extern "C" __attribute__((used, visibility("default"))) const char* __tsan_default_options() {
    return "ignore_noninstrumented_modules=1";
}
#endif

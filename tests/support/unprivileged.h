#pragma once

#include <unistd.h>

namespace ottava::test {

/// While it lives, file permissions hold for this process even when the tests run as root (who may write anywhere).
class Unprivileged {
public:
    Unprivileged() : user_(::geteuid()) {
        constexpr uid_t kNobody = 65'534;
        if (user_ == 0 && ::seteuid(kNobody) != 0)
            user_ = 1; // nothing to give up or to take back
    }
    ~Unprivileged() {
        if (user_ == 0 && ::seteuid(0) != 0)
            ::_exit(1);
    }
    Unprivileged(const Unprivileged&) = delete;
    Unprivileged& operator=(const Unprivileged&) = delete;

private:
    uid_t user_;
};

} // namespace ottava::test

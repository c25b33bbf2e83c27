// SPDX-License-Identifier: MPL-2.0
// An exception that nobody catches, below frames that would clean up.

#include <stdexcept>
#include <string>
#include <vector>

struct Base {
    virtual ~Base() {}
    virtual int find(const std::vector<std::string> &words, int index) = 0;
};

struct Derived : Base {
    int find(const std::vector<std::string> &words, int index) override {
        std::string copy = words.at(index);
        return static_cast<int>(copy.size());
    }
};

__attribute__((noinline)) static int count(Base &base, int index) {
    std::vector<std::string> words{"a", "bc"};
    return base.find(words, index);
}

int main(int argc, char **) {
    Derived derived;
    return count(derived, argc) + count(derived, argc + 7);
}

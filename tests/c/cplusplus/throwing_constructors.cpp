// Constructors that throw: what was built is destroyed in reverse, and memory is given back.
#include <cstdio>
#include <cstdlib>
#include <new>
static int alive, limit, blocks;
void* operator new(std::size_t n) { blocks++; if (void* p = std::malloc(n)) return p; throw std::bad_alloc(); }
void operator delete(void* p) noexcept { if (p) blocks--; std::free(p); }
void operator delete(void* p, std::size_t) noexcept { if (p) blocks--; std::free(p); }
struct Item { int id; Item() : id(alive) { if (alive == limit) throw alive; alive++; } ~Item() { alive--; if (alive != id) std::printf("order %d %d\n", alive, id); } };
struct Box { Item one; Item many[4]; Item* more; Box() : more(new Item[3]) {} ~Box() { delete[] more; } };
struct Child : Box { Item last; };
int main() {
  for (limit = 0; limit < 10; limit++) {
    try { Child* c = new Child; std::printf("built %d\n", alive); delete c; }
    catch (int at) { std::printf("stopped at %d, alive %d\n", at, alive); alive = 0; }
    try { Item list[5]; std::printf("list %d\n", alive); } catch (int) { std::printf("list stopped, alive %d\n", alive); }
    std::printf("blocks %d\n", blocks > 1);
    blocks = 0;
  }
}

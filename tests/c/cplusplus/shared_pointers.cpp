// shared_ptr and weak_ptr: counts, aliases, itself, cycles, bad_weak_ptr.
#include <cstdio>
#include <functional>
#include <memory>
struct Node : std::enable_shared_from_this<Node> { int id; std::shared_ptr<Node> next; std::weak_ptr<Node> back; explicit Node(int n) : id(n) {} ~Node() { std::printf("-%d ", id); } std::shared_ptr<Node> self() { return shared_from_this(); } };
struct Base { virtual ~Base() { std::printf("base "); } }; struct Derived : Base { int v = 6; ~Derived() override { std::printf("derived "); } };
int main() {
  { auto a = std::make_shared<Node>(1), b = std::make_shared<Node>(2); a->next = b; b->back = a; std::printf("%ld %ld\n", a.use_count(), b.use_count());
    auto alias = std::shared_ptr<int>(b, &b->id); b.reset(); a->next.reset(); std::printf("%d %ld\n", *alias, alias.use_count()); auto me = a->self(); std::printf("%ld\n", me.use_count()); }
  std::weak_ptr<Node> gone; { auto n = std::make_shared<Node>(3); gone = n; std::printf("%d ", gone.expired()); } std::printf("%d\n", gone.lock() == nullptr);
  try { std::shared_ptr<Node> p(gone); } catch (std::bad_weak_ptr& e) { std::puts(e.what()); }
  Node on_stack(4); try { on_stack.self(); } catch (std::bad_weak_ptr&) { std::puts("not shared"); }
  std::shared_ptr<Base> base = std::make_shared<Derived>(); std::printf("%d ", std::dynamic_pointer_cast<Derived>(base)->v); std::shared_ptr<void> any = base; base.reset(); any.reset(); std::puts("");
  std::shared_ptr<int> deleted(new int(8), [](int* p) { std::printf("own %d\n", *p); delete p; }); std::owner_less<std::shared_ptr<int>> less; std::printf("%d\n", less(deleted, deleted));
}

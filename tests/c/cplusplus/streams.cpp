// Streams that throw, thread-local and static objects, virtual and multiple inheritance, fold expressions.
#include <iostream>
#include <map>
#include <sstream>
#include <algorithm>
#include <string>
#include <vector>
#include <memory>
struct T { std::string n; T(std::string s):n(std::move(s)){ std::cout<<"T "<<n<<"\n"; } ~T(){ std::cout<<"~T "<<n<<"\n"; } };
thread_local T tl("tl");
static T st("static");
struct A { virtual ~A()=default; virtual std::string w() const { return "A"; } };
struct B { virtual ~B()=default; int b = 3; virtual void thr() { throw *this; } };
struct C : virtual A, B { std::string w() const override { return "C"; } void thr() override { throw std::make_unique<C>(*this); } };
template<class... X> int sum(X... x) { return (x + ... + 0); }
int f(std::map<std::string,int>& m, const std::string& k) { return m.at(k); }
int main(int argc, char**) {
  tl.n += "!";
  std::map<std::string,int> m; for (auto w : {"one","two","three"}) m[w] = sum(1,2,3) + (int)m.size();
  for (auto& [k,v] : m) std::cout << k << "=" << v << " ";
  try { f(m, "four"); } catch (const std::exception& e) { std::cout << "E\n"; }
  C c; B& b = c; try { b.thr(); } catch (std::unique_ptr<C>& p) { std::cout << p->w() << p->b << "\n"; }
  try { dynamic_cast<C&>(static_cast<A&>(*std::make_unique<A>())); } catch (std::bad_cast&) { std::cout << "bad cast\n"; }
  std::istringstream in("5 3 9 x"); in.exceptions(std::ios::failbit); std::vector<int> v; try { for (int i; in >> i;) v.push_back(i); } catch (std::ios_base::failure& e) { std::cout << "fail " << v.size() << "\n"; }
  std::sort(v.begin(), v.end(), [](int a, int b){ return a > b; }); for (int i : v) std::cout << i << ' ';
  double d = 1.0 / v[0]; std::cout << d << std::endl;
  struct L { ~L() noexcept(false) { if (!std::uncaught_exceptions()) throw 5; } };
  try { L l; } catch (int i) { std::cout << "L" << i << "\n"; }
  return v.size();
}

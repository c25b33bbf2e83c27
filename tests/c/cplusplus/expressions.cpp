// std::regex: matches, searches, replacements, groups, and patterns that are wrong.
#include <iostream>
#include <regex>
#include <string>
int main() {
  std::string text = "On 2026-11-30 and 1999-01-02, a@b.org wrote to somebody@example.com.";
  std::regex date(R"((\d{4})-(\d{2})-(\d{2}))"), mail(R"(([\w.]+)@(\w+(?:\.\w+)+))", std::regex::icase);
  for (std::sregex_iterator it(text.begin(), text.end(), date), end; it != end; ++it) std::cout << (*it)[3] << '.' << (*it)[2] << '.' << (*it)[1] << '\n';
  std::cout << std::regex_replace(text, mail, "<$1 at $2>") << '\n';
  std::smatch m; std::cout << std::regex_match(text, date) << std::regex_search(text, m, date) << m.position() << m.prefix() << '\n';
  std::cout << std::regex_match("abab", std::regex("(ab)\\1")) << std::regex_match("aaa", std::regex("a{2}")) << std::regex_match("x\ny", std::regex("x[^]*y")) << '\n';
  for (auto pattern : {"(", "[a", "a{2,1}", "*", "\\"}) try { std::regex r(pattern); std::cout << "accepted\n"; } catch (std::regex_error& e) { std::cout << pattern << " code " << e.code() << '\n'; }
  std::string parts = "a, b ,c"; std::regex comma("\\s*,\\s*"); for (std::sregex_token_iterator it(parts.begin(), parts.end(), comma, -1), end; it != end; ++it) std::cout << '[' << *it << ']'; std::cout << std::endl;
}

// The order of destruction while frames are left, and what uncaught_exceptions() says meanwhile.
#include <cstdio>
#include <exception>
struct Note { char id; ~Note() { std::printf("%c%d ", id, std::uncaught_exceptions()); } };
struct Holder { Note a{'a'}, b{'b'}; Note list[3] = {{'x'}, {'y'}, {'z'}}; };
struct Careful { ~Careful() { try { Note n{'n'}; throw 2; } catch (int v) { std::printf("[%d:%d] ", v, std::uncaught_exceptions()); } } };
static void inner() { Note one{'1'}; Holder h; { Note gone{'g'}; } Careful c; throw 1; }
static void outer() { Note two{'2'}; static Note kept{'s'}; const Note& three = Note{'3'}; inner(); (void)three; }
int main() {
  try { outer(); } catch (int) { std::printf("= %d\n", std::uncaught_exceptions()); }
  for (int i = 0; i < 3; i++) { Note n{'l'}; try { Note m{'m'}; if (i == 1) throw i; if (i == 2) break; continue; } catch (int) { std::printf("! "); } }
  std::puts("end");
}

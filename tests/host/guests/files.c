// SPDX-License-Identifier: MPL-2.0
// Results of the file calls: opening, reading, writing, links, directories, pipes and counters. Each case
// starts in an empty directory. Errors are shown as negative numbers, as the system returns them.

#include "guest.h"

enum { O_RDONLY, O_WRONLY, O_RDWR, O_CREAT = 0x40, O_EXCL = 0x80, O_TRUNC = 0x200, O_APPEND = 0x400,
  O_NONBLOCK = 0x800, O_DIRECTORY = 0x10000, O_NOFOLLOW = 0x20000, O_CLOEXEC = 0x80000, O_PATH = 0x200000 };
enum { CWD = -100, NOFOLLOW = 0x100, REMOVEDIR = 0x200, FOLLOW = 0x400, EMPTY = 0x1000 };

typedef struct {
  uword dev, ino;
  unsigned mode, nlink, uid, gid;
  uword rdev, pad;
  word size;
  int blksize, pad2;
  word blocks;
  uword atime, atime_nsec, mtime, mtime_nsec, ctime, ctime_nsec;
  int unused[2];
} status;

static char buffer[70000];
static status st, st2;

static word open(const char *path, int flags) { return SYS(56, CWD, path, flags, 0644); }
static word close(int fd) { return SYS(57, fd); }
static word read(int fd, void *to, uword n) { return SYS(63, fd, to, n); }
static word write(int fd, const void *from, uword n) { return SYS(64, fd, from, n); }
static word seek(int fd, word offset, int whence) { return SYS(62, fd, offset, whence); }
static word stat(const char *path, int flags) { return SYS(79, CWD, path, &st, flags); }
static word mkdir(const char *path) { return SYS(34, CWD, path, 0755); }
static word unlink(const char *path) { return SYS(35, CWD, path, 0); }
static word rmdir(const char *path) { return SYS(35, CWD, path, REMOVEDIR); }
static word symlink(const char *target, const char *path) { return SYS(36, target, CWD, path); }
static word link(const char *from, const char *to) { return SYS(37, CWD, from, CWD, to, 0); }
static word rename(const char *from, const char *to) { return SYS(276, CWD, from, CWD, to, 0); }

static void make(const char *path, const char *text) {
  int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY);
  write(fd, text, length(text));
  close(fd);
}

static void show_file(const char *path) {
  int fd = open(path, O_RDONLY);
  if (fd < 0) return show(path, fd);
  word n = read(fd, buffer, 400);
  buffer[n < 0 ? 0 : n] = 0;
  show_text(path, buffer);
  close(fd);
}

/** Directories have other sizes elsewhere. */
static void show_status(const char *path, int flags) {
  word error = stat(path, flags);
  if (error) return show(path, error);
  add_text(path), add_text(" mode "), add_number(st.mode & 0170000, 16), add_text(" "), add_number(st.mode & 0777, 16);
  if ((st.mode & 0170000) != 0040000) add_text(" size "), add_number(st.size, 10), add_text(" links "), add_number(st.nlink, 10);
  end_line();
}

static void opening(int argc, char **argv) {
  show("missing", open("f", O_RDONLY));
  show("create", open("f", O_CREAT | O_RDWR));
  show("write", write(3, "hello", 5));
  show("exclusive", open("f", O_CREAT | O_EXCL | O_RDWR));
  show("again", open("f", O_CREAT | O_RDONLY));
  show("read", read(4, buffer, 10));
  show("write", write(4, "x", 1));
  show("write only", open("f", O_WRONLY));
  show("read", read(5, buffer, 1));
  show("close", close(4));
  show("close", close(4));
  show("lowest", open("f", O_RDONLY | O_TRUNC));
  show_status("f", 0);
  mkdir("d");
  show("directory", open("d", O_RDONLY));
  show("read", read(6, buffer, 1));
  show("for writing", open("d", O_RDWR));
  show("create", open("d", O_CREAT | O_RDONLY));
  show("O_DIRECTORY", open("f", O_DIRECTORY));
  show("slash", open("f/", O_RDONLY));
  show("new with slash", open("n/", O_CREAT | O_RDWR));
  show("through file", open("f/x", O_RDONLY));
  show("through missing", open("x/y", O_CREAT | O_RDWR));
  show("in directory", open("d/../d/./g", O_CREAT | O_RDWR));
  show("relative", SYS(56, 6, "g", O_RDONLY));
  show("relative to file", SYS(56, 3, "g", O_RDONLY));
  show("relative to nothing", SYS(56, 99, "g", O_RDONLY));
  show("empty", open("", O_RDONLY));
  show("bad address", SYS(56, CWD, 8, O_RDONLY));
  memset(buffer, 'n', 300);
  buffer[300] = 0;
  show("long name", open(buffer, O_RDONLY));
  buffer[255] = 0;
  show("longest name", open(buffer, O_CREAT | O_WRONLY));
  memset(buffer, '/', 5000);
  show("long path", open(buffer, O_RDONLY));
  memset(buffer, '/', 4094);
  buffer[4094] = '.', buffer[4095] = 0;
  show("longest path", open(buffer, O_RDONLY | O_PATH) > 0);
  show("O_PATH", open("f", O_PATH) > 0);
}

static void paths(int argc, char **argv) {
  int fd;
  make("f", "text");
  show("O_PATH", fd = open("f", O_PATH));
  show("read", read(fd, buffer, 4));
  show("write", write(fd, "x", 1));
  show("seek", seek(fd, 0, 0));
  show("fstat", SYS(80, fd, &st));
  show("size", st.size);
  show("truncate", SYS(46, fd, 0));
  show("flags", SYS(25, fd, 3));
  show("dup", SYS(23, fd));
  show("getdents", SYS(61, fd, buffer, 100));
  show("empty path", SYS(79, fd, "", &st, EMPTY));
  show("empty path", SYS(79, fd, "", &st, 0));
  show("bad flags", SYS(79, fd, "", &st, 0x40000));
  symlink("f", "l");
  show("link", fd = open("l", O_PATH | O_NOFOLLOW));
  show("fstat", SYS(80, fd, &st));
  show("is link", (st.mode & 0170000) == 0120000);
  show("readlink", SYS(78, fd, "", buffer, 10));
}

static void seeking(int argc, char **argv) {
  int fd = open("f", O_CREAT | O_RDWR);
  write(fd, "0123456789", 10);
  show("set", seek(fd, 3, 0));
  show("read", read(fd, buffer, 2));
  show("byte", buffer[0]);
  show("current", seek(fd, -1, 1));
  show("end", seek(fd, 5, 2));
  show("at end", read(fd, buffer, 1));
  show("before start", seek(fd, -1, 0));
  show("before start", seek(fd, -100, 1));
  show("whence", seek(fd, 0, 5));
  show("data", seek(fd, 4, 3));
  show("hole", seek(fd, 4, 4));
  show("data past end", seek(fd, 10, 3));
  seek(fd, 20, 0);
  show("write", write(fd, "x", 1));
  show("size", seek(fd, 0, 2));
  show("pread", SYS(67, fd, buffer, 10, 8));
  show("byte", buffer[1]);
  show("zero", buffer[5]);
  show("pwrite", SYS(68, fd, "AB", 2, 0));
  show("position", seek(fd, 0, 1));
  show("negative", SYS(67, fd, buffer, 1, -1));
  show("far", SYS(67, fd, buffer, 1, 1L << 40));
  show("truncate", SYS(46, fd, 4));
  show("size", seek(fd, 0, 2));
  show("longer", SYS(46, fd, 8));
  show("pread", SYS(67, fd, buffer, 10, 0));
  buffer[4] = buffer[4] ? 'x' : '.', buffer[5] = 0;
  show_text("text", buffer);
  show("negative", SYS(46, fd, -1));
  show("fallocate", SYS(47, fd, 0, 0, 30));
  show("size", seek(fd, 0, 2));
  show("fallocate", SYS(47, fd, 1, 0, 300));
  show("size", seek(fd, 0, 2));
  show("fallocate", SYS(47, fd, 0, -1, 3));
  show("fallocate", SYS(47, fd, 0, 0, 0));
  show("fsync", SYS(82, fd));
  show("pipe", seek(1, 0, 1) == -29 || seek(1, 0, 1) >= 0);
  int append = open("f", O_WRONLY | O_APPEND);
  SYS(46, fd, 3);
  show("append", write(append, "end", 3));
  show("position", seek(append, 0, 1));
  show_file("f");
  show("truncate", SYS(45, "f", 2));
  show("truncate", SYS(45, "g", 2));
  show("truncate", SYS(45, ".", 2));
  show_file("f");
}

static void vectors(int argc, char **argv) {
  int fd = open("f", O_CREAT | O_RDWR);
  struct { const void *base; uword size; } v[4] = { { "abc", 3 }, { 0, 0 }, { "defg", 4 }, { (void *)8, 2 } };
  show("writev", SYS(66, fd, v, 3));
  show("partly bad", SYS(66, fd, v, 4));
  show("bad first", SYS(66, fd, v + 3, 1));
  show("bad array", SYS(66, fd, 8, 1));
  show("none", SYS(66, fd, v, 0));
  show("many", SYS(66, fd, v, 1025));
  show("negative", SYS(66, fd, v, -1));
  v[1].size = -1;
  show("negative size", SYS(66, fd, v, 3));
  show_file("f");
  v[0].base = buffer, v[0].size = 2, v[1].base = buffer + 10, v[1].size = 100;
  show("preadv", SYS(69, fd, v, 2, 1));
  show("byte", buffer[10]);
  show("pwritev", SYS(70, fd, v, 1, 12));
  show("at end", SYS(69, fd, v, 2, 100));
  show("bad buffer", read(fd, (void *)8, 1));
  seek(fd, 0, 0);
  show("bad buffer", read(fd, (void *)8, 1));
  show("position", seek(fd, 0, 1));
  show("bad source", write(fd, (void *)8, 1));
  show("huge", read(fd, buffer, -1));
  show("huge", read(fd, buffer, 1L << 62));
  show("nothing", read(fd, 0, 0));
  show("preadv2", SYS(286, fd, v, 1, 0, 0, 0) == -38 || SYS(286, fd, v, 1, 0, 0, 0) == 2);
}

static void descriptors(int argc, char **argv) {
  int fd = open("f", O_CREAT | O_RDWR | O_CLOEXEC), other;
  write(fd, "shared", 6);
  show("cloexec", SYS(25, fd, 1));
  show("dup", other = SYS(23, fd));
  show("cloexec", SYS(25, other, 1));
  show("position", seek(other, 0, 1));
  show("dup3", SYS(24, fd, 20, O_CLOEXEC));
  show("cloexec", SYS(25, 20, 1));
  show("same", SYS(24, fd, fd, 0));
  show("bad flags", SYS(24, fd, 21, O_NONBLOCK));
  show("bad old", SYS(24, 99, 21, 0));
  show("bad new", SYS(24, fd, -1, 0));
  show("too large", SYS(24, fd, 1 << 20, 0));
  show("set", SYS(25, other, 2, 1));
  show("cloexec", SYS(25, other, 1));
  show("F_DUPFD", SYS(25, fd, 0, 50));
  show("F_DUPFD", SYS(25, fd, 1030, 50));
  show("cloexec", SYS(25, 51, 1));
  show("F_DUPFD", SYS(25, fd, 0, -1));
  show("flags", SYS(25, fd, 3) & ~0x8000);
  show("set", SYS(25, fd, 4, O_APPEND | O_NONBLOCK | O_CREAT | O_WRONLY));
  show("flags", SYS(25, fd, 3) & ~0x8000);
  show("flags", SYS(25, other, 3) & ~0x8000);
  show("bad", SYS(25, 99, 3));
  show("command", SYS(25, fd, 999));
  short lock[16] = { 1, 0 };
  show("lock", SYS(25, fd, 6, lock));
  show("lock", SYS(25, fd, 5, lock));
  show("type", lock[0]);
  show("flock", SYS(32, fd, 2));
  show("flock", SYS(32, fd, 3));
  int n = 0;
  show("FIONREAD", SYS(29, fd, 0x541b, &n));
  show("left", n);
  show("terminal", SYS(29, fd, 0x5401, buffer));
  show("window", SYS(29, fd, 0x5413, buffer));
  show("bad", SYS(29, 99, 0x5401, buffer));
  show("close_range", SYS(436, 20, 60, 0));
  show("closed", SYS(25, 51, 1));
  show("bad range", SYS(436, 5, 4, 0));
}

static void limits(int argc, char **argv) {
  uword limit[2] = { 10, 10 };
  show("set", SYS(261, 0, 7, limit, 0));
  int last = 0, fd;
  while ((fd = open(".", O_RDONLY)) >= 0 && fd < 100) last = fd;
  show("last", last);
  show("open", fd);
  show("dup", SYS(23, 0));
  show("pipe", SYS(59, buffer, 0));
  show("dup3", SYS(24, 0, 10, 0));
  show("eventfd", SYS(19, 0, 0));
  show("close", close(5));
  show("pipe", SYS(59, buffer, 0));
  show("dup", SYS(23, 0));
}

static void show_directory(const char *path) {
  int fd = open(path, O_RDONLY | O_DIRECTORY);
  char names[20][40];
  int count = 0;
  word n;
  while ((n = SYS(61, fd, buffer, 200)) > 0) {
    for (char *at = buffer; at < buffer + n; at += *(unsigned short *)(at + 16)) {
      char *to = names[count++];
      for (char *from = at + 19; (*to = *from++); to++);
      *to++ = " fc d b - l s"[at[18]], *to = 0;
    }
  }
  show("end", n);
  // Each file system has its own order.
  for (int i = 0; i < count; i++) {
    for (int j = i + 1; j < count; j++) {
      char *a = names[i], *b = names[j];
      while (*a && *a == *b) a++, b++;
      if (*a > *b) for (int k = 0; k < 40; k++) {
        char c = names[i][k];
        names[i][k] = names[j][k], names[j][k] = c;
      }
    }
    show_text("entry", names[i]);
  }
  close(fd);
}

static void directories(int argc, char **argv) {
  show("mkdir", mkdir("d"));
  show("again", mkdir("d"));
  show("slash", mkdir("d/e/"));
  show("no parent", mkdir("x/y"));
  make("d/f", "1");
  show("in file", mkdir("d/f/g"));
  show("over file", mkdir("d/f"));
  show("dot", mkdir("d/."));
  show("root", mkdir("/"));
  symlink("f", "d/l");
  symlink("nowhere", "d/m");
  show("over link", mkdir("d/m"));
  show_directory("d");
  int fd = open("d", O_RDONLY);
  show("small buffer", SYS(61, fd, buffer, 10));
  show("bad buffer", SYS(61, fd, 8, 1000));
  show("file", SYS(61, open("d/f", O_RDONLY), buffer, 1000));
  show("rmdir", rmdir("d"));
  show("rmdir", rmdir("d/f"));
  show("rmdir", rmdir("d/l"));
  show("rmdir", rmdir("x"));
  show("rmdir", rmdir("d/."));
  show("rmdir", rmdir("d/e/.."));
  show("unlink", unlink("d/e"));
  show("unlink", unlink("d/e/"));
  show("unlink", unlink("d/f/"));
  show("unlink", unlink("x"));
  show("unlink", unlink("d/."));
  show("flags", SYS(35, CWD, "d/f", 1));
  show("rmdir", rmdir("d/e"));
  unlink("d/l"), unlink("d/m");
  show("unlink", SYS(35, fd, "f", 0));
  show("rmdir", rmdir("d/"));
  show("gone", SYS(61, fd, buffer, 1000));
  show("gone", SYS(56, fd, "f", O_CREAT | O_RDWR, 0644));
  show("gone", SYS(80, fd, &st));
  show("links", st.nlink);
}

static void working(int argc, char **argv) {
  mkdir("d"), mkdir("d/e"), make("d/f", "in d");
  int top = open(".", O_RDONLY);
  word n = SYS(17, buffer, sizeof buffer);
  show("chdir", SYS(49, "d/e"));
  word m = SYS(17, buffer, sizeof buffer);
  // The root is "/", without a further slash.
  show("longer", m - n == 3 || m - n == 4);
  buffer[m - 1] = 0;
  show_text("end", buffer + m - 5);
  show("range", SYS(17, buffer, m - 1));
  show("exact", SYS(17, buffer, m) == m);
  show("bad", SYS(17, 8, m));
  show_file("../f");
  show("chdir", SYS(49, "../f"));
  show("chdir", SYS(49, "x"));
  show("fchdir", SYS(50, top));
  show_file("d/f");
  show("fchdir", SYS(50, open("d/f", O_RDONLY)));
  show("fchdir", SYS(50, 99));
  SYS(49, "d/e");
  show("rename", SYS(276, top, "d", top, "moved", 0));
  m = SYS(17, buffer, sizeof buffer);
  buffer[m - 1] = 0;
  show_text("end", buffer + m - 9);
  show("rmdir", SYS(35, top, "moved/e", REMOVEDIR));
  show("getcwd", SYS(17, buffer, sizeof buffer));
  show("open", open("f", O_RDONLY));
  show("create", open("f", O_CREAT | O_RDWR));
  show("mkdir", mkdir("g"));
  show_file("../f");
  show("umask", SYS(166, 077));
  SYS(50, top);
  SYS(56, CWD, "private", O_CREAT | O_RDWR, 0666);
  show_status("private", 0);
  show("umask", SYS(166, 022));
}

static void links(int argc, char **argv) {
  make("f", "content");
  show("symlink", symlink("f", "l"));
  show("again", symlink("g", "l"));
  show("empty", symlink("", "m"));
  show_file("l");
  show("nofollow", open("l", O_RDONLY | O_NOFOLLOW));
  show_status("l", 0);
  show_status("l", NOFOLLOW);
  show("readlink", SYS(78, CWD, "l", buffer, 100));
  show("short", SYS(78, CWD, "l", buffer, 1));
  show("size", SYS(78, CWD, "l", buffer, 0));
  show("file", SYS(78, CWD, "f", buffer, 100));
  show("missing", SYS(78, CWD, "x", buffer, 100));
  symlink("loop2", "loop1"), symlink("loop1", "loop2"), symlink("self", "self");
  show("loop", open("loop1", O_RDONLY));
  show("loop", open("self/x", O_RDONLY));
  show("loop create", open("self", O_CREAT | O_RDWR));
  show("loop stat", stat("self", NOFOLLOW));
  symlink("target", "dangling");
  show("dangling", open("dangling", O_RDONLY));
  show("exclusive", open("dangling", O_CREAT | O_EXCL | O_RDWR));
  show("create", open("dangling", O_CREAT | O_RDWR) > 0);
  show_status("target", 0);
  mkdir("d"), make("d/g", "in d");
  symlink("d", "to_d"), symlink("../f", "d/up");
  show_file("to_d/g");
  show_file("to_d/up");
  show_file("to_d/../f");
  show_status("to_d", NOFOLLOW);
  show_status("to_d/", NOFOLLOW);
  show("slash on file link", stat("l/", 0));
  show("O_DIRECTORY", open("to_d", O_DIRECTORY | O_NOFOLLOW));
  show("hard", link("f", "h"));
  show("hard", link("f", "h"));
  show("hard", link("d", "h2"));
  show("hard", link("x", "h2"));
  show("hard", link("f", "d/up/x"));
  show_status("h", 0);
  SYS(79, CWD, "f", &st2, 0);
  show("same", st.ino == st2.ino && st.dev == st2.dev);
  show("unlink", unlink("f"));
  show_file("h");
  show("to link", link("l", "l2"));
  show_status("l2", NOFOLLOW);
  show("follow", SYS(37, CWD, "l", CWD, "l3", FOLLOW));
  show("flags", SYS(37, CWD, "l", CWD, "l3", 1));
  // At most forty links are followed.
  char name[3] = { 'a', 'a', 0 }, next[3] = { 'a', 'b', 0 };
  make("aa", "end");
  for (int i = 1; i <= 41; i++) {
    name[0] = 'a' + (i - 1) / 26, name[1] = 'a' + (i - 1) % 26;
    next[0] = 'a' + i / 26, next[1] = 'a' + i % 26;
    symlink(name, next);
  }
  show_file("bo");
  show_file("bp");
}

static void renames(int argc, char **argv) {
  make("a", "A"), make("b", "B"), mkdir("d"), mkdir("e"), make("e/x", "X"), mkdir("d/in");
  show("missing", rename("x", "y"));
  show("over file", rename("a", "b"));
  show_file("b");
  show("itself", rename("b", "b"));
  show("over directory", rename("b", "d"));
  show("directory over file", rename("d", "b"));
  show("over full", rename("d", "e"));
  show("into itself", rename("d", "d/in/d"));
  show("over its parent", rename("d/in", "d"));
  show("slash", rename("b", "c/"));
  show("dot", rename("d/.", "z"));
  show("dot", rename("d", "e/.."));
  show("move", rename("b", "e/b"));
  show_file("e/b");
  show("directory", rename("d/in", "e/in/"));
  show("over empty", rename("e", "d"));
  show_directory("d");
  link("d/b", "h");
  show("same file", rename("d/b", "h"));
  show_file("h");
  show_file("d/b");
  show("no replace", SYS(276, CWD, "h", CWD, "d/b", 1));
  show("no replace", SYS(276, CWD, "h", CWD, "n", 1));
  show("bad flags", SYS(276, CWD, "n", CWD, "m", 0x100));
  symlink("n", "l");
  show("link", rename("l", "l2"));
  show_status("l2", NOFOLLOW);
  show("over link", rename("n", "l2"));
  show_status("l2", NOFOLLOW);
  // An open file stays the same file.
  int fd = open("l2", O_RDWR);
  show("rename", rename("l2", "l3"));
  show("write", write(fd, "new", 3));
  show_file("l3");
  show("chmod", SYS(52, fd, 0600));
  show("unlink", unlink("l3"));
  show("pread", SYS(67, fd, buffer, 10, 0));
  show("fstat", SYS(80, fd, &st));
  show("links", st.nlink);
}

static void statuses(int argc, char **argv) {
  make("f", "12345");
  show("size of struct", sizeof st);
  show("stat", stat("f", 0));
  show("size", st.size);
  show("links", st.nlink);
  show_hex("mode", st.mode);
  show("blksize", st.blksize);
  show("missing", stat("x", 0));
  show("bad", SYS(79, CWD, "f", 8, 0));
  show("chmod", SYS(53, CWD, "f", 0640));
  show_status("f", 0);
  show("missing", SYS(53, CWD, "x", 0640));
  word times[4] = { 1000000000, 5000000, 2000000000, 7000000 };
  show("times", SYS(88, CWD, "f", times, 0));
  stat("f", 0);
  show("atime", st.atime), show("atime", st.atime_nsec), show("mtime", st.mtime), show("mtime", st.mtime_nsec);
  times[1] = 0x3ffffffe, times[3] = 0x3fffffff;
  show("omit", SYS(88, CWD, "f", times, 0));
  stat("f", 0);
  show("atime", st.atime), show("mtime", st.mtime != 2000000000);
  times[1] = times[3] = 0x3ffffffe;
  show("omit all", SYS(88, CWD, "x", times, 0));
  times[1] = -1;
  show("bad", SYS(88, CWD, "f", times, 0));
  show("missing", SYS(88, CWD, "x", 0, 0));
  times[1] = times[3] = 0;
  int fd = open("f", O_RDWR);
  show("futimens", SYS(88, fd, 0, times, 0));
  SYS(80, fd, &st);
  show("mtime", st.mtime);
  show("access", SYS(48, CWD, "f", 4));
  show("access", SYS(48, CWD, "f", 1));
  show("access", SYS(48, CWD, "x", 0));
  show("access", SYS(48, CWD, "f", 8));
  show("access2", SYS(439, CWD, "f", 4, 0x200));
  show("access2", SYS(439, CWD, "f", 4, 1));
  show("chown", SYS(54, CWD, "f", -1, -1, 0));
  show("chown", SYS(54, CWD, "x", -1, -1, 0));
  char x[256];
  show("statx", SYS(291, CWD, "f", 0, 0x7ff, x));
  show("mask", (*(unsigned *)x & 0x7ff) == 0x7ff);
  show("links", *(unsigned *)(x + 16));
  show_hex("mode", *(unsigned short *)(x + 28));
  show("inode", *(uword *)(x + 32) == st.ino);
  show("size", *(uword *)(x + 40));
  show("mtime", *(uword *)(x + 112));
  show("reserved", SYS(291, CWD, "f", 0, 0x80000000, x));
  show("flags", SYS(291, CWD, "f", 1, 0x7ff, x));
  show("sync type", SYS(291, CWD, "f", 0x6000, 0x7ff, x));
  show("statfs", SYS(43, ".", buffer));
  show("statfs", SYS(43, "x", buffer));
  show("fstatfs", SYS(44, fd, buffer));
  show("mknod", SYS(33, CWD, "n", 0100600, 0));
  show_status("n", 0);
}

static void copies(int argc, char **argv) {
  make("f", "0123456789");
  int in = open("f", O_RDONLY), out = open("g", O_CREAT | O_RDWR);
  word offset = 2;
  show("sendfile", SYS(71, out, in, 0, 3));
  show("position", seek(in, 0, 1));
  show("sendfile", SYS(71, out, in, &offset, 4));
  show("offset", offset);
  show("position", seek(in, 0, 1));
  show("sendfile", SYS(71, out, in, 0, 100));
  show("sendfile", SYS(71, out, in, 0, 100));
  show_file("g");
  show("bad in", SYS(71, out, 99, 0, 1));
  show("bad out", SYS(71, in, in, 0, 1));
  offset = -1;
  show("negative", SYS(71, out, in, &offset, 1));
  word from = 1, to = 20;
  show("copy", SYS(285, in, &from, out, &to, 5, 0));
  show("from", from), show("to", to);
  show("size", seek(out, 0, 2));
  show("flags", SYS(285, in, &from, out, &to, 5, 1));
  show("not open", SYS(285, out, &from, in, &to, 5, 0));
  to = 2;
  show("overlap", SYS(285, out, &from, out, &to, 5, 0));
  show("directory", SYS(285, open(".", O_RDONLY), 0, out, 0, 5, 0));
}

static volatile int rung;
static void ring(int signal) { rung++; write(rung, "", 0); }

static void alarm_soon(uword flags) {
  uword action[4] = { (uword)ring, flags, 0, 0 };
  word once[4] = { 0, 0, 0, 100000 };
  SYS(134, 14, action, 0, 8);
  SYS(103, 0, once, 0);
}

static int ends[2];
static void fill(int signal) { write(ends[1], "late", 4); }

static void pipes(int argc, char **argv) {
  show("pipe", SYS(59, ends, 0));
  show("ends", ends[0] * 10 + ends[1]);
  show("write", write(ends[1], "hello", 5));
  show("read", read(ends[0], buffer, 3));
  show("read", read(ends[0], buffer, 100));
  show("wrong end", read(ends[1], buffer, 1));
  show("wrong end", write(ends[0], "", 1));
  show("seek", seek(ends[0], 0, 0));
  show("pread", SYS(67, ends[0], buffer, 1, 0));
  SYS(80, ends[0], &st);
  show_hex("mode", st.mode);
  show("truncate", SYS(46, ends[1], 0));
  show("fsync", SYS(82, ends[1]));
  alarm_soon(0);
  show("interrupted", read(ends[0], buffer, 1));
  uword action[4] = { (uword)fill, 0x10000000, 0, 0 };
  word once[4] = { 0, 0, 0, 100000 };
  SYS(134, 14, action, 0, 8);
  SYS(103, 0, once, 0);
  show("restarted", read(ends[0], buffer, 10));
  SYS(25, ends[0], 4, O_NONBLOCK), SYS(25, ends[1], 4, O_NONBLOCK);
  show("empty", read(ends[0], buffer, 1));
  show("full", write(ends[1], buffer, sizeof buffer));
  show("full", write(ends[1], buffer, 1));
  int n = 0;
  SYS(29, ends[0], 0x541b, &n);
  show("FIONREAD", n);
  show("read", read(ends[0], buffer, 4096));
  show("write", write(ends[1], buffer, 4096));
  show("bad buffer", read(ends[0], (void *)8, 1));
  show("close", close(ends[1]));
  while (read(ends[0], buffer, sizeof buffer) > 0);
  show("end", read(ends[0], buffer, 1));
  SYS(59, ends, O_CLOEXEC);
  close(ends[0]);
  uword ignore[4] = { 1, 0, 0, 0 };
  SYS(134, 13, ignore, 0, 8);
  show("broken", write(ends[1], "x", 1));
  show("flags", SYS(59, ends, 1));
  show("bad", SYS(59, 8, 0));
  ignore[0] = 0;
  SYS(134, 13, ignore, 0, 8);
  SYS(59, ends, 0);
  close(ends[0]);
  write(ends[1], "x", 1);
  show("not", 0);
}

static void forever(int argc, char **argv) {
  SYS(59, ends, 0);
  show("read", read(ends[0], buffer, 1));
}

static void counters(int argc, char **argv) {
  uword value = 5;
  int fd = SYS(19, 3, O_NONBLOCK), semaphore = SYS(19, 2, 1 | O_NONBLOCK);
  show("eventfd", fd);
  show("write", write(fd, &value, 8));
  show("read", read(fd, &value, 8));
  show("value", value);
  show("empty", read(fd, &value, 8));
  show("short", read(fd, &value, 4));
  show("short", write(fd, &value, 4));
  value = -1;
  show("too much", write(fd, &value, 8));
  value = -2;
  show("most", write(fd, &value, 8));
  value = 1;
  show("full", write(fd, &value, 8));
  show("read", read(fd, &value, 8));
  show("long", write(fd, buffer, 100));
  show("read", read(semaphore, &value, 8)), show("value", value);
  show("read", read(semaphore, &value, 8)), show("value", value);
  show("read", read(semaphore, &value, 8));
  show("flags", SYS(19, 0, 2));
  int timer = SYS(85, 1, 0);
  show("timer", timer);
  word setting[4] = { 0, 20000000, 0, 10000000 }, old[4];
  show("set", SYS(86, timer, 0, setting, 0));
  show("get", SYS(87, timer, old));
  show("interval", old[1]), show("left", old[3] > 0 && old[3] <= 10000000);
  show("read", read(timer, &value, 8)), show("ticks", value);
  show("read", read(timer, &value, 8)), show("ticks", value);
  word now[2];
  SYS(113, 1, now);
  setting[1] = 0, setting[2] = now[0], setting[3] = 1;
  show("absolute", SYS(86, timer, 1, setting, old));
  show("interval", old[1]);
  show("read", read(timer, &value, 8)), show("ticks", value);
  setting[2] = setting[3] = 0;
  show("off", SYS(86, timer, 0, setting, 0));
  SYS(25, timer, 4, O_NONBLOCK);
  show("read", read(timer, &value, 8));
  show("short", read(timer, &value, 4));
  show("write", write(timer, &value, 8));
  setting[3] = -1;
  show("bad", SYS(86, timer, 0, setting, 0));
  show("flags", SYS(86, timer, 8, setting, 0));
  show("other file", SYS(87, fd, old));
  show("clock", SYS(85, 2, 0));
}

static void polls(int argc, char **argv) {
  struct { int fd; short events, found; } set[3];
  word none[2] = { 0, 0 }, some[2] = { 0, 1000000 };
  SYS(59, ends, 0);
  set[0].fd = ends[0], set[0].events = 1, set[1].fd = ends[1], set[1].events = 4, set[2].fd = -1, set[2].events = 1;
  show("poll", SYS(73, set, 3, none, 0, 8));
  show("found", set[0].found), show("found", set[1].found), show("found", set[2].found);
  show("timeout", SYS(73, set, 1, some, 0, 8));
  write(ends[1], "x", 1);
  show("poll", SYS(73, set, 1, 0, 0, 8)), show("found", set[0].found);
  close(ends[1]);
  show("poll", SYS(73, set, 2, none, 0, 8));
  show("found", set[0].found), show("found", set[1].found);
  show("bad", SYS(73, 8, 1, none, 0, 8));
  show("many", SYS(73, set, 1 << 21, none, 0, 8));
  none[1] = -1;
  show("bad", SYS(73, set, 1, none, 0, 8));
  none[1] = 0;
  uword in[16] = { 1L << ends[0] }, out[16] = { 1L << 60 };
  show("select", SYS(72, 10, in, 0, 0, none, 0)), show_hex("in", in[0]);
  show("closed", SYS(72, 61, in, out, 0, none, 0));
  read(ends[0], buffer, 1);
  int timer = SYS(85, 1, 0);
  word setting[4] = { 0, 0, 0, 1000000 }, second[2] = { 5, 0 };
  SYS(86, timer, 0, setting, 0);
  in[0] = 1L << timer;
  show("select", SYS(72, 64, in, 0, 0, second, 0));
  show("left", second[0]);
  show("negative", SYS(72, -1, 0, 0, 0, 0, 0));
  // It is ready, but not for the events asked for.
  word briefly[2] = { 0, 2000000 };
  set[0].fd = timer, set[0].events = 0;
  show("poll", SYS(73, set, 1, briefly, 0, 8));
  alarm_soon(0x10000000);
  show("interrupted", SYS(73, 0, 0, 0, 0, 8));
}

static void mapping(int argc, char **argv) {
  make("f", "0123456789");
  int fd = open("f", O_RDONLY), write_only = open("f", O_WRONLY);
  char *at = (char *)SYS(222, 0, 5000, 3, 2, fd, 0);
  buffer[0] = at[0], buffer[1] = at[9], buffer[2] = 0;
  show_text("first and last", buffer);
  show("after", at[10] | at[4095]);
  at[0] = 'x';
  show_file("f");
  show("unmap", SYS(215, at, 5000));
  at = (char *)SYS(222, 0, 4096, 1, 1, fd, 0);
  show("shared", at[1]);
  show("unmap", SYS(215, at, 4096));
  show("not readable", SYS(222, 0, 4096, 1, 2, write_only, 0));
  show("not writable", SYS(222, 0, 4096, 3, 1, fd, 0));
  show("directory", SYS(222, 0, 4096, 1, 2, open(".", O_RDONLY), 0));
  show("offset", SYS(222, 0, 4096, 1, 2, fd, 1));
  show("closed", SYS(222, 0, 4096, 1, 2, 99, 0));
  SYS(46, open("f", O_RDWR), 5000);
  int end = open("f", O_RDWR);
  SYS(68, end, "end", 3, 4997);
  at = (char *)SYS(222, 0, 904, 1, 2, end, 4096);
  show("second page", at[901]);
}

static void ids(int argc, char **argv) {
  uword set[16] = { 0 };
  int name[4];
  show("affinity", SYS(123, 0, 4, set));
  show("affinity", SYS(123, 0, 7, set));
  show("first", (SYS(123, 0, 128, set), set[0] & 1));
  show("yield", SYS(124));
  show("getgroups", SYS(158, -1, 0));
  show("futex", SYS(98, name, 0, ~name[0], 0));
  show("wake", SYS(98, name, 1, 1));
  show("misaligned", SYS(98, (char *)name + 1, 1, 1));
  word soon[2] = { 0, 1000000 };
  show("timeout", SYS(98, name, 128, name[0], soon));
  show("operation", SYS(98, name, 77, 0));
  show("membarrier", SYS(283, 0, 1));
  show("getrusage", SYS(165, 0, buffer));
  show("getrusage", SYS(165, 5, buffer));
  show("times", SYS(153, 0) >= 0);
  show("prctl", SYS(167, 15, "a long name that is cut"));
  show("prctl", SYS(167, 16, buffer));
  show_text("name", buffer);
  show("personality", SYS(92, 0xffffffff));
  show("priority", SYS(125, 1));
  show("priority", SYS(126, 2));
  show("priority", SYS(125, 99));
  show("wait", SYS(260, -1, 0, 0, 0));
}

static const guest_case cases[] = {
  { "opening", opening }, { "paths", paths }, { "seeking", seeking }, { "vectors", vectors },
  { "descriptors", descriptors }, { "limits", limits }, { "directories", directories }, { "working", working },
  { "links", links }, { "renames", renames }, { "statuses", statuses }, { "copies", copies }, { "pipes", pipes },
  { "forever", forever }, { "counters", counters }, { "polls", polls }, { "mapping", mapping }, { "ids", ids }, { 0, 0 },
};

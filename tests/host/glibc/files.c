// SPDX-License-Identifier: MPL-2.0
// Files with stdio and dirent: written, read, sought, renamed, listed and removed.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int by_name(const struct dirent **a, const struct dirent **b) {
  return strcmp((*a)->d_name, (*b)->d_name);
}

static void list(const char *path) {
  struct dirent **entries;
  int n = scandir(path, &entries, NULL, by_name);
  printf("%s:", path);
  for (int i = 0; i < n; i++) {
    if (entries[i]->d_name[0] != '.') printf(" %s", entries[i]->d_name);
    free(entries[i]);
  }
  puts("");
  free(entries);
}

int main(void) {
  FILE *file = fopen("numbers.txt", "w");
  if (file == NULL) return perror("numbers.txt"), 1;
  for (int i = 0; i < 200; i++) fprintf(file, "%d %.2f\n", i, i / 8.0);
  printf("wrote %ld bytes\n", ftell(file));
  fclose(file);

  file = fopen("numbers.txt", "r+");
  char line[80];
  double sum = 0, value;
  int n, lines = 0;
  while (fgets(line, sizeof line, file) != NULL) {
    if (sscanf(line, "%d %lf", &n, &value) == 2) sum += value;
    lines++;
  }
  printf("%d lines, sum %.3f, at end %d\n", lines, sum, feof(file) != 0);
  fseek(file, 0, SEEK_SET);
  fputs("first", file);
  fseek(file, -5, SEEK_END);
  printf("end %s", fgets(line, sizeof line, file));
  rewind(file);
  printf("start %s", fgets(line, sizeof line, file));
  fclose(file);

  file = fopen("numbers.txt", "a+");
  fputs("appended\n", file);
  fseek(file, -9, SEEK_CUR);
  printf("%s", fgets(line, sizeof line, file));
  fclose(file);

  mkdir("sub", 0755);
  printf("rename %d\n", rename("numbers.txt", "sub/moved.txt"));
  printf("link %d\n", symlink("moved.txt", "sub/link"));
  list(".");
  list("sub");
  struct stat status;
  printf("stat %d, size %ld, directory %d\n", stat("sub/link", &status), (long)status.st_size,
         S_ISDIR(status.st_mode));
  printf("lstat %d, link %d\n", lstat("sub/link", &status), S_ISLNK(status.st_mode));
  printf("readlink %.*s\n", (int)readlink("sub/link", line, sizeof line), line);
  if (fopen("absent", "r") == NULL) printf("absent: %s\n", strerror(errno));
  if (fopen("sub", "w") == NULL) printf("sub: %s\n", strerror(errno));
  if (rmdir("sub") < 0) printf("sub: %s\n", strerror(errno));

  file = tmpfile();
  fputs("temporary", file);
  rewind(file);
  printf("%s\n", fgets(line, sizeof line, file));
  fclose(file);
  int fd = open("raw", O_CREAT | O_RDWR, 0600);
  dprintf(fd, "%s-%d", "raw", 5);
  printf("pread %zd\n", pread(fd, line, 3, 1));
  printf("access %d %d\n", access("raw", R_OK), access("raw", X_OK));
  printf("truncate %d\n", ftruncate(fd, 2));
  printf("size %ld\n", (long)lseek(fd, 0, SEEK_END));
  close(fd);
  printf("isatty %d, %s\n", isatty(1), errno == ENOTTY ? "ENOTTY" : "other");
  char *where = getcwd(NULL, 0);
  printf("chdir %d\n", chdir("sub"));
  printf("remove %d %d\n", remove("link"), remove("moved.txt"));
  printf("back %d, rmdir %d, unlink %d\n", chdir(where), rmdir("sub"), unlink("raw"));
  free(where);
  list(".");
  return 0;
}

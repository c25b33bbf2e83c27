// SPDX-License-Identifier: MPL-2.0
// Strings, characters, wide characters, numbers as text, regular expressions, and getopt.
#define _GNU_SOURCE
#include <ctype.h>
#include <inttypes.h>
#include <locale.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

int main(int argc, char **argv) {
  int option, verbose = 0;
  const char *name = "none";
  while ((option = getopt(argc, argv, "vn:")) != -1) {
    if (option == 'v') verbose++;
    else if (option == 'n') name = optarg;
    else printf("unknown -%c\n", optopt);
  }
  printf("verbose %d, name %s, rest %s\n", verbose, name, argv[optind] ? argv[optind] : "");
  printf("HOME %s, USER %s\n", getenv("HOME") ? getenv("HOME") : "unset", getenv("USER"));
  printf("locale %s\n", setlocale(LC_ALL, ""));
  char text[] = "one,two;three  four";
  for (char *word = strtok(text, ",; "); word; word = strtok(NULL, ",; ")) printf("[%s]", word);
  puts("");
  printf("%s %s %zu %d\n", strstr("haystack needle", "needle"), strrchr("a/b/c", '/'),
         strspn("aabbc", "ab"), strncasecmp("HeLLo", "hello", 5));
  printf("%ld %lu %" PRId64 " %d\n", strtol("-0x7f", NULL, 16), strtoul("777", NULL, 8),
         (int64_t)INT64_MIN, atoi("12x"));
  int letters = 0, digits = 0;
  for (int c = 0; c < 256; c++) letters += isalpha(c) != 0, digits += isxdigit(c) != 0;
  printf("%d letters, %d digits\n", letters, digits);
  regex_t expression;
  regmatch_t matches[3];
  regcomp(&expression, "([a-z]+)@([a-z.]+)", REG_EXTENDED);
  const char *mail = "write to someone@example.org today";
  if (regexec(&expression, mail, 3, matches, 0) == 0) {
    for (int i = 0; i < 3; i++) {
      printf("(%.*s)", (int)(matches[i].rm_eo - matches[i].rm_so), mail + matches[i].rm_so);
    }
    puts("");
  }
  regfree(&expression);
  wchar_t wide[32];
  swprintf(wide, 32, L"%ls-%d", L"wide", 42);
  printf("%ls %zu\n", wide, wcslen(wide));
  char *copy = NULL;
  printf("%d %s\n", asprintf(&copy, "%08.3f|%-10s|%+d", 3.14159, "left", 5), copy);
  free(copy);
  char *memory;
  size_t size;
  FILE *stream = open_memstream(&memory, &size);
  fprintf(stream, "stream %d", 7);
  fclose(stream);
  printf("%s %zu\n", memory, size);
  free(memory);
  return verbose;
}

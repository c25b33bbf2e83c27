// SPDX-License-Identifier: MPL-2.0
// What to say of a C library's function that a program calls and nothing defines: the runtime's routine that
// does the same, and how to link a C library.

/** Functions of the C library, and what the runtime has instead. */
const ROUTINES: Readonly<Record<string, string>> = {
  printf: "print_int, print_string, print_char and print_newline print one value each",
  puts: "print_string and print_newline print a line",
  fputs: "print_string prints a string, rt.putstr to any descriptor",
  putchar: "print_char prints a character",
  putc: "print_char prints a character",
  fputc: "print_char prints a character",
  perror: "rt.putstr prints a string to descriptor 2",
  scanf: "read_int reads a number, read_line a line",
  getchar: "read_char reads a character",
  gets: "read_line reads a line",
  fgets: "read_string and read_line read a line",
  atoi: "read_int reads a number from standard input",
  itoa: "rt.fmtdec formats a number into a buffer",
  sprintf: "rt.fmtdec and rt.fmthex format a number into a buffer",
  read: "rt.read reads from a descriptor",
  write: "rt.write writes to a descriptor",
};
/** Others, for which the runtime has nothing. */
const OTHERS: ReadonlySet<string> = new Set([
  ...[
    "fprintf",
    "snprintf",
    "vprintf",
    "vsnprintf",
    "sscanf",
    "fscanf",
    "fopen",
    "fclose",
    "fread",
  ],
  ...[
    "fwrite",
    "fflush",
    "fseek",
    "getline",
    "open",
    "close",
    "lseek",
    "strcpy",
    "strncpy",
    "strcat",
  ],
  ...[
    "strncmp",
    "strchr",
    "strstr",
    "strdup",
    "strtol",
    "strtoul",
    "qsort",
    "bsearch",
    "rand",
    "srand",
  ],
  ...[
    "time",
    "clock",
    "sleep",
    "sqrt",
    "pow",
    "sin",
    "cos",
    "exp",
    "log",
    "floor",
    "ceil",
    "atexit",
  ],
  ...["__assert_fail", "__stack_chk_fail", "__printf_chk", "__isoc99_scanf", "__libc_start_main"],
]);

/** What to do about a call of the C library; undefined if the name is not one of its functions. */
export function libraryAdvice(name: string): string | undefined {
  const plain = name.replace(/^__isoc99_/, "").replace(/^__(\w+)_chk$/, "$1");
  const routine = Object.hasOwn(ROUTINES, plain) ? ROUTINES[plain] : undefined;
  if (routine === undefined && !OTHERS.has(name)) return undefined;
  const library = "it belongs to a C library, which gcc links: " +
    "riscv64-linux-gnu-gcc -static FILE -o PROGRAM, then leveret run PROGRAM";
  return routine === undefined ? library : `in the runtime, ${routine}; ${library}`;
}

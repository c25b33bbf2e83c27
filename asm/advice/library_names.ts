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
/** Names from other languages and simulators' libraries, and what the runtime has instead. */
const ALIKE: Readonly<Record<string, string>> = {
  print: "print_string prints a string, print_int a number",
  println: "print_string prints a string, print_newline ends the line",
  print_str: "did you mean `print_string`?",
  print_number: "did you mean `print_int`?",
  print_integer: "did you mean `print_int`?",
  print_unsigned: "did you mean `print_uint`?",
  print_character: "did you mean `print_char`?",
  print_nl: "did you mean `print_newline`?",
  newline: "did you mean `print_newline`?",
  print_float: "the runtime prints no floating-point numbers; printf of a C library does",
  print_double: "the runtime prints no floating-point numbers; printf of a C library does",
  input: "read_int reads a number, read_line a line",
  read_str: "did you mean `read_string`?",
  read_number: "did you mean `read_int`?",
  read_integer: "did you mean `read_int`?",
  read_character: "did you mean `read_char`?",
  readln: "did you mean `read_line`?",
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

/** `PrintStr` and `printStr` as `print_str`. */
const snakeCase = (name: string) => name.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toLowerCase();

/**
 * What to do about a call of the C library, or of a routine as other languages name it; undefined if the
 * name is neither.
 */
export function libraryAdvice(name: string): string | undefined {
  const alike = snakeCase(name);
  if (Object.hasOwn(ALIKE, alike)) return ALIKE[alike];
  const plain = name.replace(/^__isoc99_/, "").replace(/^__(\w+)_chk$/, "$1");
  const routine = Object.hasOwn(ROUTINES, plain) ? ROUTINES[plain] : undefined;
  if (routine === undefined && !OTHERS.has(name)) return undefined;
  const library = "belongs to a C library, which gcc links: " +
    "riscv64-linux-gnu-gcc -static FILE -o PROGRAM, then leveret run PROGRAM";
  return routine === undefined
    ? `it ${library}`
    : `the runtime's ${routine}; ${name} itself ${library}`;
}

// SPDX-License-Identifier: MPL-2.0
// What every program of examples/ must print and how it must end: one row per run. The results are those
// of the programs built by the GNU assembler and linker and run by qemu-riscv64; our machine must agree.
// A program that is missing here fails the test that reads this table.

/** One run of an example and its result. */
export interface ExampleRun {
  /** The source file: path below examples/, without `.s`. */
  readonly program: string;
  /** Arguments after the program's name; none by default. */
  readonly args?: readonly string[];
  /** The whole environment, in this order; empty by default. */
  readonly env?: Readonly<Record<string, string>>;
  /** What the program reads from fd 0; nothing by default. */
  readonly stdin?: string;
  /** What the program writes to fd 1, all of it. */
  readonly stdout: string;
  /** What the program itself writes to fd 2; nothing by default. A host may add a report of a fault. */
  readonly stderr?: string;
  /** The message of an abort: then stderr is `Abort: <where>: <message>` and a newline. */
  readonly abort?: string;
  /** Exit status as a shell shows it: 128 + signal for a program that a signal ended. */
  readonly status: number;
  /** What the report of a fault says, in our machine's words; only for faults. */
  readonly report?: string;
}

/** All runs, in the order of the table in examples/README.md. */
export const exampleRuns: readonly ExampleRun[] = [
  {
    program: "hello",
    stdout: "Hello, hare!\n",
    status: 0,
  },
  {
    program: "hello_main",
    stdout: "Hello from main!\n",
    status: 0,
  },
  {
    program: "arguments",
    stdout: `arguments: 0
environment: 0
HOME is not set
`,
    status: 0,
  },
  {
    program: "arguments",
    args: ["one", "two words", ""],
    env: { HOMEPAGE: "x", HOME: "/home/hazel", EMPTY: "" },
    stdout: `arguments: 3
  1: one
  2: two words
  3: 
environment: 3
  HOMEPAGE=x
  HOME=/home/hazel
  EMPTY=
HOME is /home/hazel
`,
    status: 0,
  },
  {
    program: "fibonacci",
    stdout: `recursive: 6765
iterative: 6765
`,
    status: 0,
  },
  {
    program: "fibonacci",
    args: ["0"],
    stdout: `recursive: 0
iterative: 0
`,
    status: 0,
  },
  {
    program: "fibonacci",
    args: ["30"],
    stdout: `recursive: 832040
iterative: 832040
`,
    status: 0,
  },
  {
    program: "fibonacci",
    args: ["93"],
    stdout: "iterative: 12200160415121876738\n",
    status: 0,
  },
  {
    program: "fibonacci",
    args: ["94"],
    stdout: "",
    stderr: "fibonacci: the argument must be a number from 0 to 93\n",
    status: 2,
  },
  {
    program: "fibonacci",
    args: ["12x"],
    stdout: "",
    stderr: "fibonacci: the argument must be a number from 0 to 93\n",
    status: 2,
  },
  {
    program: "fibonacci",
    args: [""],
    stdout: "",
    stderr: "fibonacci: the argument must be a number from 0 to 93\n",
    status: 2,
  },
  {
    program: "quicksort",
    stdout: `before: 31 -4 15 9 -26 5 35 8 -9 79 32 38 4 62 6 -43
after:  -43 -26 -9 -4 4 5 6 8 9 15 31 32 35 38 62 79
10000 numbers: in order, sum unchanged
`,
    status: 0,
  },
  {
    program: "linked_list",
    stdout: `pushed:   5 -> 4 -> 3 -> 2 -> 1 -> (end)
appended: 5 -> 4 -> 3 -> 2 -> 1 -> 100 -> (end)
reversed: 100 -> 1 -> 2 -> 3 -> 4 -> 5 -> (end)
removed:  1 -> 2 -> 4 -> 5 -> (end)
nodes freed: 4
`,
    status: 0,
  },
  {
    program: "hash_table",
    stdout: `grown to 8 buckets for 5 entries
grown to 16 buckets for 9 entries
february = 28
brumaire is not in the table
february = 29
february is removed
february is not in the table
grown to 32 buckets for 17 entries
grown to 64 buckets for 33 entries
grown to 128 buckets for 65 entries
grown to 256 buckets for 129 entries
grown to 512 buckets for 257 entries
grown to 1024 buckets for 513 entries
keys found with their value: 1000
longest chain: 4
entries left: 0
`,
    status: 0,
  },
  {
    program: "slice_append",
    stdout: `append 40 squares:
  length 0, capacity 0, no block
  length 1, capacity 1, block of 8 bytes
  length 2, capacity 2, block of 24 bytes
  length 3, capacity 4, block of 40 bytes
  length 5, capacity 8, block of 72 bytes
  length 9, capacity 16, block of 136 bytes
  length 17, capacity 32, block of 264 bytes
  length 33, capacity 64, block of 520 bytes
last member: 1521
delete from the end, but for one:
  length 31, capacity 32, block of 264 bytes
  length 15, capacity 16, block of 136 bytes
  length 7, capacity 8, block of 72 bytes
  length 3, capacity 4, block of 40 bytes
  length 1, capacity 2, block of 24 bytes
free:
  length 0, capacity 0, no block
`,
    status: 0,
  },
  {
    program: "string_builder",
    stdout: `grown to 32 bytes, 0 in use
grown to 64 bytes, 12 in use
grown to 128 bytes, 42 in use
grown to 256 bytes, 108 in use
1 + 4 + 9 + 16 + 25 + 36 + 49 + 64 + 81 + 100 + 121 + 144 + 169 + 196 + 225 + 256 + 289 + 324 + 361 + 400 = 2870 = 0xb36
length: 120
`,
    status: 0,
  },
  {
    program: "life",
    stdout: `generation 0
........................
..#..............##.....
...#.............##.....
.###....................
..........###...........
........................
........................
........................
generation 1
........................
.................##.....
.#.#.............##.....
..##.......#............
..#........#............
...........#............
........................
........................
generation 2
........................
.................##.....
...#.............##.....
.#.#....................
..##......###...........
........................
........................
........................
generation 3
........................
.................##.....
..#..............##.....
...##......#............
..##.......#............
...........#............
........................
........................
generation 4
........................
.................##.....
...#.............##.....
....#...................
..###.....###...........
........................
........................
........................
`,
    status: 0,
  },
  {
    program: "life",
    args: ["0"],
    stdout: `generation 0
........................
..#..............##.....
...#.............##.....
.###....................
..........###...........
........................
........................
........................
`,
    status: 0,
  },
  {
    program: "life",
    args: ["10000"],
    stdout: "",
    stderr: "life: the argument must be a number of generations from 0 to 9999\n",
    status: 2,
  },
  {
    program: "calculator",
    stdin: `1 + 2 * 3
(1 + 2) * 3
2 - 3 - 4
-7 / 2
-7 % 2
--5
-(2 + 3) * -2
0xff + 0X10
0xffffffffffffffff
9223372036854775807 + 1
\t 7   %   4\t

0
`,
    stdout: `7
9
-5
-3
-1
5
10
271
-1
-9223372036854775808
3
0
`,
    status: 0,
  },
  {
    program: "calculator",
    stdin: `1 / 0
2 * (3 + 4
2 * (3 + 4))
12 34
* 5
(
0x
0xfg
18446744073709551616
7 % (3 - 3)
99999999999999999999
1 + 1
`,
    stdout: "2\n",
    stderr: `line 1, column 3: division by zero
line 2, column 11: expected ')'
line 3, column 12: expected an operator or the end of the line
line 4, column 4: expected an operator or the end of the line
line 5, column 1: expected a number, '-' or '('
line 6, column 2: expected a number, '-' or '('
line 7, column 3: expected a hexadecimal digit after 0x
line 8, column 4: expected an operator or the end of the line
line 9, column 1: the number does not fit into 64 bits
line 10, column 3: division by zero
line 11, column 1: the number does not fit into 64 bits
`,
    status: 1,
  },
  {
    program: "calculator",
    stdin: "6 * 7",
    stdout: "42\n",
    status: 0,
  },
  {
    program: "calculator",
    stdin: "",
    stdout: "",
    status: 0,
  },
  {
    program: "calculator",
    stdin: `${"(".repeat(500)}1${")".repeat(500)}
${"(".repeat(501)}1${")".repeat(500)}
${"1".repeat(1024)}
2
`,
    stdout: `1
2
`,
    stderr: `line 2, column 501: nested too deeply
line 3, column 1024: the line is longer than 1023 characters
`,
    status: 1,
  },
  {
    program: "wordcount",
    stdin: `The hare and the tortoise.
"Slow but steady," said the TORTOISE -- the hare's 2nd race:
hare hare42hare; a an ana
`,
    stdout: `      5 hare
      4 the
      2 tortoise
      1 a
      1 an
      1 ana
      1 and
      1 but
      1 nd
      1 race
      1 s
      1 said
      1 slow
      1 steady
`,
    status: 0,
  },
  {
    program: "wordcount",
    stdin: "",
    stdout: "",
    status: 0,
  },
  {
    program: "wordcount",
    stdin: "1234 \n",
    stdout: "",
    status: 0,
  },
  {
    program: "wordcount",
    stdin: "no newline at the end",
    stdout: `      1 at
      1 end
      1 newline
      1 no
      1 the
`,
    status: 0,
  },
  {
    program: "wordcount",
    stdin: `${"x".repeat(100)} y ${"x".repeat(100)}`,
    stdout: `      2 ${"x".repeat(100)}
      1 y
`,
    status: 0,
  },
  {
    program: "allocator_tour",
    stdout: `1. Nine bins, from 8 to 2056 bytes, carved one after another from a chunk:
   malloc(5) = chunk 1 + 0x10, payload 8
   malloc(20) = chunk 1 + 0x20, payload 24
   malloc(33) = chunk 1 + 0x40, payload 40
   malloc(64) = chunk 1 + 0x70, payload 72
   malloc(100) = chunk 1 + 0xc0, payload 136
   malloc(250) = chunk 1 + 0x150, payload 264
   malloc(500) = chunk 1 + 0x260, payload 520
   malloc(1000) = chunk 1 + 0x470, payload 1032
   malloc(2000) = chunk 1 + 0x880, payload 2056
2. Free blocks are used again, the last one freed first:
   malloc(40) = chunk 1 + 0x1090, payload 40
   malloc(40) = chunk 1 + 0x10c0, payload 40
   malloc(40) = chunk 1 + 0x10f0, payload 40
   free(chunk 1 + 0x1090)
   free(chunk 1 + 0x10c0)
   free(chunk 1 + 0x10f0)
   malloc(40) = chunk 1 + 0x10f0, payload 40
   malloc(40) = chunk 1 + 0x10c0, payload 40
   malloc(60) = chunk 1 + 0x1120, payload 72
3. Large blocks are mappings of their own, unmapped when they are freed:
   malloc(2057) = mapping + 0x10, payload 4072
   malloc(100000) = mapping + 0x10, payload 102376
   free(mapping + 0x10)
4. realloc moves a block only when its bin, or its number of pages, changes:
   malloc(25) = chunk 1 + 0x1090, payload 40
   realloc(chunk 1 + 0x1090, 39) = chunk 1 + 0x1090, payload 40
   realloc(chunk 1 + 0x1090, 90) = chunk 1 + 0x1170, payload 136
   realloc(chunk 1 + 0x1170, 5000) = mapping + 0x10, payload 8168
   realloc(mapping + 0x10, 8000) = mapping + 0x10, payload 8168
   realloc(mapping + 0x10, 9000) = mapping + 0x10, payload 12264
   realloc(mapping + 0x10, 10) = chunk 1 + 0x1200, payload 24
   and it carried along: leveret
   realloc(chunk 1 + 0x1200, 0) = null
5. Blocks of 2056 bytes until the chunk is full:
   malloc(2056) = chunk 1 + 0x1220, payload 2056
   block 1014 is at chunk 2 + 0x10; the last 1688 bytes of chunk 1 are abandoned
6. One in 128 of them is freed:
   free(chunk 1 + 0x1bf980)
   free(chunk 1 + 0x17f180)
   free(chunk 1 + 0x13e980)
   free(chunk 1 + 0xfe180)
   free(chunk 1 + 0xbd980)
   free(chunk 1 + 0x7d180)
   free(chunk 1 + 0x3c980)
   free lists: 0 1 1 0 1 0 0 0 7
   blocks still allocated: 1020
`,
    status: 0,
  },
  {
    program: "bugs/double_free",
    stdout: "",
    abort: "tried to get metadata for already-freed pointer (double free?)",
    status: 134,
  },
  {
    program: "bugs/use_after_free",
    stdout: "",
    abort: "invalid poison data on freelist (use after free?)",
    status: 134,
  },
  {
    program: "bugs/use_after_free_at_exit",
    stdout: "all numbers added\n",
    abort: "invalid poison data on freelist (use after free?)",
    status: 134,
  },
  {
    program: "bugs/overflow_small",
    stdout: "",
    abort: "invalid secondary metadata for small allocation (out-of-bounds write?)",
    status: 134,
  },
  {
    program: "bugs/overflow_blanks",
    stdout: "",
    abort: "invalid secondary metadata for small allocation (out-of-bounds write?)",
    status: 134,
  },
  {
    program: "bugs/overflow_neighbour",
    stdout: "",
    abort: "invalid large allocation address (non-heap pointer?)",
    status: 134,
  },
  {
    program: "bugs/overflow_large",
    stdout: "",
    abort: "invalid secondary metadata for large allocation (out-of-bounds write?)",
    status: 134,
  },
  {
    program: "bugs/overflow_into_free",
    stdout: "",
    abort: "invalid metadata for small allocation on freelist (heap corruption?)",
    status: 134,
  },
  {
    program: "bugs/terminator_overflow",
    stdout: "",
    abort: "expected metadata on freelist to be marked as free (heap corruption?)",
    status: 134,
  },
  {
    program: "bugs/underflow_large",
    stdout: "",
    abort: "invalid metadata for large allocation (non-heap pointer?)",
    status: 134,
  },
  {
    program: "bugs/misaligned_free",
    stdout: "",
    abort: "invalid alignment for metadata pointer (heap corruption?)",
    status: 134,
  },
  {
    program: "bugs/free_static",
    stdout: "",
    abort: "invalid metadata for small allocation (non-heap pointer?)",
    status: 134,
  },
  {
    program: "bugs/munmap_failed",
    stdout: "",
    abort: "munmap failed",
    status: 134,
  },
  {
    program: "bugs/mmap_failed",
    stdout: "",
    abort: "mmap failed",
    status: 134,
  },
  {
    program: "bugs/slice_no_memory",
    stdout: "",
    abort: "no memory for the slice to grow",
    status: 134,
  },
  {
    program: "bugs/no_main",
    stdout: "",
    abort: "the program defines neither main nor .main",
    status: 134,
  },
  {
    program: "bugs/load_unmapped",
    stdout: "",
    status: 139,
    report: "load of 8 bytes from unmapped address",
  },
  {
    program: "bugs/store_unmapped",
    stdout: "",
    status: 139,
    report: "store of 1 byte to unmapped address",
  },
  {
    program: "bugs/store_read_only",
    stdout: "",
    status: 139,
    report: "store of 1 byte to read-only page",
  },
  {
    program: "bugs/jump_to_data",
    stdout: "",
    status: 139,
    report: "jump to non-executable page",
  },
  {
    program: "bugs/jump_unmapped",
    stdout: "",
    status: 139,
    report: "jump to unmapped address 0x4141414141414140",
  },
  {
    program: "bugs/null_field",
    stdout: "",
    status: 139,
    report: "load of 8 bytes from unmapped address 0x8",
  },
  {
    program: "bugs/pointer_cut",
    stdout: "",
    status: 139,
    report: "store of 8 bytes to unmapped address",
  },
  {
    program: "bugs/stack_overflow",
    stdout: "",
    status: 139,
    report: "store of 8 bytes to unmapped address",
  },
  {
    program: "bugs/use_after_munmap",
    stdout: "",
    status: 139,
    report: "load of 8 bytes from unmapped address",
  },
  {
    program: "bugs/use_after_free_large",
    stdout: "",
    status: 139,
    report: "load of 8 bytes from unmapped address",
  },
  {
    program: "bugs/poison_pointer",
    stdout: "",
    status: 139,
    report: "load of 8 bytes from unmapped address 0x6969696969696971",
  },
  {
    program: "bugs/illegal_instruction",
    stdout: "",
    status: 132,
    report: "illegal instruction 0x00000000",
  },
  {
    program: "bugs/breakpoint",
    stdout: "",
    status: 133,
    report: "breakpoint instruction (ebreak)",
  },
];

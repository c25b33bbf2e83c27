// SPDX-License-Identifier: MPL-2.0
// What the jobs of real programs read: text, numbers, JSON, sources of compilers, a tree of small files. All of
// it is made by a rule, so it is the same each time.

import { sampleText } from "../../examples/word_counts.ts";

const MEGABYTE = 1 << 20;
const WORDS = "alpha beta gamma delta epsilon zeta eta theta iota kappa".split(" ");
/** The files of tree/, and how many are in one directory. */
const TREE_FILES = 2000;
const PER_DIRECTORY = 100;

/** Writes the inputs into a directory. */
export async function writeInputs(directory: string): Promise<void> {
  for (const [name, text] of Object.entries(FILES)) {
    await Deno.writeTextFile(`${directory}/${name}`, text());
  }
  for (let number = 0; number < TREE_FILES; number++) {
    const below = `${directory}/tree/d${Math.floor(number / PER_DIRECTORY)}`;
    if (number % PER_DIRECTORY === 0) await Deno.mkdir(below, { recursive: true });
    await Deno.writeTextFile(`${below}/f${number % PER_DIRECTORY}`, `file ${number}\n`);
  }
}

const FILES: Readonly<Record<string, () => string>> = {
  "text": () => sampleText(MEGABYTE),
  "numbers": () => numberLines(60_000).join("\n") + "\n",
  "changed": () => numberLines(60_000).filter((_, index) => index % 97 > 0).join("\n") + "\n",
  "data.json": () => JSON.stringify(records(8_000)),
  "work.sh": () => SHELL,
  "work.awk": () => AWK,
  "work.lua": () => LUA,
  "work.sql": () => SQL,
  "work.pl": () => PERL,
  "work.py": () => PYTHON,
  "work.tcl": () => TCL,
  "work.bc": () => "scale = 600\n4 * a(1)\ne(1)\nfor (i = 0; i < 30000; i++) s += i * i % 7\ns\n",
  "work.m4": () => M4,
  "large.ssa": () => functions(600, intermediate),
  "large.ha": () => functions(100, hareFunction),
};

/** Pseudo-random numbers below a bound. */
function numbers(): (bound: number) => number {
  let state = 12345;
  return (bound) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % bound;
  };
}

function numberLines(count: number): string[] {
  const next = numbers();
  return Array.from(
    { length: count },
    () => `${next(1_000_000)} ${WORDS[next(WORDS.length)]} ${next(1000)}`,
  );
}

function records(count: number): unknown[] {
  const next = numbers();
  return Array.from({ length: count }, (_, id) => ({
    id,
    name: `${WORDS[next(WORDS.length)]}-${next(100)}`,
    tags: [WORDS[next(WORDS.length)], WORDS[next(WORDS.length)]],
    size: next(1_000_000) / 100,
  }));
}

function functions(count: number, text: (number: number) => string): string {
  return Array.from({ length: count }, (_, number) => text(number)).join("\n");
}

/** A function in the language of QBE. */
function intermediate(number: number): string {
  const steps = Array.from(
    { length: 12 },
    (_, step) =>
      `\t%t${step + 1} =w ${["add", "mul", "xor", "sub"][(number + step) % 4]} %t${step}, ${
        step % 3 === 0 ? "%i" : number + step
      }\n`,
  ).join("");
  return `export
function w $f${number}(w %a, l %p) {
@start
\t%x =l alloc4 16
\tjmp @loop
@loop
\t%i =w phi @start 0, @next %j
\t%s =w phi @start %a, @next %u
\t%t0 =w copy %s
${steps}\t%c =w csltw %t12, ${number}
\tjnz %c, @then, @else
@then
\tstorew %t12, %x
\t%v =w call $f${Math.max(0, number - 1)}(w %t3, l %x)
\tjmp @next
@else
\t%w =w loadw %p
\tjmp @next
@next
\t%u =w phi @then %v, @else %w
\t%j =w add %i, 1
\t%d =w csltw %j, 16
\tjnz %d, @loop, @end
@end
\tret %u
}
`;
}

/** A function of Hare, of some ten lines. */
function hareFunction(number: number): string {
  return `type point${number} = struct { x: int, y: int, name: str };

fn fn${number}(a: int, b: size) int = {
	let table: [16]int = [0...];
	let sum = 0i;
	for (let i = 0z; i < len(table); i += 1) {
		table[i] = a * (i: int) + ${number};
		if (table[i] % 3 == 0) { sum += table[i]; } else { sum -= (b: int); };
	};
	const p = point${number} { x = sum, y = a, name = "p${number}" };
	return switch (sum % 4) { case 0 => yield p.x; case 1 => yield p.y; case => yield sum + a; };
};
`;
}

const SHELL = `f() {
  i=0 s=0
  while [ $i -lt $1 ]; do
    s=$((s + i * i % 97))
    case $((i % 5)) in 0) x=\${s%1*} ;; 1) x=\${s#2} ;; *) x=$s ;; esac
    i=$((i + 1))
  done
  echo $s $x
}
f 20000
for w in alpha beta gamma; do for n in 1 2 3 4 5; do printf '%s-%03d ' $w $n; done; done
echo
`;
const AWK = `{ sum += $1; count[$2]++; length3[length($3)] += $1; text = substr(text $2, 1, 500) }
END { for (i = 0; i < 1e5; i++) x = (x * 31 + i) % 65521
      print sum, x, length(text), count["alpha"], length3[3] }
`;
const LUA = `local words, seed = {}, 1
for i = 1, 60000 do
  seed = (seed * 1103515245 + 12345) & 0x7fffffff
  local word = string.format("w%d", seed >> 8 & 1023)
  words[word] = (words[word] or 0) + 1
end
local list = {}
for word, n in pairs(words) do list[#list + 1] = word .. ":" .. n end
table.sort(list)
local text = table.concat(list, " ")
local function fib(n) return n < 2 and n or fib(n - 1) + fib(n - 2) end
print(#text, select(2, text:gsub("%d+", "")), fib(24))
`;
const SQL = `create table t(id integer primary key, name text, size real);
with recursive c(n) as (select 1 union all select n + 1 from c where n < 40000)
insert into t select n, 'name' || (n * 7919 % 1000), n * 31 % 10007 / 8.0 from c;
create index by_name on t(name);
select count(*), sum(size), max(name) from t;
select name, count(*), avg(size) from t group by name order by 3 desc, 1 limit 5;
select count(*) from t a join t b on a.name = b.name where a.id < 2000;
`;
const PERL = `my %count;
open my $in, '<', 'text' or die;
while (<$in>) { $count{lc $_}++ for /\\w+/g; }
my @top = sort { $count{$b} <=> $count{$a} || $a cmp $b } keys %count;
print "$_ $count{$_}\\n" for @top[0 .. 4];
my ($x, $s) = (1, '');
for (1 .. 100000) { $x = ($x * 31 + $_) % 65521; $s .= chr(65 + $x % 26) if $x % 7 == 0; }
print "$x ", length $s, ' ', scalar(() = $s =~ /[AEIOU]{2}/g), "\\n";
`;
const PYTHON = `count = {}
with open('text') as lines:
    for line in lines:
        for word in line.split():
            count[word] = count.get(word, 0) + 1
for word, n in sorted(count.items(), key=lambda item: (-item[1], item[0]))[:5]:
    print(word, n)
class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y
    def moved(self, by):
        return Point(self.x + by, self.y * by % 1009)
p = Point(1, 2)
for i in range(60000):
    p = p.moved(i)
print(p.x, p.y, sum(i * i for i in range(60000)), 3 ** 2000 % 10 ** 20)
`;
const TCL =
  `proc fib n { if {$n < 2} { return $n }; expr {[fib [expr {$n - 1}]] + [fib [expr {$n - 2}]]} }
puts [fib 18]
for {set i 0} {$i < 40000} {incr i} { lappend list [expr {$i * 7919 % 10007}]; incr d([expr {$i % 100}]) }
puts [lrange [lsort -integer $list] 100 105]
puts [array size d]
`;
const M4 = `define(\`loop', \`ifelse($1, 0, \`done', \`define(\`x$1', \`value of $1')x$1
loop(decr($1))')')dnl
loop(1500)
define(\`sum', \`ifelse($1, 0, 0, \`eval($1 + sum(decr($1)))')')dnl
sum(150) sum(200) sum(250)
`;

// SPDX-License-Identifier: MPL-2.0
// The WebAssembly code that encodes trace records, and decodes them. Both predict each instruction from the ones
// before, by the same code; only what differs from the prediction is written. The layout is in
// host/BINARY_TRACE.md.

import { TRACE } from "../../../cpu/memory/layout.ts";
import {
  block,
  br,
  brIf,
  brTable,
  choose64,
  type Code,
  either,
  type F64,
  f64,
  type I32,
  i32,
  type I64,
  i64,
  local32,
  local64,
  loop,
  return_,
  unlikely,
  when,
} from "../../../cpu/wasm/code.ts";
import { moduleBytes, type WasmFunction } from "../../../cpu/wasm/module.ts";
import {
  CACHE,
  CACHE_START,
  ENTRIES,
  ENTRY,
  EXPLICIT_SIZE,
  INDEX_COUNT,
  INDEX_START,
  MEMORY_PAGES,
  MULTIPLIER,
  OPERATIONS,
  RECORDS,
  STATE,
  STOP,
  TOKEN,
} from "./layout.ts";

const number = (value: number): I32 => i32.const(value);
const at = (address: number): I32 => i32.load(number(0), address);
const setAt = (address: number, value: I32): Code => i32.store(number(0), value, address);

/** Locals that both functions have, after two parameters. */
const LOCALS = {
  record: local32(2),
  previous: local32(3),
  entry: local32(4),
  position: local32(5),
  run: local32(6),
  cached: local32(7),
  access: local32(8),
  bytes: local32(9),
  kind: local32(10),
  address: local64(11),
  predicted: local64(12),
  value: local64(13),
  key: local64(14),
} as const;
const LOCAL_TYPES = [
  ...Array.from({ length: 9 }, () => "i32" as const),
  ...Array.from({ length: 4 }, () => "i64" as const),
];
const { record, previous, entry, position, run, cached, access, bytes, kind } = LOCALS;
const { address, predicted, value, key } = LOCALS;

/** Executes one of some pieces of code. */
function choose(index: I32, cases: readonly Code[]): Code {
  let code: Code = brTable(index, cases.map((_, position) => position), cases.length);
  cases.forEach((each, position) => {
    code = [block(code), each, br(cases.length - 1 - position)];
  });
  return block(code);
}

const first = i64.load(i32.load(entry.get, ENTRY.first));
const second = i64.load(i32.load(entry.get, ENTRY.second));
const mask = i64.load(entry.get, ENTRY.mask);
const low = (operand: I64): I32 => i32.wrap(operand);
const word = (operand: I32): I64 => i64.extend_i32_s(operand);
const flag = (condition: I32): I64 => i64.extend_i32_u(condition);
/** The canonical NaN, whatever NaN the host computed. */
function double(result: F64): Code {
  const bits = i64.and(predicted.get, i64.const(0x7fff_ffff_ffff_ffffn));
  return [
    predicted.set(i64.reinterpret(result)),
    when(
      i64.lt_u(i64.const(0x7ff0_0000_0000_0000n), bits),
      predicted.set(i64.const(0x7ff8_0000_0000_0000n)),
    ),
  ];
}
const a = f64.reinterpret(first);
const b = f64.reinterpret(second);

/** Predicts a load: what was last there, or else what it loaded last. */
const load = (extend: (raw: I64) => I64): Code =>
  predicted.set(choose64(
    i64.eq(i64.load(cached.get, CACHE.key), key.get),
    extend(i64.load(cached.get, CACHE.value)),
    i64.load(entry.get, ENTRY.last),
  ));

const PREDICTIONS: Readonly<Record<typeof OPERATIONS[number], Code>> = {
  "last": predicted.set(i64.load(entry.get, ENTRY.last)),
  "none": [],
  "store": predicted.set(i64.and(second, mask)),
  "lb": load(i64.extend8_s),
  "lh": load(i64.extend16_s),
  "lw": load(i64.extend32_s),
  "ld": load((raw) => raw),
  "lbu": load((raw) => raw),
  "lhu": load((raw) => raw),
  "lwu": load((raw) => raw),
  "flw": load((raw) => i64.or(raw, i64.const(0xffff_ffff_0000_0000n))),
  "add": predicted.set(i64.add(first, second)),
  "sub": predicted.set(i64.sub(first, second)),
  "and": predicted.set(i64.and(first, second)),
  "or": predicted.set(i64.or(first, second)),
  "xor": predicted.set(i64.xor(first, second)),
  "sll": predicted.set(i64.shl(first, second)),
  "srl": predicted.set(i64.shr_u(first, second)),
  "sra": predicted.set(i64.shr_s(first, second)),
  "slt": predicted.set(flag(i64.lt_s(first, second))),
  "sltu": predicted.set(flag(i64.lt_u(first, second))),
  "mul": predicted.set(i64.mul(first, second)),
  "addw": predicted.set(word(i32.add(low(first), low(second)))),
  "subw": predicted.set(word(i32.sub(low(first), low(second)))),
  "sllw": predicted.set(word(i32.shl(low(first), low(second)))),
  "srlw": predicted.set(word(i32.shr_u(low(first), low(second)))),
  "sraw": predicted.set(word(i32.shr_s(low(first), low(second)))),
  "mulw": predicted.set(word(i32.mul(low(first), low(second)))),
  "fadd.d": double(f64.add(a, b)),
  "fsub.d": double(f64.sub(a, b)),
  "fmul.d": double(f64.mul(a, b)),
};

/** Predicts the address and the value of the instruction in `entry`. */
const predict: Code = [
  predicted.set(i64.const(0)),
  access.set(i32.load(entry.get, ENTRY.access)),
  when(
    access.get,
    address.set(i64.add(first, i64.load(entry.get, ENTRY.imm))),
    // The key has the size in it: 1 to 8.
    key.set(i64.add(
      i64.shl(address.get, i64.const(4)),
      i64.extend_i32_u(i32.shr_u(access.get, number(8))),
    )),
    cached.set(i32.add(
      number(CACHE_START),
      i32.shl(
        i32.wrap(i64.shr_u(
          i64.mul(address.get, i64.const(MULTIPLIER)),
          i64.const(64 - Math.log2(CACHE.count)),
        )),
        number(Math.log2(CACHE.size)),
      ),
    )),
  ),
  choose(i32.load(entry.get, ENTRY.operation), OPERATIONS.map((name) => PREDICTIONS[name])),
];

/** Takes what the instruction in `entry` did: `value` is what it wrote or stored. */
const commit: Code = [
  when(
    access.get,
    i64.store(cached.get, key.get, CACHE.key),
    i64.store(cached.get, i64.and(value.get, mask), CACHE.value),
  ),
  when(
    i32.load(entry.get, ENTRY.destination),
    i64.store(i32.load(entry.get, ENTRY.destination), value.get),
    i64.store(entry.get, value.get, ENTRY.last),
  ),
];

const saveState: Code = [
  setAt(STATE.previous, previous.get),
  setAt(STATE.run, run.get),
  setAt(STATE.position, position.get),
];
const loadState: Code = [
  previous.set(at(STATE.previous)),
  run.set(at(STATE.run)),
  position.set(at(STATE.position)),
];

const put8 = (byte: I32): Code => i32.store(position.get, byte);
const move = (size: I32): Code => position.set(i32.add(position.get, size));
/** Writes a token with the run before it, which is then 0. */
const token = (kind: I32): Code => [
  loop(when(
    i32.gt_u(run.get, number(15)),
    // Up to 256 at once.
    bytes.set(i32.shr_u(run.get, number(4))),
    when(i32.gt_u(bytes.get, number(16)), bytes.set(number(16))),
    put8(i32.or(i32.shl(i32.sub(bytes.get, number(1)), number(4)), number(TOKEN.longRun))),
    move(number(1)),
    run.set(i32.sub(run.get, i32.shl(bytes.get, number(4)))),
    br(1),
  )),
  put8(i32.or(i32.shl(run.get, number(4)), kind)),
  move(number(1)),
  run.set(number(0)),
];

/** The word of a record; of a 2-byte instruction, its halfword. */
const recordedWord = (raw: I32): I32 =>
  i32.and(
    raw,
    i32.shr_u(number(-1), i32.shl(i32.ne(i32.and(raw, number(3)), number(3)), number(4))),
  );

const end = local32(0);

/** Exchanges the predicted successor of `previous`. */
const setNext: Code = [
  i32.store(previous.get, i32.load(previous.get, ENTRY.next), ENTRY.alternative),
  i32.store(previous.get, entry.get, ENTRY.next),
];

const slotOf = (pc: I64): I32 =>
  i32.wrap(i64.shr_u(
    i64.mul(pc, i64.const(MULTIPLIER)),
    i64.const(64 - Math.log2(INDEX_COUNT)),
  ));

/**
 * Encodes the records up to an address; returns the address of the one that it stopped at: that of an instruction
 * that the dictionary does not have, or the end. The second parameter is where to start.
 */
function encoder(): WasmFunction {
  const start = local32(1);
  const recordPc = i64.load(record.get, TRACE.pc);
  const isEntry = i32.and(
    i64.eq(i64.load(entry.get, ENTRY.pc), recordPc),
    i32.eq(i32.load(entry.get, ENTRY.word), access.get),
  );
  return {
    params: ["i32", "i32"],
    results: ["i32"],
    locals: LOCAL_TYPES,
    exportName: "encode",
    body: [
      loadState,
      record.set(start.get),
      block(loop(
        brIf(1, i32.ge_u(record.get, end.get)),
        // The instruction.
        access.set(recordedWord(i32.load(record.get, TRACE.word))),
        entry.set(i32.load(previous.get, ENTRY.next)),
        when(
          unlikely(i32.eqz(isEntry)),
          kind.set(slotOf(recordPc)),
          block(loop(
            entry.set(i32.load(i32.shl(kind.get, number(2)), INDEX_START)),
            brIf(1, i32.eqz(entry.get)),
            brIf(1, isEntry),
            kind.set(i32.and(i32.add(kind.get, number(1)), number(INDEX_COUNT - 1))),
            br(0),
          )),
          when(i32.eqz(entry.get), saveState, return_(record.get)),
          either(
            i32.eq(entry.get, i32.load(previous.get, ENTRY.alternative)),
            token(number(TOKEN.other)),
            [
              token(number(TOKEN.successor)),
              i32.store(
                position.get,
                i32.shr_u(i32.sub(entry.get, number(ENTRIES)), number(Math.log2(ENTRY.size))),
              ),
              move(number(3)),
            ],
          ),
          setNext,
        ),
        previous.set(entry.get),
        predict,
        either(
          unlikely(i32.ne(access.get, i32.load16_u(record.get, TRACE.access))),
          [
            token(number(TOKEN.explicit)),
            i32.store16(position.get, i32.load16_u(record.get, TRACE.access)),
            value.set(i64.load(record.get, TRACE.value)),
            i64.store(position.get, value.get, 2),
            i64.store(position.get, i64.load(record.get, TRACE.address), 10),
            i64.store(position.get, i64.load(record.get, TRACE.stored), 18),
            move(number(EXPLICIT_SIZE)),
            when(
              i32.load(entry.get, ENTRY.destination),
              i64.store(i32.load(entry.get, ENTRY.destination), value.get),
            ),
          ],
          [
            when(
              access.get,
              when(
                unlikely(i64.ne(address.get, i64.load(record.get, TRACE.address))),
                // The system changed the register of the address.
                token(number(TOKEN.register)),
                i32.store(position.get, i32.shr_u(i32.load(entry.get, ENTRY.first), number(3))),
                address.set(i64.sub(
                  i64.load(record.get, TRACE.address),
                  i64.load(entry.get, ENTRY.imm),
                )),
                i64.store(position.get, address.get, 1),
                move(number(9)),
                i64.store(i32.load(entry.get, ENTRY.first), address.get),
                predict,
              ),
            ),
            value.set(i64.load(record.get, TRACE.value)),
            either(
              i32.eq(i32.load(entry.get, ENTRY.operation), number(OPERATIONS.indexOf("store"))),
              value.set(i64.and(value.get, mask)),
              when(i32.eqz(i32.load(entry.get, ENTRY.destination)), value.set(predicted.get)),
            ),
            either(
              unlikely(i64.ne(value.get, predicted.get)),
              [
                predicted.set(i64.sub(value.get, predicted.get)),
                kind.set(i32.shr_u(
                  i32.sub(
                    number(72),
                    i32.wrap(
                      i64.clz(
                        i64.xor(predicted.get, i64.shr_s(predicted.get, i64.const(63))),
                      ),
                    ),
                  ),
                  number(3),
                )),
                token(kind.get),
                i64.store(position.get, predicted.get),
                move(kind.get),
              ],
              run.set(i32.add(run.get, number(1))),
            ),
            commit,
          ],
        ),
        record.set(i32.add(record.get, number(TRACE.size))),
        br(0),
      )),
      saveState,
      record.get,
    ],
  };
}

/**
 * Decodes bytes up to an address into records up to another one; returns where the records end, and leaves why it
 * stopped.
 */
function decoder(): WasmFunction {
  const lastRecord = local32(1);
  const stop = (reason: number): Code => [
    saveState,
    setAt(STATE.stop, number(reason)),
    return_(record.get),
  ];
  const damaged = (condition: I32): Code => when(unlikely(condition), stop(STOP.damaged));
  /** The entry of the next instruction; the first one has none before. */
  const nextEntry: Code = [
    entry.set(i32.load(previous.get, ENTRY.next)),
    damaged(i32.eqz(entry.get)),
    previous.set(entry.get),
    i64.store(record.get, i64.load(entry.get, ENTRY.pc), TRACE.pc),
    i32.store(record.get, i32.load(entry.get, ENTRY.word), TRACE.word),
  ];
  const writeRecord: Code = [
    i64.store(record.get, value.get, TRACE.value),
    i64.store(record.get, choose64(access.get, address.get, i64.const(0)), TRACE.address),
    i32.store(record.get, access.get, TRACE.access),
    i64.store(record.get, i64.const(0), TRACE.stored),
    record.set(i32.add(record.get, number(TRACE.size))),
  ];
  /** Of predicted instructions, records of atomic ones are always explicit. */
  const predictedOnly: Code = [
    nextEntry,
    damaged(i32.eq(i32.load(entry.get, ENTRY.access), number(0x10000))),
    predict,
  ];
  return {
    params: ["i32", "i32"],
    results: ["i32"],
    locals: LOCAL_TYPES,
    exportName: "decode",
    body: [
      loadState,
      record.set(number(RECORDS)),
      loop(
        // The predicted instructions.
        block(loop(
          brIf(1, i32.eqz(run.get)),
          when(i32.ge_u(record.get, lastRecord.get), stop(STOP.full)),
          predictedOnly,
          value.set(predicted.get),
          commit,
          writeRecord,
          run.set(i32.sub(run.get, number(1))),
          br(0),
        )),
        when(i32.ge_u(record.get, lastRecord.get), stop(STOP.full)),
        // What follows them, whose kind is left from the token.
        kind.set(at(STATE.redirected)),
        setAt(STATE.redirected, number(0)),
        when(
          i32.eqz(kind.get),
          when(i32.eq(position.get, end.get), stop(STOP.end)),
          damaged(i32.gt_u(position.get, end.get)),
          access.set(i32.load8_u(position.get)),
          move(number(1)),
          kind.set(i32.and(access.get, number(15))),
          run.set(i32.shr_u(access.get, number(4))),
          when(
            i32.eq(kind.get, number(TOKEN.longRun)),
            run.set(i32.shl(i32.add(run.get, number(1)), number(4))),
            kind.set(number(0)),
          ),
          setAt(STATE.redirected, kind.get),
          br(1),
        ),
        when(
          i32.lt_u(kind.get, number(TOKEN.other)),
          predictedOnly,
          bytes.set(i32.sub(number(64), i32.shl(kind.get, number(3)))),
          value.set(i64.add(
            predicted.get,
            i64.shr_s(
              i64.shl(i64.load(position.get), i64.extend_i32_u(bytes.get)),
              i64.extend_i32_u(bytes.get),
            ),
          )),
          move(kind.get),
          commit,
          writeRecord,
          br(1),
        ),
        when(
          i32.eq(kind.get, number(TOKEN.other)),
          entry.set(i32.load(previous.get, ENTRY.alternative)),
          setNext,
          br(1),
        ),
        when(
          i32.eq(kind.get, number(TOKEN.successor)),
          kind.set(i32.and(i32.load(position.get), number(0xff_ffff))),
          damaged(i32.ge_u(kind.get, at(STATE.count))),
          entry.set(i32.add(
            number(ENTRIES),
            i32.shl(kind.get, number(Math.log2(ENTRY.size))),
          )),
          move(number(3)),
          setNext,
          br(1),
        ),
        when(i32.eq(kind.get, number(TOKEN.definition)), stop(STOP.definition)),
        when(i32.eq(kind.get, number(TOKEN.number)), stop(STOP.number)),
        when(
          i32.eq(kind.get, number(TOKEN.register)),
          // x0 is never changed.
          kind.set(i32.and(i32.load8_u(position.get), number(63))),
          when(kind.get, i64.store(i32.shl(kind.get, number(3)), i64.load(position.get, 1))),
          move(number(9)),
          br(1),
        ),
        // An explicit record.
        nextEntry,
        access.set(i32.load16_u(position.get)),
        value.set(i64.load(position.get, 2)),
        i64.store(record.get, value.get, TRACE.value),
        i64.store(record.get, i64.load(position.get, 10), TRACE.address),
        i32.store(record.get, access.get, TRACE.access),
        i64.store(record.get, i64.load(position.get, 18), TRACE.stored),
        move(number(EXPLICIT_SIZE)),
        when(
          i32.load(entry.get, ENTRY.destination),
          i64.store(i32.load(entry.get, ENTRY.destination), value.get),
        ),
        record.set(i32.add(record.get, number(TRACE.size))),
        br(0),
      ),
      record.get,
    ],
  };
}

/** The checksum of the words from one address to another, both multiples of 8. */
function checksum(): WasmFunction {
  const from = local32(0);
  const to = local32(1);
  const sum = local64(2);
  return {
    params: ["i32", "i32"],
    results: ["i64"],
    locals: ["i64"],
    exportName: "checksum",
    body: [
      block(loop(
        brIf(1, i32.ge_u(from.get, to.get)),
        sum.set(i64.mul(
          i64.xor(i64.rotl(sum.get, i64.const(31)), i64.load(from.get)),
          i64.const(MULTIPLIER),
        )),
        from.set(i32.add(from.get, number(8))),
        br(0),
      )),
      sum.get,
    ],
  };
}

let module: WebAssembly.Module | undefined;

/** The compiled module. */
export function codecModule(): WebAssembly.Module {
  return module ??= new WebAssembly.Module(
    moduleBytes([encoder(), decoder(), checksum()], { memory: MEMORY_PAGES }),
  );
}

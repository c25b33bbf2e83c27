// SPDX-License-Identifier: MPL-2.0
// The names of control and status registers, for the assembler and the disassembler: kernels are
// assembled here too, though the machine executes none of their accesses (csr.ts says which CSRs it
// has). Sources: the manual, volume II, "CSR Listing"; the extensions V, Sstc, Smstateen, Sscofpmf
// and Smaia; the debug specification.

/** CSRs that come in numbered series: `pmpaddr0` to `pmpaddr63` from 0x3b0 on. */
const SERIES: readonly (readonly [
  name: string,
  from: number,
  to: number,
  first: number,
  suffix?: "h",
])[] = [
  ["sstateen", 0, 3, 0x10c],
  ["mstateen", 0, 3, 0x30c],
  ["mstateen", 0, 3, 0x31c, "h"],
  ["mhpmevent", 3, 31, 0x323],
  ["pmpcfg", 0, 15, 0x3a0],
  ["pmpaddr", 0, 63, 0x3b0],
  ["hstateen", 0, 3, 0x60c],
  ["hstateen", 0, 3, 0x61c, "h"],
  ["hviprio", 1, 2, 0x646],
  ["hviprio", 1, 2, 0x656, "h"],
  ["mhpmevent", 3, 31, 0x723, "h"],
  ["tdata", 1, 3, 0x7a1],
  ["dscratch", 0, 1, 0x7b2],
  ["mhpmcounter", 3, 31, 0xb03],
  ["mhpmcounter", 3, 31, 0xb83, "h"],
  ["hpmcounter", 3, 31, 0xc03],
  ["hpmcounter", 3, 31, 0xc83, "h"],
];

/** All others. The names that end with `h` are the upper halves that RV32 has. */
const SINGLE: Readonly<Record<string, number>> = {
  // Unprivileged.
  ...{ fflags: 0x001, frm: 0x002, fcsr: 0x003, seed: 0x015 },
  ...{
    vstart: 0x008,
    vxsat: 0x009,
    vxrm: 0x00a,
    vcsr: 0x00f,
    vl: 0xc20,
    vtype: 0xc21,
    vlenb: 0xc22,
  },
  ...{ cycle: 0xc00, time: 0xc01, instret: 0xc02, cycleh: 0xc80, timeh: 0xc81, instreth: 0xc82 },
  // Supervisor.
  ...{ sstatus: 0x100, sie: 0x104, stvec: 0x105, scounteren: 0x106, senvcfg: 0x10a, sieh: 0x114 },
  ...{ sscratch: 0x140, sepc: 0x141, scause: 0x142, stval: 0x143, sip: 0x144, siph: 0x154 },
  ...{ stimecmp: 0x14d, stimecmph: 0x15d, siselect: 0x150, sireg: 0x151, stopei: 0x15c },
  ...{ satp: 0x180, scontext: 0x5a8, scountovf: 0xda0, stopi: 0xdb0 },
  // Virtual supervisor.
  ...{ vsstatus: 0x200, vsie: 0x204, vstvec: 0x205, vsieh: 0x214, vsscratch: 0x240, vsepc: 0x241 },
  ...{ vscause: 0x242, vstval: 0x243, vsip: 0x244, vsiph: 0x254, vstimecmp: 0x24d },
  ...{ vstimecmph: 0x25d, vsiselect: 0x250, vsireg: 0x251, vstopei: 0x25c, vsatp: 0x280 },
  ...{ vstopi: 0xeb0 },
  // Hypervisor.
  ...{ hstatus: 0x600, hedeleg: 0x602, hideleg: 0x603, hidelegh: 0x613, hie: 0x604 },
  ...{ htimedelta: 0x605, htimedeltah: 0x615, hcounteren: 0x606, hgeie: 0x607, hvien: 0x608 },
  ...{ hvienh: 0x618, hvictl: 0x609, henvcfg: 0x60a, henvcfgh: 0x61a, htval: 0x643, hip: 0x644 },
  ...{ hvip: 0x645, hviph: 0x655, htinst: 0x64a, hgatp: 0x680, hcontext: 0x6a8, hgeip: 0xe12 },
  // Machine.
  ...{ mstatus: 0x300, misa: 0x301, medeleg: 0x302, mideleg: 0x303, mie: 0x304, mtvec: 0x305 },
  ...{ mcounteren: 0x306, mvien: 0x308, mvip: 0x309, menvcfg: 0x30a, mstatush: 0x310 },
  ...{ midelegh: 0x313, mieh: 0x314, mvienh: 0x318, mviph: 0x319, menvcfgh: 0x31a },
  ...{
    mcountinhibit: 0x320,
    mscratch: 0x340,
    mepc: 0x341,
    mcause: 0x342,
    mtval: 0x343,
    mip: 0x344,
  },
  ...{ mtinst: 0x34a, mtval2: 0x34b, miselect: 0x350, mireg: 0x351, miph: 0x354, mtopei: 0x35c },
  ...{ mseccfg: 0x747, mseccfgh: 0x757, mcycle: 0xb00, minstret: 0xb02, mcycleh: 0xb80 },
  ...{ minstreth: 0xb82, mvendorid: 0xf11, marchid: 0xf12, mimpid: 0xf13, mhartid: 0xf14 },
  ...{ mconfigptr: 0xf15, mtopi: 0xfb0 },
  // Debug and trace.
  ...{ tselect: 0x7a0, tinfo: 0x7a4, tcontrol: 0x7a5, mcontext: 0x7a8, mscontext: 0x7aa },
  ...{ dcsr: 0x7b0, dpc: 0x7b1 },
};

/** Former and further names, which assemblers take. */
const FORMER: Readonly<Record<string, number>> = {
  ...{ ustatus: 0x000, uie: 0x004, utvec: 0x005, uscratch: 0x040, uepc: 0x041, ucause: 0x042 },
  ...{ utval: 0x043, ubadaddr: 0x043, uip: 0x044, sedeleg: 0x102, sideleg: 0x103 },
  ...{ mscounteren: 0x321, mhcounteren: 0x322, mbase: 0x380, mbound: 0x381, mibase: 0x382 },
  ...{ mibound: 0x383, mdbase: 0x384, mdbound: 0x385 },
  ...{ sptbr: 0x180, sbadaddr: 0x143, mbadaddr: 0x343, mucounteren: 0x320, dscratch: 0x7b2 },
  ...{ mcontrol: 0x7a1, mcontrol6: 0x7a1, icount: 0x7a1, itrigger: 0x7a1, etrigger: 0x7a1 },
  ...{ tmexttrigger: 0x7a1, textra32: 0x7a3, textra64: 0x7a3 },
};

let numbers: ReadonlyMap<string, number> | undefined;
let names: ReadonlyMap<number, string> | undefined;

function current(): [name: string, number: number][] {
  return [
    ...Object.entries(SINGLE),
    ...SERIES.flatMap(([name, from, to, first, suffix = ""]) =>
      Array.from({ length: to - from + 1 }, (_, index): [string, number] => [
        `${name}${from + index}${suffix}`,
        first + index,
      ])
    ),
  ];
}

/** Every name of a control and status register, with its number. */
export function csrNumbers(): ReadonlyMap<string, number> {
  return numbers ??= new Map([...current(), ...Object.entries(FORMER)]);
}

/** The name of the control and status register of that number, if it has one. */
export function csrName(number: number): string | undefined {
  names ??= new Map(current().map(([name, number]) => [number, name]));
  return names.get(number);
}

// SPDX-License-Identifier: MPL-2.0
// The call frame information of a file while it is assembled: for each `.cfi_startproc`, what the
// directives after it say, in order and with the labels at which it holds. Layout makes .eh_frame and
// .debug_frame of it.

import type { Section } from "./section.ts";
import type { AssemblySymbol, Expression } from "./symbol.ts";
import type { Int64 } from "../object/value.ts";

/** What one `.cfi_*` directive says; `advance` is said by the bytes between two of them. */
export type FrameInstruction =
  | { readonly kind: "advance"; readonly from: AssemblySymbol; readonly to: AssemblySymbol }
  | {
    readonly kind: "offset" | "valOffset" | "defCfa";
    readonly register: number;
    readonly offset: Int64;
  }
  | { readonly kind: "register"; readonly register: number; readonly other: number }
  | {
    readonly kind: "defCfaRegister" | "restore" | "undefined" | "sameValue";
    readonly register: number;
  }
  | { readonly kind: "defCfaOffset"; readonly offset: Int64 }
  | { readonly kind: "rememberState" | "restoreState" | "windowSave" }
  | { readonly kind: "escape"; readonly bytes: readonly Expression[]; readonly at: FramePosition }
  | {
    readonly kind: "encodedAddress";
    readonly register: number;
    readonly encoding: number;
    readonly value: Expression;
    readonly at: FramePosition;
  }
  | { readonly kind: "label"; readonly symbol: AssemblySymbol };

/** Where a directive is, for messages. */
export interface FramePosition {
  readonly location: number;
  readonly length: number;
}

/** A pointer of the personality routine or of the language's data, and how it is stored. */
export interface FramePointer {
  /** One of DWARF's encodings (DW_EH_PE). */
  readonly encoding: number;
  readonly value: Expression;
  readonly at: FramePosition;
}

/** The sections that frames are written to. */
export interface FrameSections {
  readonly ehFrame: boolean;
  readonly debugFrame: boolean;
}

/** What lies between a `.cfi_startproc` and its `.cfi_endproc`. */
export interface Frame {
  readonly start: AssemblySymbol;
  /** Undefined while the frame is open. */
  end: AssemblySymbol | undefined;
  readonly sections: FrameSections;
  readonly instructions: FrameInstruction[];
  personality: FramePointer | undefined;
  languageData: FramePointer | undefined;
  returnColumn: number;
  isSignalFrame: boolean;
  readonly at: FramePosition;
}

/** A frame that is not closed yet. */
export interface OpenFrame {
  readonly frame: Frame;
  /** The label up to which the instructions reach. */
  last: AssemblySymbol;
  /** The offset of the canonical frame address, which other offsets may be relative to. */
  cfaOffset: Int64;
  /** The offsets that `.cfi_remember_state` saved. */
  readonly remembered: Int64[];
}

/** The frames of a file. */
export class CallFrames {
  /** In the order of their beginnings. */
  readonly list: Frame[] = [];
  /** How many objects the frames and what they say take. */
  objects = 0;
  /** The open frame of each section or subsection. */
  readonly open = new Map<Section, OpenFrame>();
  /** What the last `.cfi_sections` asked for. */
  sections: FrameSections = { ehFrame: true, debugFrame: false };
  /** Where frames that begin now are written: as in GNU as, sections that once had frames stay. */
  used: FrameSections = { ehFrame: false, debugFrame: false };
}

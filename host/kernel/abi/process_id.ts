// SPDX-License-Identifier: MPL-2.0
// The ids of the process, the same in every run.

/** The id of the process, its thread, its group and its session. Not 1, which is init. */
export const PROCESS_ID = 1000;
/** The id of its parent, which never does anything. */
export const PARENT_ID = 1;
/** The id of its user and its group. */
export const USER_ID = 1000;

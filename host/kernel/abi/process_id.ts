// SPDX-License-Identifier: MPL-2.0
// Who the process is: the same in every run.

/** The process id, which is also its thread's, group's and session's. Not 1, which is init's. */
export const PROCESS_ID = 1000;
/** The process id of its parent, which never answers. */
export const PARENT_ID = 1;
/** The user and the group it runs as. */
export const USER_ID = 1000;

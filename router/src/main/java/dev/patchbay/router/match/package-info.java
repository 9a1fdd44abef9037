/** Which routes an event takes, and which part of a pattern keeps it from one. */
package dev.patchbay.router.match;

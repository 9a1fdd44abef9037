/** The routes file, read with the line of all that is wrong in it. */
package dev.patchbay.router.reading;

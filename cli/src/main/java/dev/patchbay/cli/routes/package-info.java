/** Routes: check, test, explain, compile. */
package dev.patchbay.cli.routes;

/** The catalog: list, show, check, extend, and the samples of its sources. */
package dev.patchbay.cli.catalog;

/**
 * The catalog as people edit it: checks entries, assembles them, writes their pages and starts new
 * ones. Knows the core only; runs in the build and in the command, never in a function. Start
 * reading at {@link dev.patchbay.catalog.CatalogCheck}.
 */
package dev.patchbay.catalog;

/** Texts of others, made fit to be kept and passed on. */
package dev.patchbay.core.text;
